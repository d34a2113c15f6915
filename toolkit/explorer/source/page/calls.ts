/** "Copy as Python": the call that gives exactly the number shown. */

import type { App } from "./app.js";
import { copyText } from "./downloads.js";
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
): HTMLElement | null {
  const template = app.corpus.meta.calls[key];
  return template ? pythonBlock(app, fillCall(template, values)) : null;
}

/** Return the control that shows and copies some Python. */
export function pythonBlock(app: App, code: string): HTMLElement {
  const { setup } = app.corpus.meta.calls;
  const box = h("div", { class: "python" });
  const shown = h("div", { class: "python-code", hidden: true });
  const toggle = button(
    "Copy as Python",
    () => {
      shown.hidden = !shown.hidden;
      toggle.setAttribute("aria-expanded", String(!shown.hidden));
      if (shown.hidden) return;
      shown.replaceChildren(...codeNodes(app, code, setup));
      void copyText(code).then((done) =>
        app.say(done ? "Copied." : "Shown below; select and copy."),
      );
    },
    { class: "quiet", "aria-expanded": "false" },
  );
  box.append(toggle, shown);
  return box;
}

function codeNodes(app: App, code: string, setup: string | undefined): Node[] {
  const copy = (text: string, what: string): HTMLButtonElement =>
    button(what, () => {
      void copyText(text).then((done) =>
        app.say(done ? "Copied." : "Select the text and copy it."),
      );
    });
  const nodes: Node[] = [h("pre", { tabindex: 0, "aria-label": "Python" }, code)];
  nodes.push(copy(code, "Copy"));
  if (setup) {
    nodes.push(copy(`${setup}\n\n${code}`, "Copy with what comes before"));
    nodes.push(
      h("details", {}, h("summary", {}, "What comes before"), h("pre", { tabindex: 0 }, setup)),
    );
  }
  return nodes;
}
