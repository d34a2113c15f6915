/** A chart over time that can be read by pointer and by keys. */

import { type Point, Status } from "./corpus.js";
import { h, s } from "./elements.js";
import { keyMark } from "./palette.js";
import { type ChartData, drawTime, type Frame, frameOf, type Line } from "./time_drawing.js";
import { count, interval, percent, periodName } from "./wording.js";

export interface Place {
  line: number;
  period: number;
}

const KEYS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  PageUp: [0, -12],
  PageDown: [0, 12],
  Home: [0, -1e9],
  End: [0, 1e9],
};

export class TimeChart {
  readonly element: HTMLElement;
  private readonly _svg = s("svg", { class: "time-chart" });
  private readonly _cursor: SVGGElement;
  private readonly _tooltip = h("div", { class: "tooltip", hidden: true, "aria-hidden": "true" });
  private _data: ChartData | null = null;
  private _frame: Frame | null = null;
  private _place: Place = { line: 0, period: 0 };
  private _width = 0;

  constructor(private readonly _picked: (line: Line, period: number) => void) {
    this._cursor = s("g", { class: "cursor", role: "slider", tabindex: 0 });
    this._cursor.append(
      s("rect", { class: "cursor-rule" }),
      s("circle", { class: "cursor-dot", r: 6 }),
    );
    this.element = h("div", { class: "chart" }, this._svg, this._tooltip);
    this._listen();
    new ResizeObserver(() => this._resize()).observe(this.element);
  }

  /** Show data; `selected` is the point whose articles are listed. */
  draw(data: ChartData, selected: Place | null): void {
    this._data = data;
    if (selected) this._place = { ...selected };
    this.element.classList.toggle("has-selection", selected !== null);
    this.element.classList.toggle("many", data.lines.length > 3);
    this._redraw();
  }

  private _resize(): void {
    const width = Math.floor(this.element.clientWidth);
    if (width && width !== this._width) this._redraw();
  }

  private _redraw(): void {
    const width = Math.floor(this.element.clientWidth) || this._width || 640;
    this._width = width;
    if (!this._data) return;
    const { _data: data } = this;
    this._frame = frameOf(data, width);
    const { height } = this._frame;
    for (const [name, value] of Object.entries({
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    })) {
      this._svg.setAttribute(name, String(value));
    }
    const isFocused = document.activeElement === this._cursor;
    this._svg.replaceChildren(...drawTime(data, this._frame), this._cursor);
    this._moveTo(this._place);
    if (isFocused) this._cursor.focus();
  }

  private _listen(): void {
    this._svg.addEventListener("pointermove", (event) => {
      const place = this._nearest(event);
      if (!place) return;
      this._moveTo(place);
      this._showTooltip();
    });
    this._svg.addEventListener("pointerleave", () => this._hideTooltip());
    this._svg.onclick = (event) => {
      const place = this._nearest(event);
      if (place) this._moveTo(place);
      this._cursor.focus();
      this._pick();
    };
    this._cursor.addEventListener("focus", () => this._showTooltip());
    this._cursor.addEventListener("blur", () => this._hideTooltip());
    this._cursor.addEventListener("keydown", (event) => this._press(event));
  }

  private _press(event: KeyboardEvent): void {
    if (event.key === "Escape") this._hideTooltip();
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this._pick();
    }
    const step = KEYS[event.key];
    if (!step || !this._data) return;
    event.preventDefault();
    const [lines, periods] = [this._data.lines.length, this._data.periods.length];
    const line = (this._place.line + step[0] + lines) % lines;
    const period = Math.min(periods - 1, Math.max(0, this._place.period + step[1]));
    this._moveTo({ line, period });
    this._showTooltip();
  }

  private _pick(): void {
    const line = this._data?.lines[this._place.line];
    if (line) this._picked(line, this._place.period);
  }

  private _nearest(event: MouseEvent): Place | null {
    if (!this._data || !this._frame) return null;
    const { x, y } = this._frame.scales;
    const box = this._svg.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const step = x(1) - x(0) || 1;
    const last = this._data.periods.length - 1;
    const period = Math.min(last, Math.max(0, Math.round((left - x(0)) / step)));
    const away = this._data.lines.map(({ points }) =>
      Math.abs(y(points[period]?.value ?? NaN) - top),
    );
    const known = away.map((one) => (Number.isNaN(one) ? Infinity : one));
    return { line: known.indexOf(Math.min(...known)), period };
  }

  private _moveTo(place: Place): void {
    if (!this._data || !this._frame) return;
    const last = this._data.periods.length - 1;
    const line = Math.min(Math.max(0, place.line), this._data.lines.length - 1);
    this._place = { line, period: Math.min(Math.max(0, place.period), last) };
    const { x, y, ceiling } = this._frame.scales;
    const point = this._point();
    const [rule, dot] = [this._cursor.firstElementChild!, this._cursor.lastElementChild!];
    const { top, bottom } = this._frame;
    const at = x(this._place.period);
    set(rule, { x: at - 0.5, y: top, width: 1, height: bottom - top });
    const isShown = point !== undefined && isFinite(point.value);
    set(dot, { cx: at, cy: isShown ? Math.max(ceiling, y(point.value)) : bottom });
    set(this._cursor, {
      "aria-label": this._data.name,
      "aria-valuemin": 0,
      "aria-valuemax": last,
      "aria-valuenow": this._place.period,
      "aria-valuetext": this._sentence(),
    });
    for (const [k, curve] of this._svg.querySelectorAll(".curve").entries()) {
      curve.classList.toggle("lead", k === line);
    }
    this._cursor.setAttribute("class", `cursor ink${this._data.lines[line]?.slot ?? 0}`);
  }

  private _point(): Point | undefined {
    return this._data?.lines[this._place.line]?.points[this._place.period];
  }

  private _sentence(): string {
    const [line, point] = [this._data?.lines[this._place.line], this._point()];
    const period = periodName(this._data?.periods[this._place.period] ?? "");
    return `${line?.label ?? ""}, ${period}: ${point ? pointText(point) : "no value"}`;
  }

  private _showTooltip(): void {
    if (!this._data || !this._frame) return;
    const period = periodName(this._data.periods[this._place.period] ?? "");
    const lines = this._data.lines.map((line, k) => {
      const point = line.points[this._place.period];
      const isLead = k === this._place.line;
      return h(
        "p",
        { class: isLead ? "lead" : "" },
        keyMark(line.slot),
        `${line.label}: `,
        point ? pointText(point, isLead) : "no value",
      );
    });
    this._tooltip.replaceChildren(h("strong", {}, period), ...lines);
    this._tooltip.hidden = false;
    const at = this._frame.scales.x(this._place.period);
    const isLeft = at > this._width / 2;
    this._tooltip.style.left = isLeft ? "auto" : `${at + 14}px`;
    this._tooltip.style.right = isLeft ? `${this._width - at + 14}px` : "auto";
    this._tooltip.style.maxWidth = `${Math.max(150, (isLeft ? at : this._width - at) - 20)}px`;
  }

  private _hideTooltip(): void {
    this._tooltip.hidden = true;
  }
}

function set(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** One estimate in words: share, interval, denominator, and what limits it. */
export function pointText(point: Point, isLong = true): string {
  if (point.status === Status.Gap || !isFinite(point.value)) return "no articles";
  const share = percent(point.value);
  if (!isLong) return share;
  const few = {
    [Status.Partial]: "; period only partly covered",
    [Status.Sparse]: "; too few articles",
  };
  const note = few[point.status as Status.Partial | Status.Sparse] ?? "";
  const range = isFinite(point.low) ? ` (${interval(point.low, point.high)})` : " (no interval)";
  return `${share}${range} of ${count(point.n)} articles${note}`;
}
