/** Two groups: differences with interval and corrected p, and the terms that set them apart. */

import type { Params } from "./address.js";
import type { App, View } from "./app.js";
import { pythonBlock } from "./calls.js";
import { contextLines } from "./context_lines.js";
import { choice, numbersBehind } from "./data_table.js";
import { type Child, h, Section } from "./elements.js";
import type { Corpus } from "./corpus.js";
import { effectTable, groupTermTable } from "./group_tables.js";
import type { Pair } from "./meta.js";
import { groupEffects, groupTerms, type GroupTerm } from "./pairs.js";
import { type Dot, Scatter } from "./scatter.js";
import { type Found, search } from "./search.js";
import { count, counted, decimal } from "./wording.js";

export class GroupsView implements View {
  readonly element = h("div", { class: "view groups-view" });
  private readonly _head = new Section(h("div"));
  private readonly _effects = new Section(h("section", { "aria-label": "Differences" }));
  private readonly _terms = new Section(h("div"));
  private readonly _lines = new Section(
    h("section", { class: "evidence", "aria-label": "Lines in context" }),
  );
  private readonly _plane: Scatter;

  constructor(private readonly _app: App) {
    this._plane = new Scatter("Terms that set the two groups apart", { height: 460 }, (t) =>
      this._app.go({ t }),
    );
    this.element.append(
      this._head.element,
      this._effects.element,
      this._terms.element,
      this._lines.element,
    );
  }

  update(params: Params): void {
    const { pairs } = this._app.corpus.meta;
    const row = Math.max(
      0,
      pairs.findIndex((pair) => pair.id === params["g"]),
    );
    const pair = pairs[row];
    if (!pair) {
      this._head.draw("none", () => [
        h("h2", {}, "Two groups"),
        h("p", {}, "This file compares no groups. ", this._app.corpus.meta.limits.join(" ")),
      ]);
      return;
    }
    this._head.draw(pair.id, () => this._headNodes(pair, row));
    this._effects.draw(`${row} ${JSON.stringify(this._app.work.steps)}`, () =>
      this._effectNodes(pair, row),
    );
    const terms = groupTerms(this._app.corpus, row);
    this._terms.draw(String(row), () => this._termNodes(pair, terms));
    if (terms.length) this._drawPlane(pair, terms, params["t"] ?? "");
    const isNew = this._lines.draw(`${row} ${params["t"] ?? ""}`, () =>
      this._lineNodes(pair, row, terms, params["t"] ?? ""),
    );
    if (isNew && params["t"])
      this._lines.element.querySelector("h3")?.scrollIntoView({ block: "nearest" });
  }

  private _drawPlane(pair: Pair, terms: GroupTerm[], term: string): void {
    const ends = { left: `← more in ${pair.b}`, right: `more in ${pair.a} →`, top: "↑ used more" };
    const dots = terms.map((one) => termDot(one, pair));
    this._plane.draw(dots, term, ends);
  }

  private _headNodes(pair: Pair, row: number): Child[] {
    const { pairs } = this._app.corpus.meta;
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
          ? choice("Pair", options, pair.id, (g) => this._app.go({ g, t: "" }), {
              "data-control": "pair",
            })
          : null,
      ),
      h(
        "p",
        { class: "soft" },
        `${pair.a}: ${counted(pair.n_a, "article")}. ${pair.b}: ${counted(pair.n_b, "article")}. ${pair.how_chosen ?? ""}`,
      ),
      findings(this._app.corpus, pair, row).map((one) =>
        h("p", { class: "finding" }, one.replace(/ %/gu, "\u00a0%")),
      ),
    ];
  }

  private _effectNodes(pair: Pair, row: number): Child[] {
    const rows = groupEffects(this._app.corpus, row);
    if (!rows.length) return [h("p", {}, "No difference was computed.")];
    const said = `Share in ${pair.a} less share in ${pair.b}, in points, with 95 % intervals; p corrected for all rows of its kind. Grey: not told apart from chance. ${this._app.corpus.meta.sentences["fragile"] ?? ""}`;
    return [
      h("h3", {}, "Differences"),
      h("p", { class: "soft" }, said),
      effectTable(this._app, pair, rows),
      this._calls(pair, ["themes", "topics"]),
    ];
  }

  private _calls(pair: Pair, keys: string[]): Child {
    const blocks = keys.flatMap((key) => {
      const code = pair.calls?.[key];
      return code ? [pythonBlock(this._app, code, key)] : [];
    });
    return h("div", { class: "calls" }, blocks);
  }

  private _termNodes(pair: Pair, terms: GroupTerm[]): Child[] {
    const title = h("h3", {}, "Terms that set them apart");
    if (!terms.length) return [title, h("p", {}, "No terms were compared.")];
    const said = `Right: more in ${pair.a}; left: more in ${pair.b}; higher: used more in both together. A term leads to its lines from both sides.`;
    return [
      title,
      h("p", { class: "soft" }, said),
      h("figure", {}, this._plane.element),
      numbersBehind("Table of these terms", () => groupTermTable(this._app, pair, terms)),
      this._calls(pair, ["terms"]),
    ];
  }

  private _lineNodes(pair: Pair, row: number, terms: GroupTerm[], term: string): Child[] {
    const known = terms.find((one) => one.text === term);
    if (!known)
      return terms.length
        ? [h("p", { class: "soft" }, "Choose a term to read its lines in context.")]
        : [];
    const { corpus } = this._app;
    const found = search(corpus, term.replaceAll("_", " "));
    const sides = [pair.a, pair.b].map((name, side) =>
      this._sideNode(name, side + 1, row, found, [known.rateA, known.rateB][side]),
    );
    return [
      h("h3", {}, `Lines with “${term}”`),
      h(
        "p",
        { class: "soft" },
        `From ${corpus.meta.searched}, as the page finds them; the rates are those of the words counted.`,
      ),
      h("div", { class: "columns" }, sides),
    ];
  }

  private _sideNode(
    name: string,
    side: number,
    row: number,
    found: Found,
    rate: number,
  ): HTMLElement {
    const { corpus } = this._app;
    const sides = corpus.numbers("pair_sides.value");
    const hits = found.hits.filter(
      ({ article }) => sides?.[row * corpus.meta.articles + article] === side,
    );
    const lines = hits.length ? contextLines(this._app, name, hits) : h("p", {}, "No line here.");
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

/** What is said of up to three themes, or else topics: of more, those that differ most. */
function findings(corpus: Corpus, pair: Pair, row: number): string[] {
  const sizes = new Map(groupEffects(corpus, row).map((one) => [one.series, Math.abs(one.value)]));
  const all = (pair.sentences ?? []).flatMap((said, k) => {
    const { id, kind } = corpus.meta.series[k] ?? {};
    return said && id ? [{ said, kind, size: sizes.get(id) ?? 0 }] : [];
  });
  const themes = all.filter((one) => one.kind === "theme");
  const told = themes.length ? themes : all;
  if (told.length > 3) told.sort((a, b) => b.size - a.size);
  return told.slice(0, 3).map((one) => one.said);
}

/** Right: more in a; up: used more in both together, on a scale of tenfolds. */
function termDot(one: GroupTerm, pair: Pair): Dot {
  const where = one.score > 0 ? pair.a : pair.b;
  const rate = `${decimal(one.rateA)} and ${decimal(one.rateB)} per 1,000 words`;
  return {
    id: one.text,
    x: one.logOdds,
    y: Math.log10(one.rateA + one.rateB + 1e-3),
    size: 4,
    label: one.text.replaceAll("_", " "),
    sentence: `${one.text}: more in ${where}; ${rate}`,
    className: one.score > 0 ? "ink1" : "ink0",
    weight: Math.abs(one.score),
  };
}
