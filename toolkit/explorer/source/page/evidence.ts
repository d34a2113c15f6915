/** What stands behind a point: its articles, their sentences, and that they add up. */

import { type App, articleLink } from "./app.js";
import { pythonCall } from "./calls.js";
import { button, type Child, dotted, h } from "./elements.js";
import { markBox } from "./marks.js";
import { markedText } from "./marked_text.js";
import { passagesOf } from "./passages.js";
import { countsOf, hasSentences, sentencesOf } from "./sentences.js";
import { articlesInside, type Chosen, type Listed, nameOf, sourceOf } from "./chosen.js";
import { byOutlet } from "./evidence_outlets.js";
import { leastMatches, themeSpan, themeSum, topicSum } from "./evidence_sums.js";
import { pointText } from "./time_chart.js";
import { count, counted, percent, periodName } from "./wording.js";

const PART = 20;

/** Return the list of articles behind a point, or of all periods of a span. */
export function evidence(app: App, chosen: Chosen): Child[] {
  const { corpus } = app;
  const row = corpus.seriesRow(chosen.series);
  const isTheme = corpus.meta.series[row]?.kind === "theme";
  const found = isTheme ? themeArticles(app, chosen, row) : topicArticles(app, chosen);
  return [
    h("h2", { tabindex: -1 }, headingOf(app, chosen)),
    ...(chosen.period === chosen.to && chosen.who === null
      ? pointNodes(app, chosen, found, isTheme)
      : spanNodes(app, chosen, found, isTheme)),
    isTheme && !hasSentences(corpus) ? h("p", { class: "soft" }, corpus.meta.no_sentences) : null,
    found.length ? byOutlet(app, chosen, found) : null,
    list(app, chosen, found, row),
  ];
}

function headingOf(app: App, chosen: Chosen): string {
  const { names } = app.corpus.meta.period;
  const [from, to] = [chosen.period, chosen.to].map((at) => periodName(names[at] ?? ""));
  const when = from === to ? from : `${from} to ${to}`;
  const source = sourceOf(app, chosen);
  const where = source ? `, ${source}` : "";
  return `${app.work.seriesName(chosen.series)}, ${when}${where}`;
}

function pointNodes(app: App, chosen: Chosen, found: Listed[], isTheme: boolean): Child[] {
  const row = app.corpus.seriesRow(chosen.series);
  const point = app.corpus.point(chosen.measure, row, chosen.slice, chosen.period);
  const sum = isTheme ? themeSum(app, chosen, found, point) : topicSum(app, chosen, found, point);
  const calls = pointCalls(
    app,
    chosen,
    isTheme ? ["theme_point", "theme_evidence"] : ["topic_point"],
  );
  return [
    h("p", { class: "lead-number" }, `${pointText(point)}.`),
    h("p", { class: "adds-up" }, sum),
    calls,
  ];
}

function spanNodes(app: App, chosen: Chosen, found: Listed[], isTheme: boolean): Child[] {
  const said = isTheme
    ? themeSpan(app, chosen, found)
    : `${counted(found.length, "article")} with some of the topic, the largest share first.`;
  const calls = pointCalls(app, chosen, [isTheme ? "theme_span" : "topic_point"]);
  return [h("p", { class: "adds-up" }, said), calls];
}

/** The calls that give the number at a point and the sentences behind it. */
function pointCalls(app: App, chosen: Chosen, keys: string[]): HTMLElement {
  const { corpus } = app;
  const { measures, period } = corpus.meta;
  const values = {
    theme: nameOf(chosen.series),
    topic: corpus.topicNumber(chosen.series),
    measure: measures[chosen.measure]?.score ?? "",
    period: period.starts[chosen.period] ?? "",
    start: period.starts[chosen.period] ?? "",
    end: period.ends[chosen.to] ?? "",
    source: sourceOf(app, chosen),
  };
  const names = ["the number", "the sentences"];
  const calls = keys.map((key, k) =>
    pythonCall(app, key, values, keys.length > 1 ? names[k] : undefined),
  );
  return h("div", { class: "calls" }, calls);
}

function themeArticles(app: App, chosen: Chosen, row: number): Listed[] {
  const counts = countsOf(app.corpus, row);
  const inside = articlesInside(app, chosen);
  const least = leastMatches(app, chosen.measure);
  const found = inside.map((article) => ({ article, amount: counts.get(article) ?? 0 }));
  return found
    .filter(({ amount }) => amount >= least)
    .sort((a, b) => (app.corpus.day(a.article) ?? 0) - (app.corpus.day(b.article) ?? 0));
}

function topicArticles(app: App, chosen: Chosen): Listed[] {
  const topic = app.corpus.topicRow(chosen.series);
  const inside = articlesInside(app, chosen);
  return inside
    .map((article) => ({ article, amount: app.corpus.topicShares(article)[topic] ?? NaN }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
}

function list(app: App, chosen: Chosen, found: Listed[], row: number): HTMLElement {
  const items = h("ol", { class: "articles" });
  let shown = 0;
  const more = button("", () => add(), { class: "more" });
  const add = (): void => {
    const from = shown;
    shown = Math.min(found.length, shown + PART);
    items.append(...found.slice(from, shown).map((one) => item(app, chosen, one, row)));
    more.hidden = shown >= found.length;
    more.textContent = `Show ${Math.min(PART, found.length - shown)} more of ${count(found.length)} articles`;
    if (from) (items.children[from] as HTMLElement).querySelector("a")?.focus();
  };
  add();
  const all = button(`Mark all ${count(found.length)} for your list`, () => {
    for (const { article } of found) {
      app.work.mark(article, true, app.work.marked.get(article) ?? "");
    }
    for (const box of items.querySelectorAll<HTMLInputElement>("[type=checkbox]"))
      box.checked = true;
    app.worked(`${counted(found.length, "article")} marked.`);
  });
  return h("div", {}, items, h("div", { class: "row" }, more, found.length > 1 ? all : null));
}

function item(app: App, chosen: Chosen, { article, amount }: Listed, row: number): HTMLElement {
  const isTheme = app.corpus.meta.series[row]?.kind === "theme";
  const what = isTheme ? counted(amount, "counted word") : `${percent(amount, 0)} of its words`;
  return h(
    "li",
    {},
    h("p", { class: "headline" }, articleLink(app, article, isTheme ? "" : chosen.series)),
    articleFacts(app, article, what),
    isTheme ? themeSentences(app, article, row) : topicPassages(app, article, chosen.series),
  );
}

/** Day, outlet and what was found, with the box that marks the article. */
export function articleFacts(app: App, article: number, what: string): HTMLElement {
  const { corpus } = app;
  const facts = [corpus.date(article, true), corpus.outlet(article), what];
  return h("p", { class: "where" }, dotted(facts), markBox(app, article));
}

function themeSentences(app: App, article: number, row: number): Child {
  const found = sentencesOf(app.corpus, article, row);
  return found.map(({ text, matches }) =>
    h("p", { class: "sentence" }, markedText(text.trim(), shifted(text, matches))),
  );
}

function shifted(
  text: string,
  matches: { start: number; end: number; className: string }[],
): typeof matches {
  const cut = text.length - text.trimStart().length;
  return matches.map((one) => ({ ...one, start: one.start - cut, end: one.end - cut }));
}

function topicPassages(app: App, article: number, series: string): Child {
  return passagesOf(app.corpus, app.corpus.topicRow(series))
    .filter((passage) => passage.article === article)
    .map((passage) => h("p", { class: "sentence" }, passage.text));
}
