/** What the file holds, what it leaves out, and how to use it. */

import type { App, View } from "./app.js";
import { pythonBlock } from "./calls.js";
import { h } from "./elements.js";
import { count } from "./wording.js";

const KEYS: [string, string][] = [
  ["Tab", "from one control to the next; each chart is one stop"],
  ["← →", "in a chart: to the period before or after; Page Up and Down: twelve; Home, End"],
  ["↑ ↓", "in a chart: to another curve; in a list: to another line"],
  ["Enter", "on a point: its articles; on a line: its article"],
];

export class AboutView implements View {
  readonly element: HTMLElement;

  constructor(app: App) {
    const { meta } = app.corpus;
    const facts: [string, string][] = [
      ["Articles", `${count(meta.articles)}, of them ${count(meta.dated)} dated`],
      [
        "Without a date",
        `${count(meta.undated)}; they are in no curve, but in topics, search and lists`,
      ],
      ["Text in this file", { none: "none", passages: "passages", full: "whole texts" }[meta.text]],
      ["Made with", meta.made_with],
      ["Settings", meta.config_hash],
    ];
    this.element = h(
      "div",
      { class: "view about-view" },
      h("h2", {}, "About this file"),
      h("p", { class: "statement" }, meta.statement),
      h(
        "dl",
        {},
        facts
          .filter(([, value]) => value)
          .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
      ),
      meta.limits.length
        ? [
            h("h3", {}, "What is not shown, and why"),
            h(
              "ul",
              {},
              meta.limits.map((one) => h("li", {}, one)),
            ),
          ]
        : null,
      meta.measures.length
        ? [
            h("h3", {}, "Measures"),
            h(
              "dl",
              {},
              meta.measures.map((one) =>
                h("div", {}, h("dt", {}, one.label), h("dd", {}, one.explanation ?? "")),
              ),
            ),
          ]
        : null,
      Object.values(meta.sentences).map((one) => h("p", {}, one)),
      meta.calls["setup"]
        ? [
            h("h3", {}, "Made again in Python"),
            h("p", {}, "Each number has a call that gives it. This comes before all of them:"),
            pythonBlock(app, meta.calls["setup"]),
          ]
        : null,
      h("h3", {}, "Keys"),
      h(
        "dl",
        {},
        KEYS.map(([key, use]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, use))),
      ),
      h(
        "p",
        {},
        "The address of the page holds what is shown and what you have named and marked. A link made from it shows the same. The file loads nothing and sends nothing.",
      ),
    );
  }

  update(): void {
    // nothing here depends on the address
  }
}
