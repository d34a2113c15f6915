/** Builds elements. Every text becomes a text node or an attribute, never markup. */

export type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Record<string, Value>;

const SVG = "http://www.w3.org/2000/svg";

/** Return an HTML element. `onclick` and its like take functions; `false` and `null` are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** Return an SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
  element.append(...nodes(children));
  return element;
}

/** Do something whenever the value of a control has changed. */
export function onChange(control: HTMLElement, act: () => void): void {
  control.addEventListener("change", act);
}

/** Return children as nodes and strings, without what is absent. */
export function nodes(children: Child[]): (Node | string)[] {
  return children.flat(9).flatMap((child) => {
    if (child === null || child === undefined || child === false) return [];
    return [
      typeof child === "string"
        ? child
        : typeof child === "number"
          ? String(child)
          : (child as Node),
    ];
  });
}

/** What a control is told by when it is drawn again. */
function signOf(one: Element): string {
  const text = one.matches("a, button") ? one.textContent : "";
  const data = JSON.stringify((one as HTMLElement).dataset);
  return [one.tagName, data, one.ariaLabel, text].join("");
}

/** A part of the page that is drawn again only when what it shows has changed. */
export class Section<E extends HTMLElement = HTMLElement> {
  private _key: string | null = null;

  constructor(readonly element: E) {}

  draw(key: string, build: () => Child[]): boolean {
    if (key === this._key) return false;
    this._key = key;
    const focused = document.activeElement;
    const sign = this.element.contains(focused) && focused ? signOf(focused) : null;
    this.element.replaceChildren(...nodes(build()));
    if (sign !== null) this._focus(sign);
    return true;
  }

  /** Give the focus to the control that stands where one was that had it, or else to the part. */
  private _focus(sign: string): void {
    const all = [...this.element.querySelectorAll<HTMLElement>("*")];
    all.find((one) => signOf(one) === sign)?.focus({ preventScroll: true });
    if (this.element.contains(document.activeElement)) return;
    this.element.tabIndex = -1;
    this.element.focus({ preventScroll: true });
  }

  forget(): void {
    this._key = null;
  }
}

/** Return a button that does something. */
export function button(
  label: Child,
  onclick: (event: MouseEvent) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

/** Facts with dots between them; each keeps its own direction, so that none moves into another. */
export function dotted(facts: string[]): Child[] {
  return facts.filter(Boolean).map((fact, k) => [k ? " · " : null, h("bdi", {}, fact)]);
}

let serial = 0;

/** Return an id that is used once. */
export function newId(stem: string): string {
  serial += 1;
  return `${stem}-${serial}`;
}
