/** A list of rows of one height of which only those in view exist. */

import { type Child, h } from "./elements.js";

const SPARE = 8;

export class VirtualList {
  readonly element: HTMLElement;
  private readonly _rows = h("div", { class: "virtual-rows", role: "rowgroup" });
  private readonly _room = h("div", { class: "virtual-room", role: "presentation" });
  private readonly _height: number;
  private _active = 0;
  private _top = 0;
  private _n = 0;
  private _build: (row: number) => Child[] = () => [];
  private _opened: (row: number) => void = () => undefined;

  /** Rows of a height in pixels, if the reader has chosen no larger letters. */
  constructor(label: string, height: number) {
    this._height = (height * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
    this._room.append(this._rows);
    this.element = h(
      "div",
      { class: "virtual", role: "grid", "aria-label": label, tabindex: 0 },
      this._room,
    );
    this.element.addEventListener(
      "scroll",
      () => {
        this._top = this.element.scrollTop;
        this._draw();
      },
      { passive: true },
    );
    this.element.addEventListener("keydown", (event) => this._press(event));
    this.element.addEventListener("focus", () => {
      // not by pointer: what lies under it would move away between press and release
      if (this.element.matches(":focus-visible")) this._show(this._active);
    });
    new ResizeObserver(() => {
      this.element.scrollTop = this._top; // lost while the list was not part of the page
      this._draw();
    }).observe(this.element);
  }

  /** Show `n` rows; Enter or a click on a row opens it. */
  fill(n: number, build: (row: number) => Child[], opened: (row: number) => void): void {
    [this._n, this._build, this._opened, this._active] = [n, build, opened, 0];
    this.element.setAttribute("aria-rowcount", String(n));
    this._room.style.height = `${n * this._height}px`;
    this.element.style.height = `${Math.min(n, 16) * this._height + 2}px`;
    this._top = 0;
    this.element.scrollTop = 0;
    this._draw();
  }

  private _draw(): void {
    const first = Math.max(0, Math.floor(this.element.scrollTop / this._height) - SPARE);
    const seen = Math.ceil((this.element.clientHeight || 14 * this._height) / this._height);
    const last = Math.min(this._n, first + seen + 2 * SPARE);
    this._rows.style.transform = `translateY(${first * this._height}px)`;
    const rows = Array.from({ length: Math.max(0, last - first) }, (_, k) => this._row(first + k));
    this._rows.replaceChildren(...rows);
    const active = this._rows.querySelector(".active");
    if (active) this.element.setAttribute("aria-activedescendant", active.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  private _row(at: number): HTMLElement {
    const cells = this._build(at).map((cell) => h("span", { role: "gridcell" }, cell));
    const row = h(
      "div",
      { role: "row", id: `row-${at}`, "aria-rowindex": at + 1, class: "virtual-row" },
      cells,
    );
    row.style.height = `${this._height}px`;
    if (at === this._active) row.classList.add("active");
    row.onclick = () => {
      this._active = at;
      this._opened(at);
    };
    return row;
  }

  private _press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this._height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -1e9,
      End: 1e9,
    };
    const step = steps[event.key];
    if (event.key === "Enter") this._opened(this._active);
    else if (step !== undefined)
      this._show(Math.min(this._n - 1, Math.max(0, this._active + step)));
    else return;
    event.preventDefault();
  }

  private _show(at: number): void {
    this._active = Math.max(0, at);
    const [top, bottom] = [this._active * this._height, (this._active + 1) * this._height];
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.element.scrollTop = bottom - clientHeight;
    this._draw();
  }
}
