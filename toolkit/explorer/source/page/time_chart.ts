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
  private readonly svg = s("svg", { class: "time-chart" });
  private readonly cursor: SVGGElement;
  private readonly tooltip = h("div", { class: "tooltip", hidden: true, "aria-hidden": "true" });
  private data: ChartData | null = null;
  private frame: Frame | null = null;
  private place: Place = { line: 0, period: 0 };
  private width = 0;

  constructor(private readonly picked: (line: Line, period: number) => void) {
    this.cursor = s("g", { class: "cursor", role: "slider", tabindex: 0 });
    this.cursor.append(
      s("rect", { class: "cursor-rule" }),
      s("circle", { class: "cursor-dot", r: 6 }),
    );
    this.element = h("div", { class: "chart" }, this.svg, this.tooltip);
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.element);
  }

  /** Show data; `selected` is the point whose articles are listed. */
  draw(data: ChartData, selected: Place | null): void {
    this.data = data;
    if (selected) this.place = { ...selected };
    this.element.classList.toggle("has-selection", selected !== null);
    this.element.classList.toggle("many", data.lines.length > 3);
    this.redraw();
  }

  private resize(): void {
    const width = Math.floor(this.element.clientWidth);
    if (width && width !== this.width) this.redraw();
  }

  private redraw(): void {
    const width = Math.floor(this.element.clientWidth) || this.width || 640;
    this.width = width;
    if (!this.data) return;
    const { data } = this;
    this.frame = frameOf(data, width);
    const { height } = this.frame;
    for (const [name, value] of Object.entries({
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    })) {
      this.svg.setAttribute(name, String(value));
    }
    const isFocused = document.activeElement === this.cursor;
    this.svg.replaceChildren(...drawTime(data, this.frame), this.cursor);
    this.moveTo(this.place);
    if (isFocused) this.cursor.focus();
  }

  private listen(): void {
    this.svg.addEventListener("pointermove", (event) => {
      const place = this.nearest(event);
      if (!place) return;
      this.moveTo(place);
      this.showTooltip();
    });
    this.svg.addEventListener("pointerleave", () => this.hideTooltip());
    this.svg.onclick = (event) => {
      const place = this.nearest(event);
      if (place) this.moveTo(place);
      this.cursor.focus();
      this.pick();
    };
    this.cursor.addEventListener("focus", () => this.showTooltip());
    this.cursor.addEventListener("blur", () => this.hideTooltip());
    this.cursor.addEventListener("keydown", (event) => this.press(event));
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Escape") this.hideTooltip();
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.pick();
    }
    const step = KEYS[event.key];
    if (!step || !this.data) return;
    event.preventDefault();
    const [lines, periods] = [this.data.lines.length, this.data.periods.length];
    const line = (this.place.line + step[0] + lines) % lines;
    const period = Math.min(periods - 1, Math.max(0, this.place.period + step[1]));
    this.moveTo({ line, period });
    this.showTooltip();
  }

  private pick(): void {
    const line = this.data?.lines[this.place.line];
    if (line) this.picked(line, this.place.period);
  }

  private nearest(event: MouseEvent): Place | null {
    if (!this.data || !this.frame) return null;
    const { x, y } = this.frame.scales;
    const box = this.svg.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const step = x(1) - x(0) || 1;
    const last = this.data.periods.length - 1;
    const period = Math.min(last, Math.max(0, Math.round((left - x(0)) / step)));
    const away = this.data.lines.map(({ points }) =>
      Math.abs(y(points[period]?.value ?? NaN) - top),
    );
    const known = away.map((one) => (Number.isNaN(one) ? Infinity : one));
    return { line: known.indexOf(Math.min(...known)), period };
  }

  private moveTo(place: Place): void {
    if (!this.data || !this.frame) return;
    const last = this.data.periods.length - 1;
    const line = Math.min(Math.max(0, place.line), this.data.lines.length - 1);
    this.place = { line, period: Math.min(Math.max(0, place.period), last) };
    const { x, y, ceiling } = this.frame.scales;
    const point = this.point();
    const [rule, dot] = [this.cursor.firstElementChild!, this.cursor.lastElementChild!];
    const { top, bottom } = this.frame;
    const at = x(this.place.period);
    set(rule, { x: at - 0.5, y: top, width: 1, height: bottom - top });
    const isShown = point !== undefined && Number.isFinite(point.value);
    set(dot, { cx: at, cy: isShown ? Math.max(ceiling, y(point.value)) : bottom });
    set(this.cursor, {
      "aria-label": this.data.name,
      "aria-valuemin": 0,
      "aria-valuemax": last,
      "aria-valuenow": this.place.period,
      "aria-valuetext": this.sentence(),
    });
    for (const [k, curve] of this.svg.querySelectorAll(".curve").entries()) {
      curve.classList.toggle("lead", k === line);
    }
    this.cursor.setAttribute("class", `cursor ink${this.data.lines[line]?.slot ?? 0}`);
  }

  private point(): Point | undefined {
    return this.data?.lines[this.place.line]?.points[this.place.period];
  }

  private sentence(): string {
    const [line, point] = [this.data?.lines[this.place.line], this.point()];
    const period = periodName(this.data?.periods[this.place.period] ?? "");
    return `${line?.label ?? ""}, ${period}: ${point ? pointText(point) : "no value"}`;
  }

  private showTooltip(): void {
    if (!this.data || !this.frame) return;
    const period = periodName(this.data.periods[this.place.period] ?? "");
    const lines = this.data.lines.map((line, k) => {
      const point = line.points[this.place.period];
      const isLead = k === this.place.line;
      return h(
        "p",
        { class: isLead ? "lead" : "" },
        keyMark(line.slot),
        `${line.label}: `,
        point ? pointText(point, isLead) : "no value",
      );
    });
    this.tooltip.replaceChildren(h("strong", {}, period), ...lines);
    this.tooltip.hidden = false;
    const at = this.frame.scales.x(this.place.period);
    const isLeft = at > this.width / 2;
    this.tooltip.style.left = isLeft ? "auto" : `${at + 14}px`;
    this.tooltip.style.right = isLeft ? `${this.width - at + 14}px` : "auto";
    this.tooltip.style.maxWidth = `${Math.max(150, (isLeft ? at : this.width - at) - 20)}px`;
  }

  private hideTooltip(): void {
    this.tooltip.hidden = true;
  }
}

function set(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** One estimate in words: share, interval, denominator, and what limits it. */
export function pointText(point: Point, isLong = true): string {
  if (point.status === Status.Gap || !Number.isFinite(point.value)) return "no articles";
  const share = percent(point.value);
  if (!isLong) return share;
  const few = {
    [Status.Partial]: "; period only partly covered",
    [Status.Sparse]: "; too few articles",
  };
  const note = few[point.status as Status.Partial | Status.Sparse] ?? "";
  const range = Number.isFinite(point.low)
    ? ` (${interval(point.low, point.high)})`
    : " (no interval)";
  return `${share}${range} of ${count(point.n)} articles${note}`;
}
