/** The box by which an article is marked for the list of the person's own. */

import type { App } from "./app.js";
import { h, onChange } from "./elements.js";

/** Return a box that marks an article. */
export function markBox(app: App, article: number): HTMLLabelElement {
  const box = h("input", { type: "checkbox" });
  box.checked = app.work.marked.has(article);
  onChange(box, () => {
    app.work.mark(article, box.checked);
    const n = app.work.marked.size;
    app.worked(`${box.checked ? "Marked" : "Mark removed"}; ${n} in your list.`);
  });
  const title = app.corpus.called(article);
  box.setAttribute("aria-label", `Mark: ${title}`);
  return h("label", { class: "mark-box" }, box, "mark");
}
