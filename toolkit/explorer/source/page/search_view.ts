/** Search: hits as lines in context, counted per period beside the denominator. */

import type { Params } from "./address.js";
import type { App, View } from "./app.js";
import { pythonCall } from "./calls.js";
import { contextLines } from "./context_lines.js";
import { dataTable, numbersBehind } from "./data_table.js";
import { type Child, h, s, Section } from "./elements.js";
import { labelledPeriods } from "./scale.js";
import { countByPeriod, type Found, type PeriodCount, search, searchedIn } from "./search.js";
import { count, counted, percent, periodName } from "./wording.js";
import { plural } from "./corpus.js";

const WHERE = {
  bodies: "the whole texts",
  sentences:
    "the sentences in this file (those in which words of a theme were counted), not the whole texts",
  titles: "the titles; this file holds no texts",
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

  constructor(private readonly app: App) {
    const form = h(
      "form",
      { class: "search-form", role: "search" },
      h("label", { for: "query" }, "Search for a word or phrase; * stands for any letters"),
      h("div", { class: "row" }, this.input, h("button", { type: "submit" }, "Search")),
      h(
        "p",
        { class: "soft" },
        `Searched are ${WHERE[searchedIn(app.corpus)]}. Case is ignored; words are whole: refugee* also finds refugees.`,
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
    const outlets = new Set([...found.articles].map((article) => corpus.outlet(article)));
    const sum = `${counted(found.hits.length, "hit")} in ${count(found.articles.size)} of ${counted(corpus.meta.articles, "article")}`;
    const by =
      outlets.size > 1 ? `, by ${count(outlets.size)} ${plural(corpus.meta.outlets.label)}` : "";
    this.app.say(`${sum}${by}.`);
    const calls = [
      pythonCall(this.app, "contexts", { pattern: query }),
      pythonCall(this.app, "term_trend", { pattern: query }),
    ];
    if (!found.hits.length)
      return [h("p", { class: "lead-number" }, `No hit for “${query}”.`), calls];
    return [
      h("p", { class: "lead-number" }, `“${query}”: ${sum}${by}.`),
      this.perPeriod(found, query),
      calls[1],
      contextLines(this.app, `Lines with ${query}`, found.hits),
      calls[0],
      this.byOutlet(found),
    ];
  }

  private perPeriod(found: Found, query: string): Child {
    const counts = countByPeriod(this.app.corpus, found);
    if (!counts.length)
      return h("p", { class: "soft" }, "Without dates, nothing is counted by period.");
    const undated = [...found.articles].filter(
      (article) => this.app.corpus.day(article) === null,
    ).length;
    const note = `Articles with a hit, per hundred articles of the period: counts of this page, without an interval.${undated ? ` ${counted(undated, "article")} with a hit without a date stand in no period.` : ""}`;
    const share = (one: PeriodCount): number => one.articles / one.n;
    return [
      h(
        "figure",
        {},
        h("figcaption", {}, h("h3", {}, `Articles with “${query}”, by period`)),
        this.bars(counts),
      ),
      h("p", { class: "soft" }, note),
      numbersBehind("Table of these numbers", () =>
        dataTable(
          "Hits by period",
          [
            {
              name: "Period",
              cell: (one: PeriodCount) =>
                periodName(this.app.corpus.meta.period.names[one.period] ?? ""),
              sort: (one) => one.period,
            },
            {
              name: "Hits",
              cell: (one) => count(one.hits),
              sort: (one) => one.hits,
              isNumber: true,
            },
            {
              name: "Articles with one",
              cell: (one) => count(one.articles),
              sort: (one) => one.articles,
              isNumber: true,
            },
            { name: "Articles", cell: (one) => count(one.n), sort: (one) => one.n, isNumber: true },
            { name: "Share", cell: (one) => percent(share(one)), sort: share, isNumber: true },
          ],
          counts,
        ),
      ),
    ];
  }

  private bars(counts: PeriodCount[]): SVGElement {
    const least = this.app.corpus.meta.min_articles ?? 10;
    const [width, height, left] = [
      Math.max(280, Math.min(1100, this.element.clientWidth || 800)),
      160,
      44,
    ];
    const step = (width - left - 8) / counts.length;
    const led = counts.filter((one) => one.n >= least);
    const top =
      Math.max(...(led.length ? led : counts).map((one) => one.articles / one.n || 0)) || 1;
    const bars = counts.map((one, k) => {
      const tall = Math.min(1, (one.articles / one.n || 0) / top) * (height - 34);
      const kind = one.n < least ? "few" : "enough";
      return s(
        "rect",
        {
          class: kind,
          x: left + k * step + step * 0.12,
          y: height - 22 - tall,
          width: Math.max(1, step * 0.76),
          height: tall,
        },
        s(
          "title",
          {},
          `${periodName(this.app.corpus.meta.period.names[one.period] ?? "")}: ${one.articles} of ${one.n} articles`,
        ),
      );
    });
    const labels = labelledPeriods(this.app.corpus.meta.period.names, width - left).map(
      ({ at, text }) =>
        s(
          "text",
          { x: left + (at + 0.5) * step, y: height - 6, "text-anchor": at ? "middle" : "start" },
          text,
        ),
    );
    return s(
      "svg",
      {
        class: "bars",
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": "Articles with a hit by period; the table below has the numbers",
      },
      s("path", { class: "floor", d: `M${left},${height - 22}H${width - 8}` }),
      s("text", { x: left - 6, y: 16, "text-anchor": "end" }, percent(top)),
      s("text", { x: left - 6, y: height - 20, "text-anchor": "end" }, "0"),
      bars,
      labels,
    );
  }

  private byOutlet(found: Found): Child {
    const { corpus } = this.app;
    const outlets = corpus.numbers("articles.outlet");
    if (!outlets || corpus.meta.outlets.names.length < 2) return null;
    const totals = new Map<number, { with: number; n: number }>();
    outlets.forEach((outlet, article) => {
      const one = totals.get(outlet) ?? { with: 0, n: 0 };
      one.n += 1;
      if (found.articles.has(article)) one.with += 1;
      totals.set(outlet, one);
    });
    const label = corpus.meta.outlets.label;
    const rows = [...totals].filter(([, one]) => one.with).sort(([, a], [, b]) => b.with - a.with);
    return h(
      "details",
      { class: "numbers" },
      h("summary", {}, `By ${label}: who wrote it`),
      dataTable(
        `Articles with a hit by ${label}`,
        [
          {
            name: label.charAt(0).toUpperCase() + label.slice(1),
            cell: ([outlet]: (typeof rows)[0]) => corpus.meta.outlets.names[outlet] ?? "(none)",
          },
          {
            name: "Articles with a hit",
            cell: ([, one]) => count(one.with),
            sort: ([, one]) => one.with,
            isNumber: true,
          },
          {
            name: "All articles",
            cell: ([, one]) => count(one.n),
            sort: ([, one]) => one.n,
            isNumber: true,
          },
          {
            name: "Share",
            cell: ([, one]) => percent(one.with / one.n),
            sort: ([, one]) => one.with / one.n,
            isNumber: true,
          },
        ],
        rows,
      ),
    );
  }
}
