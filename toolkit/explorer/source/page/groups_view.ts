/** Two groups: differences with interval and corrected p, and the terms that set them apart. */

import type { Params } from "./address.js";
import { type App, goLink, type View } from "./app.js";
import { pythonBlock } from "./calls.js";
import { contextLines } from "./context_lines.js";
import { choice, type Column, dataTable, numbersBehind } from "./data_table.js";
import { type Child, h, Section } from "./elements.js";
import { intervalMark, rangeOf } from "./interval_rows.js";
import type { Pair } from "./meta.js";
import { groupEffects, groupTerms, type Effect, type GroupTerm } from "./pairs.js";
import { type Dot, Scatter } from "./scatter.js";
import { type Found, search } from "./search.js";
import { count, counted, decimal, points, pValue, spoken } from "./wording.js";

export class GroupsView implements View {
  readonly element = h("div", { class: "view groups-view" });
  private readonly head = new Section(h("div"));
  private readonly effects = new Section(h("section", { "aria-label": "Differences" }));
  private readonly terms = new Section(h("div"));
  private readonly lines = new Section(
    h("section", { class: "evidence", "aria-label": "Lines in context" }),
  );
  private readonly plane: Scatter;

  constructor(private readonly app: App) {
    this.plane = new Scatter(
      "Terms that set the two groups apart",
      { x: "used more often →", y: "↑ surer", height: 440, isSymmetric: false },
      (t) => this.app.go({ t }),
    );
    this.element.append(
      this.head.element,
      this.effects.element,
      this.terms.element,
      this.lines.element,
    );
  }

  update(params: Params): void {
    const { pairs } = this.app.corpus.meta;
    const row = Math.max(
      0,
      pairs.findIndex((pair) => pair.id === params["g"]),
    );
    const pair = pairs[row];
    if (!pair) {
      this.head.draw("none", () => [
        h("h2", {}, "Two groups"),
        h("p", {}, "This file compares no groups. ", this.app.corpus.meta.limits.join(" ")),
      ]);
      return;
    }
    this.head.draw(pair.id, () => this.headNodes(pair));
    this.effects.draw(`${row} ${JSON.stringify(this.app.work.steps)}`, () =>
      this.effectNodes(pair, row),
    );
    const terms = groupTerms(this.app.corpus, row);
    this.terms.draw(String(row), () => this.termNodes(pair, terms));
    if (terms.length)
      this.plane.draw(
        terms.map((one) => termDot(one, pair)),
        params["t"] ?? "",
      );
    const isNew = this.lines.draw(`${row} ${params["t"] ?? ""}`, () =>
      this.lineNodes(pair, row, terms, params["t"] ?? ""),
    );
    if (isNew && params["t"])
      this.lines.element.querySelector("h3")?.scrollIntoView({ block: "nearest" });
  }

  private headNodes(pair: Pair): Child[] {
    const { pairs } = this.app.corpus.meta;
    const options = pairs.map((one): [string, string] => [
      one.id,
      `${one.column}: ${one.a} and ${one.b}`,
    ]);
    return [
      h(
        "div",
        { class: "with-control" },
        h("h2", {}, `${pair.a} and ${pair.b}`),
        pairs.length > 1
          ? choice("Pair", options, pair.id, (g) => this.app.go({ g, t: "" }), {
              "data-control": "pair",
            })
          : null,
      ),
      h(
        "p",
        { class: "soft" },
        `${pair.a}: ${counted(pair.n_a, "article")}. ${pair.b}: ${counted(pair.n_b, "article")}. ${pair.how_chosen ?? ""}`,
      ),
      (pair.sentences ?? []).slice(0, 3).map((one) => h("p", { class: "finding" }, one)),
    ];
  }

  private effectNodes(pair: Pair, row: number): Child[] {
    const { work } = this.app;
    const rows = groupEffects(this.app.corpus, row);
    if (!rows.length) return [h("p", {}, "No difference was computed for this pair.")];
    const range = rangeOf(rows);
    const columns: Column<Effect>[] = [
      {
        name: "Theme or topic",
        cell: (one) =>
          goLink(this.app, spoken(work.seriesName(one.series)), {
            v: "time",
            s: one.series,
            at: "",
          }),
        sort: (one) => work.seriesName(one.series),
      },
      {
        name: `← ${pair.b} · ${pair.a} →`,
        cell: (one) => intervalMark(one, range, one.p < 0.05 ? "ink1" : "ink-none"),
        className: "wide",
      },
      {
        name: "Points",
        cell: (one) => points(one.value),
        sort: (one) => one.value,
        isNumber: true,
      },
      { name: "From", cell: (one) => points(one.low), sort: (one) => one.low, isNumber: true },
      { name: "To", cell: (one) => points(one.high), sort: (one) => one.high, isNumber: true },
      { name: "p, corrected", cell: (one) => pValue(one.p), sort: (one) => one.p, isNumber: true },
    ];
    return [
      h("h3", {}, "Differences"),
      h(
        "p",
        { class: "soft" },
        `Share in ${pair.a} less share in ${pair.b}, in points, with 95 % intervals; p corrected for all rows. Grey: not told apart from chance.`,
      ),
      dataTable(`Differences between ${pair.a} and ${pair.b}`, columns, rows),
      pair.calls?.effects ? pythonBlock(this.app, pair.calls.effects) : null,
    ];
  }

  private termNodes(pair: Pair, terms: GroupTerm[]): Child[] {
    if (!terms.length)
      return [h("h3", {}, "Terms"), h("p", {}, "No terms were compared for this pair.")];
    const columns: Column<GroupTerm>[] = [
      {
        name: "Term",
        cell: (one) => goLink(this.app, one.text, { t: one.text }),
        sort: (one) => one.text,
      },
      {
        name: "More in",
        cell: (one) => (one.score > 0 ? pair.a : pair.b),
        sort: (one) => one.score,
      },
      {
        name: `Per 1,000 words, ${pair.a}`,
        cell: (one) => decimal(one.rateA),
        sort: (one) => one.rateA,
        isNumber: true,
      },
      {
        name: `Per 1,000 words, ${pair.b}`,
        cell: (one) => decimal(one.rateB),
        sort: (one) => one.rateB,
        isNumber: true,
      },
      {
        name: "Log-odds",
        cell: (one) => decimal(one.middle),
        sort: (one) => one.middle,
        isNumber: true,
      },
      { name: "From", cell: (one) => decimal(one.low), sort: (one) => one.low, isNumber: true },
      { name: "To", cell: (one) => decimal(one.high), sort: (one) => one.high, isNumber: true },
    ];
    return [
      h("h3", {}, "Terms that set them apart"),
      h(
        "p",
        { class: "soft" },
        `Right: more in ${pair.a}; left: more in ${pair.b}; higher: used more in both together. A term leads to its lines from both sides.`,
      ),
      h("figure", {}, this.plane.element),
      numbersBehind("Table of these terms", () =>
        dataTable("Terms that set the two groups apart", columns, terms),
      ),
      pair.calls?.terms ? pythonBlock(this.app, pair.calls.terms) : null,
    ];
  }

  private lineNodes(pair: Pair, row: number, terms: GroupTerm[], term: string): Child[] {
    const known = terms.find((one) => one.text === term);
    if (!known)
      return terms.length
        ? [h("p", { class: "soft" }, "Choose a term to read its lines in context.")]
        : [];
    const { corpus } = this.app;
    const found = search(corpus, term.replaceAll("_", " "));
    const where = {
      bodies: "whole texts",
      sentences: "sentences held in this file",
      titles: "titles (this file holds no texts)",
    }[found.searched];
    const sides = [pair.a, pair.b].map((name, side) =>
      this.sideNode(name, side + 1, row, found, [known.rateA, known.rateB][side]),
    );
    return [
      h("h3", {}, `Lines with “${term}”`),
      h(
        "p",
        { class: "soft" },
        `From the ${where}, as the page finds them; the rates are those of the words counted.`,
      ),
      h("div", { class: "columns" }, sides),
    ];
  }

  private sideNode(
    name: string,
    side: number,
    row: number,
    found: Found,
    rate: number,
  ): HTMLElement {
    const { corpus } = this.app;
    const sides = corpus.numbers("pair_sides.value");
    const hits = found.hits.filter(
      ({ article }) => sides?.[row * corpus.meta.articles + article] === side,
    );
    const lines = hits.length ? contextLines(this.app, name, hits) : h("p", {}, "No line here.");
    return h(
      "div",
      {},
      h("h4", {}, name),
      h(
        "p",
        { class: "soft" },
        `${decimal(rate)} uses per 1,000 words; ${counted(hits.length, "line")} of ${count(found.hits.length)}`,
      ),
      lines,
    );
  }
}

/** Right: more in a; up: used more in both together, on a scale of tenfolds. */
function termDot(one: GroupTerm, pair: Pair): Dot {
  const where = one.score > 0 ? pair.a : pair.b;
  const rate = `${decimal(one.rateA)} and ${decimal(one.rateB)} per 1,000 words`;
  return {
    id: one.text,
    x: one.middle,
    y: Math.log10(one.rateA + one.rateB + 1e-3),
    size: 4,
    label: one.text.replaceAll("_", " "),
    sentence: `${one.text}: more in ${where}; ${rate}`,
    className: one.score > 0 ? "ink1" : "ink0",
    weight: Math.abs(one.score),
  };
}
