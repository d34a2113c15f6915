/** What stands behind a point: its articles, their sentences, and that they add up. */

import { type App, articleLink } from "./app.js";
import { pythonCall } from "./calls.js";
import { button, type Child, h } from "./elements.js";
import { markBox } from "./marks.js";
import { markedText } from "./marked_text.js";
import { passagesOf } from "./passages.js";
import { countsOf, hasSentences, sentencesOf } from "./sentences.js";
import { pointText } from "./time_chart.js";
import { count, counted, dayName, decimal, percent, periodName } from "./wording.js";

export interface Chosen {
  series: string;
  slice: number;
  period: number;
  measure: number;
}

interface Found {
  article: number;
  /** Words counted, or the share of the topic. */
  amount: number;
}

const PART = 20;

/** Return the list of articles behind a point. */
export function evidence(app: App, chosen: Chosen): Child[] {
  const { corpus } = app;
  const row = corpus.seriesRow(chosen.series);
  const period = corpus.meta.period.names[chosen.period];
  if (row < 0 || period === undefined) return [h("p", {}, "This file has no such point.")];
  const point = corpus.point(chosen.measure, row, chosen.slice, chosen.period);
  const isTheme = corpus.meta.series[row]?.kind === "theme";
  const found = isTheme ? themeArticles(app, chosen, row) : topicArticles(app, chosen);
  const name = app.work.seriesName(chosen.series);
  const where = chosen.slice ? `, ${corpus.sliceName(chosen.slice)}` : "";
  return [
    h("h2", { tabindex: -1 }, `${name}, ${periodName(period)}${where}`),
    h("p", { class: "lead-number" }, `${pointText(point)}.`),
    h(
      "p",
      { class: "adds-up" },
      isTheme ? themeSum(app, chosen, found) : topicSum(app, chosen, found),
    ),
    pythonCall(app, isTheme ? "theme_evidence" : "topic_point", {
      [isTheme ? "theme" : "topic"]: isTheme
        ? nameOf(chosen.series)
        : corpus.topicNumber(chosen.series),
      period,
      source: chosen.slice ? corpus.sliceName(chosen.slice) : null,
    }),
    isTheme && !hasSentences(corpus)
      ? h(
          "p",
          { class: "soft" },
          "This file holds no sentences; the titles and counts are those that the sentences give. ",
          corpus.meta.statement,
        )
      : null,
    list(app, chosen, found, row),
  ];
}

/** Name of a theme without its kind. */
export function nameOf(series: string): string {
  return series.slice(series.indexOf(":") + 1);
}

function leastMatches(app: App, measure: number): number {
  const { measures, min_matches: least } = app.corpus.meta;
  return measures[measure]?.id === "articles" ? (measures[measure].min_matches ?? least ?? 1) : 1;
}

function themeArticles(app: App, chosen: Chosen, row: number): Found[] {
  const counts = countsOf(app.corpus, row);
  const inside = app.corpus.articlesOf(chosen.period, app.corpus.sliceOutlet(chosen.slice));
  const least = leastMatches(app, chosen.measure);
  const found = inside.map((article) => ({ article, amount: counts.get(article) ?? 0 }));
  return found
    .filter(({ amount }) => amount >= least)
    .sort((a, b) => (app.corpus.day(a.article) ?? 0) - (app.corpus.day(b.article) ?? 0));
}

function topicArticles(app: App, chosen: Chosen): Found[] {
  const topic = app.corpus.topicRow(chosen.series);
  const inside = app.corpus.articlesOf(chosen.period, app.corpus.sliceOutlet(chosen.slice));
  return inside
    .map((article) => ({ article, amount: app.corpus.topicShares(article)[topic] ?? NaN }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
}

/** Say how the articles listed give the number shown, or that they do not. */
function themeSum(app: App, chosen: Chosen, found: Found[]): Child {
  const { corpus } = app;
  const row = corpus.seriesRow(chosen.series);
  const point = corpus.point(chosen.measure, row, chosen.slice, chosen.period);
  const words = found.reduce((sum, { amount }) => sum + amount, 0);
  const least = leastMatches(app, chosen.measure);
  const rule = least > 1 ? ` with at least ${least} words of the theme` : "";
  const held = corpus.meta.measures[chosen.measure]?.hits === "words" ? words : found.length;
  const listed = `${counted(found.length, "article")}${rule}, ${counted(words, "counted word")}`;
  if (!Number.isFinite(point.hits)) return `Listed: ${listed}.`;
  if (point.hits !== held) {
    return `Listed: ${listed}. The number shown counts ${count(point.hits)}: the lists do not add up; do not quote it.`;
  }
  const share = `${count(point.hits)} of ${count(point.n)} is ${percent(point.hits / point.n)}`;
  const isShare = Math.abs(point.hits / point.n - point.value) < 5e-4;
  return `Listed: ${listed}. They add up: ${isShare ? `${share}, the number shown` : "as many as were counted"}.`;
}

function topicSum(app: App, chosen: Chosen, found: Found[]): Child {
  const { corpus } = app;
  const point = corpus.point(
    chosen.measure,
    corpus.seriesRow(chosen.series),
    chosen.slice,
    chosen.period,
  );
  const sum = found.reduce((total, { amount }) => total + amount, 0);
  if (!corpus.has("topics.share")) {
    return `${counted(found.length, "article")} with the topic among the largest of theirs; smaller shares are not in this file, so the list is not complete.`;
  }
  const mean = sum / point.n;
  const isSame = Math.abs(mean - point.value) < 0.004;
  const text = `The shares of the ${counted(found.length, "article")} below add up to ${decimal(sum, 1)}; divided by ${count(point.n)} that is ${percent(mean)}`;
  return `${text}${isSame ? ", the number shown (each share is kept to 0.4 points)." : `; the measure shown is another one (${percent(point.value)}).`}`;
}

function list(app: App, chosen: Chosen, found: Found[], row: number): HTMLElement {
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
  return h("div", {}, items, more);
}

function item(app: App, chosen: Chosen, { article, amount }: Found, row: number): HTMLElement {
  const isTheme = app.corpus.meta.series[row]?.kind === "theme";
  const what = isTheme ? counted(amount, "word") : `${percent(amount, 0)} of its words`;
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
  const facts = [dayName(corpus.day(article), true), corpus.outlet(article), what];
  return h("p", { class: "where" }, facts.filter(Boolean).join(" · "), markBox(app, article));
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
