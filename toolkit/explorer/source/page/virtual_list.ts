/** A list of rows of one height of which only those in view exist. */

import { type Child, h } from "./elements.js";

const SPARE = 8;

export class VirtualList {
  readonly element: HTMLElement;
  private readonly rows = h("div", { class: "virtual-rows", role: "rowgroup" });
  private readonly room = h("div", { class: "virtual-room", role: "presentation" });
  private active = 0;
  private top = 0;
  private n = 0;
  private build: (row: number) => Child[] = () => [];
  private opened: (row: number) => void = () => undefined;

  constructor(
    label: string,
    private readonly height: number,
  ) {
    this.room.append(this.rows);
    this.element = h(
      "div",
      { class: "virtual", role: "grid", "aria-label": label, tabindex: 0 },
      this.room,
    );
    this.element.addEventListener(
      "scroll",
      () => {
        this.top = this.element.scrollTop;
        this.draw();
      },
      { passive: true },
    );
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("focus", () => this.show(this.active));
    new ResizeObserver(() => {
      this.element.scrollTop = this.top; // lost while the list was not part of the page
      this.draw();
    }).observe(this.element);
  }

  /** Show `n` rows; Enter or a click on a row opens it. */
  fill(n: number, build: (row: number) => Child[], opened: (row: number) => void): void {
    Object.assign(this, { n, build, opened, active: 0 });
    this.element.setAttribute("aria-rowcount", String(n));
    this.room.style.height = `${n * this.height}px`;
    this.element.style.height = `${Math.min(n, 16) * this.height + 2}px`;
    this.top = 0;
    this.element.scrollTop = 0;
    this.draw();
  }

  private draw(): void {
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.height) - SPARE);
    const seen = Math.ceil((this.element.clientHeight || 14 * this.height) / this.height);
    const last = Math.min(this.n, first + seen + 2 * SPARE);
    this.rows.style.transform = `translateY(${first * this.height}px)`;
    const rows = Array.from({ length: Math.max(0, last - first) }, (_, k) => this.row(first + k));
    this.rows.replaceChildren(...rows);
    const active = this.rows.querySelector(".active");
    if (active) this.element.setAttribute("aria-activedescendant", active.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  private row(at: number): HTMLElement {
    const cells = this.build(at).map((cell) => h("span", { role: "gridcell" }, cell));
    const row = h(
      "div",
      { role: "row", id: `row-${at}`, "aria-rowindex": at + 1, class: "virtual-row" },
      cells,
    );
    row.style.height = `${this.height}px`;
    if (at === this.active) row.classList.add("active");
    row.onclick = () => {
      this.active = at;
      this.opened(at);
    };
    return row;
  }

  private press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -1e9,
      End: 1e9,
    };
    const step = steps[event.key];
    if (event.key === "Enter") this.opened(this.active);
    else if (step !== undefined) this.show(Math.min(this.n - 1, Math.max(0, this.active + step)));
    else return;
    event.preventDefault();
  }

  private show(at: number): void {
    this.active = Math.max(0, at);
    const [top, bottom] = [this.active * this.height, (this.active + 1) * this.height];
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.element.scrollTop = bottom - clientHeight;
    this.draw();
  }
}
