/** All articles, to be found by a word of the title or the outlet. */

import type { App } from "./app.js";
import { plural } from "./corpus.js";
import { dotted, h, newId } from "./elements.js";
import { VirtualList } from "./virtual_list.js";
import { counted } from "./wording.js";

/** Return a list of all articles, oldest first, with a box that narrows it. */
export function articleList(app: App): HTMLElement {
  const { corpus } = app;
  const id = newId("titles");
  const input = h("input", { type: "search", id, autocomplete: "off" });
  const found = h("p", { class: "soft", role: "status" });
  const list = new VirtualList("Articles", 40);
  list.element.classList.add("titles");
  const all = inOrder(app);
  const show = (): void => {
    const rows = all.filter(matcher(app, input.value));
    found.textContent = `${counted(rows.length, "article")}, oldest first; those without a date last.`;
    const cells = (at: number): HTMLElement[] => rowCells(app, rows[at]);
    list.fill(rows.length, cells, (at) => app.go({ a: corpus.id(rows[at]) }));
  };
  input.addEventListener("input", show);
  const label = `Words of the title, or one of the ${plural(corpus.meta.outlets.label)}`;
  show();
  return h(
    "div",
    {},
    h("h2", {}, "Articles"),
    h(
      "div",
      { class: "search-form" },
      h("label", { for: id }, label),
      h("div", { class: "row" }, input),
    ),
    found,
    list.element,
  );
}

function inOrder({ corpus }: App): number[] {
  const rows = Array.from({ length: corpus.meta.articles }, (_, row) => row);
  const day = (row: number): number => corpus.day(row) ?? Infinity;
  return rows.sort((a, b) => day(a) - day(b) || a - b);
}

/** Whether a row has every word asked for in its title or outlet. */
function matcher({ corpus }: App, query: string): (row: number) => boolean {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  if (!words.length) return () => true;
  const titles = corpus.texts("articles.title").all();
  return (row) => {
    const text = `${titles[row] ?? ""} ${corpus.outlet(row)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function rowCells({ corpus }: App, row: number): HTMLElement[] {
  const where = dotted([corpus.date(row, true), corpus.outlet(row)]);
  return [h("span", { class: "where" }, where), h("span", { class: "title" }, corpus.called(row))];
}
