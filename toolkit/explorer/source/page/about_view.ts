/** What the file holds, what it leaves out, and how to use it. */

import type { App, View } from "./app.js";
import { pythonBlock } from "./calls.js";
import { type Child, h } from "./elements.js";
import { count } from "./wording.js";

const KEYS: [string, string][] = [
  ["Tab", "from one control to the next; each chart is one stop"],
  ["← →", "in a chart: to the period before or after; Page Up and Down: twelve; Home, End"],
  ["↑ ↓", "in a chart: to another curve; in a list: to another line"],
  ["Enter", "on a point: its articles; on a line: its article"],
];

export class AboutView implements View {
  readonly element: HTMLElement;

  constructor(private readonly _app: App) {
    const { meta } = _app.corpus;
    this.element = h(
      "div",
      { class: "view about-view" },
      h("h2", {}, "About this file"),
      h("p", { class: "statement" }, meta.statement),
      definitions(this._facts()),
      meta.limits.length ? h("h3", {}, "What is not shown, and why") : null,
      h(
        "ul",
        {},
        meta.limits.map((one) => h("li", {}, one)),
      ),
      h("h3", {}, "How to read the numbers"),
      definitions(meta.measures.map((one) => [one.label, one.explanation ?? ""])),
      Object.values(meta.sentences).map((one) => h("p", {}, one)),
      this._setup(),
      h("h3", {}, "Keys"),
      definitions(KEYS),
      h("p", {}, ADDRESS),
    );
  }

  update(): void {
    // nothing here depends on the address
  }

  private _facts(): [string, string][] {
    const { meta } = this._app.corpus;
    const text = { none: "none", passages: "sentences and passages", full: "whole texts" }[
      meta.text
    ];
    const facts: [string, string][] = [
      ["Articles", `${count(meta.articles)}, of them ${count(meta.dated)} dated`],
      ["Without a date", `${count(meta.undated)}; in no curve, but in topics, search and lists`],
      ["Too coarse a date", meta.coarse ? `${count(meta.coarse)}; in no curve` : ""],
      ["Text in this file", text],
      ["Made with", meta.made_with],
      ["Settings", meta.config_hash],
    ];
    return facts.filter(([, value]) => value);
  }

  private _setup(): Child {
    const { setup } = this._app.corpus.meta.calls;
    if (!setup) return null;
    const said = "Each number has a call that gives it. This comes before all of them:";
    return [h("h3", {}, "Made again in Python"), h("p", {}, said), pythonBlock(this._app, setup)];
  }
}

const ADDRESS =
  "The address of the page holds what is shown and what you have named and marked; a link made " +
  "from it shows the same. The file loads nothing and sends nothing.";

function definitions(all: [string, string][]): HTMLElement {
  const items = all.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  return h("dl", {}, items);
}
