/** "Copy as Python": the call that gives exactly the number shown. */

import type { App } from "./app.js";
import { copyButton, copyText } from "./downloads.js";
import { button, h } from "./elements.js";

export type CallValue = string | number | null | (string | number)[];

/** Return a value as Python writes it; a JSON string is a Python string. */
export function pythonLiteral(value: CallValue): string {
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  return typeof value === "number" ? String(value) : JSON.stringify(value.toWellFormed());
}

/** Return a template with its `{placeholders}` filled in; other braces stay. */
export function fillCall(template: string, values: Record<string, CallValue>): string {
  return template.replace(/\{([a-z_]+)\}/gu, (whole, name: string) =>
    Object.hasOwn(values, name) ? pythonLiteral(values[name] ?? null) : whole,
  );
}

/** Return the control that shows and copies a call, or nothing if the file has no such call. */
export function pythonCall(
  app: App,
  key: string,
  values: Record<string, CallValue>,
  what = "",
): HTMLElement | null {
  const variant = values["source"] ? `${key}_of_outlet` : key;
  const { calls } = app.corpus.meta;
  const template = calls[variant] ?? calls[key];
  return template ? pythonBlock(app, fillCall(template, values), what) : null;
}

/** Return the control that shows and copies some Python. */
export function pythonBlock(app: App, code: string, what = ""): HTMLElement {
  const { setup } = app.corpus.meta.calls;
  const shown = h("div", { class: "python-code", hidden: true });
  const toggle = button(
    what ? `Copy as Python: ${what}` : "Copy as Python",
    () => {
      shown.hidden = !shown.hidden;
      toggle.setAttribute("aria-expanded", String(!shown.hidden));
      if (shown.hidden) return;
      shown.replaceChildren(...codeNodes(app, code, setup === code ? "" : setup));
      void copyText(code).then((isDone) => app.say(isDone ? "Copied." : "Not copied."));
    },
    { class: "quiet", "aria-expanded": "false" },
  );
  return h("div", { class: "python" }, toggle, shown);
}

function codeNodes(app: App, code: string, setup: string | undefined): Node[] {
  const nodes: Node[] = [h("pre", { tabindex: 0, role: "group", "aria-label": "Python" }, code)];
  const say = (text: string): void => app.say(text);
  nodes.push(copyButton("Copy", () => code, say));
  if (!setup) return nodes;
  nodes.push(copyButton("Copy with what comes before", () => `${setup}\n\n${code}`, say));
  const before = h("pre", { tabindex: 0, role: "group", "aria-label": "What comes before" }, setup);
  nodes.push(h("details", {}, h("summary", {}, "What comes before"), before));
  return nodes;
}
