/** Lines in context: a long list of which only the part in view exists. */

import type { App } from "./app.js";
import { dotted, h } from "./elements.js";
import { type Hit, lineOf } from "./search.js";
import { VirtualList } from "./virtual_list.js";
import { counted } from "./wording.js";

/** Letters of Hebrew, Arabic and their relatives: what comes before a hit stands right of it. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff]/u;

/** Return the lines of hits; a line leads to its article. */
export function contextLines(app: App, label: string, hits: Hit[]): HTMLElement {
  const isNarrow = window.innerWidth < 700;
  const list = new VirtualList(`${label}: ${counted(hits.length, "line")}`, isNarrow ? 70 : 34);
  list.element.classList.add("context");
  const { corpus } = app;
  const build = (at: number): HTMLElement[] => {
    const hit = hits[at];
    const [left, match, right] = lineOf(hit, isNarrow ? 44 : 110);
    const where = dotted([corpus.date(hit.article, true), corpus.outlet(hit.article)]);
    const line = [
      h(
        "span",
        { class: /\s$/u.test(left) ? "left spaced" : "left" },
        h("bdi", {}, left.trimEnd()),
      ),
      h("mark", {}, match),
      h("span", { class: "right" }, right),
    ];
    return [
      h("span", { class: "where" }, where),
      h("span", { class: "context-line", dir: RIGHT_TO_LEFT.test(match) ? "rtl" : "ltr" }, line),
    ];
  };
  list.fill(hits.length, build, (at) => app.go({ v: "article", a: corpus.id(hits[at].article) }));
  return list.element;
}
