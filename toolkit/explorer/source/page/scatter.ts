/** Points on a plane, each a button; labels where there is room. */

import { h, s } from "./elements.js";

export interface Dot {
  id: string;
  x: number;
  y: number;
  /** Radius in pixels. */
  size: number;
  label: string;
  /** What a screen reader says. */
  sentence: string;
  className: string;
  /** Order in which labels get room. */
  weight: number;
}

export interface Axes {
  height: number;
  /** What is said at the ends of the horizontal axis and at the top of the vertical one. */
  ends?: { left: string; right: string; top: string };
}

interface Placed extends Dot {
  left: number;
  top: number;
}

const PAD = 26;

export class Scatter {
  readonly element: HTMLElement;
  private readonly _svg: SVGSVGElement;
  private readonly _tooltip = h("div", { class: "tooltip", hidden: true, "aria-hidden": "true" });
  private _placed: Placed[] = [];
  private _current = "";
  private _dots: Dot[] = [];
  private _selected = "";
  private _width = 0;

  constructor(
    private readonly _label: string,
    private readonly _axes: Axes,
    private readonly _picked: (id: string) => void,
  ) {
    this._svg = s("svg", { class: "scatter", role: "group", "aria-label": _label });
    this.element = h("div", { class: "chart" }, this._svg, this._tooltip);
    this._svg.addEventListener("keydown", (event) => this._press(event));
    new ResizeObserver(() => {
      if (this.element.clientWidth !== this._width) this._redraw();
    }).observe(this.element);
  }

  draw(dots: Dot[], selected: string, ends?: NonNullable<Axes["ends"]>): void {
    if (ends) this._axes.ends = ends;
    this._dots = dots;
    this._selected = selected;
    this._current = dots.some((dot) => dot.id === selected) ? selected : (dots[0]?.id ?? "");
    this._redraw();
  }

  private _redraw(): void {
    const width = this.element.clientWidth || this._width || 600;
    this._width = width;
    const { height } = this._axes;
    this._svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this._svg.setAttribute("width", String(width));
    this._svg.setAttribute("height", String(height));
    const isFocused = this._svg.contains(document.activeElement);
    this._placed = place(this._dots, width, height, this._axes.ends !== undefined);
    const labels = labelled(this._placed, width, this._selected);
    const inner = this._placed.map((dot) => this._node(dot, labels.get(dot.id)));
    this._svg.replaceChildren(s("title", {}, this._label), this._frame(width, height), ...inner);
    if (isFocused) this._focus(this._current);
  }

  private _frame(width: number, height: number): SVGElement {
    const { ends } = this._axes;
    if (!ends) return s("g");
    const base = height - PAD + 6;
    return s(
      "g",
      { class: "plane" },
      s("path", { d: `M${width / 2},${PAD}V${base}M${PAD / 2},${base}H${width - PAD / 2}` }),
      s("text", { x: width - PAD / 2, y: height - 4, "text-anchor": "end" }, ends.right),
      s("text", { x: PAD / 2, y: height - 4 }, ends.left),
      s("text", { x: width / 2, y: PAD - 8, "text-anchor": "middle" }, ends.top),
    );
  }

  private _node(dot: Placed, anchor: Anchor | undefined): SVGElement {
    const isCurrent = dot.id === this._current;
    const node = s(
      "g",
      {
        role: "button",
        tabindex: isCurrent ? 0 : -1,
        "data-dot": dot.id,
        "aria-label": dot.sentence,
        "aria-pressed": String(dot.id === this._selected),
        class: `dot ${dot.className}${dot.id === this._selected ? " selected" : ""}`,
      },
      s("circle", { cx: dot.left, cy: dot.top, r: Math.max(dot.size, 9), class: "target" }),
      s("circle", { cx: dot.left, cy: dot.top, r: dot.size }),
      anchor && s("text", { x: anchor.x, y: anchor.y, "text-anchor": anchor.side }, anchor.text),
    );
    node.onclick = () => {
      this._picked(dot.id);
    };
    node.addEventListener("pointerenter", () => this._show(dot));
    node.addEventListener("pointerleave", () => (this._tooltip.hidden = true));
    node.addEventListener("focus", () => {
      this._current = dot.id;
      this._show(dot);
    });
    node.addEventListener("blur", () => (this._tooltip.hidden = true));
    return node;
  }

  private _press(event: KeyboardEvent): void {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this._picked(this._current);
      return;
    }
    const directions: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const direction = directions[event.key];
    const from = this._placed.find((dot) => dot.id === this._current);
    if (!direction || !from) return;
    event.preventDefault();
    const next = nextDot(this._placed, from, direction);
    if (next) this._focus(next.id);
  }

  private _focus(id: string): void {
    for (const node of this._svg.querySelectorAll<SVGElement>("[data-dot]")) {
      const isIt = node.getAttribute("data-dot") === id;
      node.setAttribute("tabindex", isIt ? "0" : "-1");
      if (isIt) node.focus();
    }
    this._current = id;
  }

  private _show(dot: Placed): void {
    this._tooltip.replaceChildren(dot.sentence);
    this._tooltip.hidden = false;
    const isLeft = dot.left > this._width / 2;
    this._tooltip.style.left = isLeft ? "auto" : `${dot.left + dot.size + 8}px`;
    this._tooltip.style.right = isLeft ? `${this._width - dot.left + dot.size + 8}px` : "auto";
    this._tooltip.style.top = `${Math.max(0, dot.top - 20)}px`;
  }
}

function place(dots: Dot[], width: number, height: number, isSymmetric: boolean): Placed[] {
  const range = (of: (dot: Dot) => number, isCentred: boolean): [number, number] => {
    const values = dots.map(of).filter(Number.isFinite);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const most = Math.max(Math.abs(low), Math.abs(high));
    return isCentred ? [-most, most] : [low, high];
  };
  const [x, y] = [range((dot) => dot.x, isSymmetric), range((dot) => dot.y, false)];
  const at = (value: number, [low, high]: [number, number], room: number): number =>
    PAD + ((value - low) / (high - low || 1)) * (room - 2 * PAD);
  return dots.map((dot) => ({
    ...dot,
    left: at(dot.x, x, width),
    top: height - at(dot.y, y, height),
  }));
}

interface Anchor {
  x: number;
  y: number;
  side: "start" | "end" | "middle";
  text: string;
}

type Box = [left: number, top: number, right: number, bottom: number];

/** Give labels room, the heaviest first; those without room appear when pointed at. */
function labelled(dots: Placed[], width: number, selected: string): Map<string, Anchor> {
  const anchors = new Map<string, Anchor>();
  const taken: Box[] = dots.map((dot) => [
    dot.left - dot.size,
    dot.top - dot.size,
    dot.left + dot.size,
    dot.top + dot.size,
  ]);
  const order = [...dots].sort(
    (a, b) => Number(b.id === selected) - Number(a.id === selected) || b.weight - a.weight,
  );
  for (const dot of order) {
    const free = anchorsOf(dot).find((one) => {
      const box = boxOf(one);
      return box[0] > 0 && box[2] < width && !taken.some((other) => overlap(box, other));
    });
    const anchor =
      free ?? (dot.id === selected ? anchorsOf(dot)[dot.left > width / 2 ? 1 : 0] : null);
    if (!anchor) continue;
    taken.push(boxOf(anchor));
    anchors.set(dot.id, anchor);
  }
  return anchors;
}

/** Places for a label: right, left, above, below. */
function anchorsOf({ left: x, top: y, size, label: text }: Placed): Anchor[] {
  return [
    { x: x + size + 4, y: y + 4, side: "start", text },
    { x: x - size - 4, y: y + 4, side: "end", text },
    { x, y: y - size - 4, side: "middle", text },
    { x, y: y + size + 13, side: "middle", text },
  ];
}

function boxOf({ x, y, side, text }: Anchor): Box {
  const wide = text.length * 6.4 + 4;
  const left = x - { start: 0, middle: wide / 2, end: wide }[side];
  return [left, y - 11, left + wide, y + 3];
}

function overlap(one: Box, other: Box): boolean {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
}

/** The nearest dot in a direction. */
function nextDot(dots: Placed[], from: Placed, [dx, dy]: [number, number]): Placed | null {
  let best: Placed | null = null;
  let least = Infinity;
  for (const dot of dots) {
    const [x, y] = [dot.left - from.left, dot.top - from.top];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (dot.id === from.id || along <= 0) continue;
    const away = along + 2 * aside;
    if (away < least) [best, least] = [dot, away];
  }
  return best;
}
