/** Search: hits as lines in context, counted per period beside the denominator. */

import type { Params } from "./address.js";
import type { App, View } from "./app.js";
import { pythonCall } from "./calls.js";
import { contextLines } from "./context_lines.js";
import { numbersBehind } from "./data_table.js";
import { type Child, h, Section } from "./elements.js";
import { countByPeriod, type Found, search } from "./search.js";
import { countBars, outletTable, periodTable } from "./search_counts.js";
import { count, counted } from "./wording.js";
import { NO_PERIOD, plural } from "./corpus.js";

export class SearchView implements View {
  readonly element = h("div", { class: "view search-view" });
  private readonly _input = h("input", {
    type: "search",
    id: "query",
    "data-control": "query",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly _result = new Section(
    h("section", { class: "result", "aria-label": "What was found" }),
  );

  constructor(private readonly _app: App) {
    const form = h(
      "form",
      { class: "search-form", role: "search" },
      h("label", { for: "query" }, "Search for a word or phrase; * stands for any letters"),
      h("div", { class: "row" }, this._input, h("button", { type: "submit" }, "Search")),
      h(
        "p",
        { class: "soft" },
        `Searches ${_app.corpus.meta.searched}. Case is ignored, accents count; words are whole: refugee* finds refugees.`,
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      _app.go({ q: this._input.value.trim() });
    });
    this.element.append(h("h2", {}, "Search"), form, this._result.element);
  }

  update(params: Params): void {
    const query = params["q"] ?? "";
    if (document.activeElement !== this._input || query) this._input.value = query;
    this._result.draw(query, () => (query ? this._nodes(query.replace(/["“”]/gu, "")) : []));
  }

  private _nodes(query: string): Child[] {
    const { corpus } = this._app;
    const found = search(corpus, query);
    if (found.problem) {
      this._app.say(found.problem);
      return [h("p", { class: "problem" }, found.problem)];
    }
    const outlets = new Set(
      [...found.articles].map((article) => corpus.outlet(article)).filter(Boolean),
    );
    const sum = `${counted(found.hits.length, "hit")} in ${count(found.articles.size)} of ${counted(corpus.meta.articles, "article")}, in ${corpus.meta.searched}`;
    const by =
      outlets.size > 1 ? `, by ${count(outlets.size)} ${plural(corpus.meta.outlets.label)}` : "";
    this._app.say(`${sum}${by}.`);
    const calls = [
      pythonCall(this._app, "contexts", { pattern: query }, "these lines"),
      pythonCall(this._app, "term_trend", { pattern: query }, "the share by period"),
    ];
    if (!found.hits.length)
      return [h("p", { class: "lead-number" }, `No hit for “${query}”.`), calls];
    return [
      h("p", { class: "lead-number" }, "“", h("bdi", {}, query), `”: ${sum}${by}.`),
      this._perPeriod(found, query),
      calls[1],
      contextLines(this._app, `Lines with ${query}`, found.hits),
      calls[0],
      this._byOutlet(found),
    ];
  }

  private _perPeriod(found: Found, query: string): Child {
    const { corpus } = this._app;
    const counts = countByPeriod(corpus, found);
    if (!counts.length) {
      const why = corpus.meta.dated ? "Without articles in periods" : "Without dates";
      return h("p", { class: "soft" }, `${why}, nothing is counted by period.`);
    }
    const periods = corpus.numbers("articles.period");
    const outside = [...found.articles].filter((article) => periods?.[article] === NO_PERIOD);
    const undated = outside.every((article) => corpus.day(article) === null);
    const why = undated ? "without a date" : "without a date, with one too coarse, or not counted";
    const missing = outside.length
      ? ` ${counted(outside.length, "article")} ${why}: in no period.`
      : "";
    const title = h(
      "h3",
      {},
      `Share of articles with “${query}” in ${corpus.meta.searched}, by period`,
    );
    return [
      h(
        "figure",
        {},
        h("figcaption", {}, title),
        countBars(corpus, counts, this.element.clientWidth || 800),
      ),
      h(
        "p",
        { class: "soft" },
        `Counts, without an interval; the calls count whole texts, with one. Dotted: too few articles to set the scale; cut at its top.${missing}`,
      ),
      numbersBehind("Table of these numbers", () => periodTable(corpus, counts)),
    ];
  }

  private _byOutlet(found: Found): Child {
    const table = outletTable(this._app, found);
    const label = `By ${this._app.corpus.meta.outlets.label}`;
    return table ? numbersBehind(label, () => table) : null;
  }
}
