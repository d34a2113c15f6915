/** Search: hits as lines in context, counted per period beside the denominator. */

import type { Params } from "./address.js";
import type { App, View } from "./app.js";
import { pythonCall } from "./calls.js";
import { contextLines } from "./context_lines.js";
import { numbersBehind } from "./data_table.js";
import { type Child, h, Section } from "./elements.js";
import { countByPeriod, type Found, search, searchedIn } from "./search.js";
import { countBars, outletTable, periodTable } from "./search_counts.js";
import { count, counted } from "./wording.js";
import { NO_PERIOD, plural } from "./corpus.js";

const PLACES = {
  bodies: "the texts",
  sentences: "the sentences in this file",
  titles: "the titles",
};

export class SearchView implements View {
  readonly element = h("div", { class: "view search-view" });
  private readonly input = h("input", {
    type: "search",
    id: "query",
    "data-control": "query",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly result = new Section(
    h("section", { class: "result", "aria-label": "What was found" }),
  );

  private readonly place: string;

  constructor(private readonly app: App) {
    this.place = PLACES[searchedIn(app.corpus)];
    const form = h(
      "form",
      { class: "search-form", role: "search" },
      h("label", { for: "query" }, "Search for a word or phrase; * stands for any letters"),
      h("div", { class: "row" }, this.input, h("button", { type: "submit" }, "Search")),
      h(
        "p",
        { class: "soft" },
        `Searched are ${this.place}. Case is ignored; words are whole: refugee* also finds refugees.`,
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      app.go({ q: this.input.value.trim() });
    });
    this.element.append(h("h2", {}, "Search"), form, this.result.element);
  }

  update(params: Params): void {
    const query = params["q"] ?? "";
    if (document.activeElement !== this.input || query) this.input.value = query;
    this.result.draw(query, () => (query ? this.nodes(query) : []));
  }

  private nodes(query: string): Child[] {
    const { corpus } = this.app;
    const found = search(corpus, query);
    if (found.problem) {
      this.app.say(found.problem);
      return [h("p", { class: "problem" }, found.problem)];
    }
    const outlets = new Set(
      [...found.articles].map((article) => corpus.outlet(article)).filter(Boolean),
    );
    const sum = `${counted(found.hits.length, "hit")} in ${count(found.articles.size)} of ${counted(corpus.meta.articles, "article")}`;
    const by =
      outlets.size > 1 ? `, by ${count(outlets.size)} ${plural(corpus.meta.outlets.label)}` : "";
    this.app.say(`${sum}${by}.`);
    const calls = [
      pythonCall(this.app, "contexts", { pattern: query }, "these lines"),
      pythonCall(this.app, "term_trend", { pattern: query }, "the share by period"),
    ];
    if (!found.hits.length)
      return [h("p", { class: "lead-number" }, `No hit for “${query}”.`), calls];
    return [
      h("p", { class: "lead-number" }, "“", h("bdi", {}, query), `”: ${sum}${by}.`),
      this.perPeriod(found, query),
      calls[1],
      contextLines(this.app, `Lines with ${query}`, found.hits),
      calls[0],
      this.byOutlet(found),
    ];
  }

  private perPeriod(found: Found, query: string): Child {
    const { corpus } = this.app;
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
    const title = h("h3", {}, `Share of articles with “${query}” in ${this.place}, by period`);
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

  private byOutlet(found: Found): Child {
    const table = outletTable(this.app, found);
    const label = `By ${this.app.corpus.meta.outlets.label}`;
    return table ? numbersBehind(label, () => table) : null;
  }
}
