/** How the articles listed give the number shown, or that they do not. */

import type { App } from "./app.js";
import type { Point } from "./corpus.js";
import { articlesInside, type Chosen, type Listed } from "./chosen.js";
import { count, counted, decimal, percent } from "./wording.js";

/** Number of words from which an article counts as having a theme. */
export function leastMatches(app: App, measure: number): number {
  const { measures, min_matches: least } = app.corpus.meta;
  const shown = measures[measure];
  return shown?.id === "articles" ? (shown.min_matches ?? least ?? 1) : 1;
}

/** Say how the articles of a theme add up to the share at a point. */
export function themeSum(app: App, chosen: Chosen, found: Listed[], point: Point): string {
  const words = found.reduce((sum, { amount }) => sum + amount, 0);
  const least = leastMatches(app, chosen.measure);
  const rule = least > 1 ? ` with at least ${least} words of the theme` : "";
  const listed = `${counted(found.length, "article")}${rule}, ${counted(words, "counted word")}`;
  if (app.corpus.meta.measures[chosen.measure]?.id === "mean") {
    return `Listed: ${listed}. The share shown is a mean over ${count(point.n)} articles of their shares of words; an article's share is its counted words by all its words.`;
  }
  if (!isFinite(point.value)) return `Listed: ${listed}.`;
  if (app.corpus.has("articles.weight"))
    return `Listed: ${listed}. ${weighted(app, chosen, found, point)}`;
  if (Math.abs(found.length / point.n - point.value) > 1e-4) {
    const wanted = count(point.value * point.n);
    return `Listed: ${listed}. The share shown counts ${wanted}: the lists do not add up; do not quote it.`;
  }
  const share = `${count(found.length)} of ${count(point.n)} is ${percent(point.value)}`;
  return `Listed: ${listed}. They add up: ${share}, the number shown.`;
}

/** Say how articles add up of which copies of one story share a weight. */
function weighted(app: App, chosen: Chosen, found: Listed[], point: Point): string {
  const part = weightOf(
    app,
    found.map((one) => one.article),
  );
  const whole = weightOf(app, articlesInside(app, chosen));
  const share = `Copies of one story share its weight: ${decimal(part)} of ${decimal(whole)} is ${percent(part / whole)}`;
  return Math.abs(part / whole - point.value) > 1e-4
    ? `${share}, which is not the number shown: do not quote it.`
    : `${share}, the number shown.`;
}

function weightOf(app: App, articles: number[]): number {
  return articles.reduce((total, article) => total + app.corpus.weight(article), 0);
}

/** Articles of a point that have shares of topics. */
function withTopics(app: App, chosen: Chosen): number[] {
  const inside = articlesInside(app, chosen);
  return inside.filter((article) => app.corpus.topicShares(article).some(Number.isFinite));
}

/** Articles with words: the denominators of the periods, or those of one outlet counted. */
function articlesOfSpan(app: App, chosen: Chosen): number {
  const words = app.corpus.numbers("articles.words");
  if (chosen.who !== null) {
    return articlesInside(app, chosen).filter((article) => words?.[article] !== 0).length;
  }
  const row = app.corpus.seriesRow(chosen.series);
  let n = 0;
  for (let at = chosen.period; at <= chosen.to; at++) {
    n += app.corpus.point(chosen.measure, row, chosen.slice, at).n || 0;
  }
  return n;
}

/** Say what the articles of a span are out of; no interval stands for a span. */
export function themeSpan(app: App, chosen: Chosen, found: Listed[]): string {
  const n = articlesOfSpan(app, chosen);
  const words = found.reduce((sum, { amount }) => sum + amount, 0);
  const least = leastMatches(app, chosen.measure);
  const rule = least > 1 ? ` with at least ${least} words of the theme` : "";
  const all = `of ${counted(n, "article")} then: ${percent(found.length / n)}`;
  return `${counted(found.length, "article")}${rule}, ${counted(words, "counted word")}, ${all} (a count, without an interval).`;
}

/** Say how the shares of a topic add up to its mean at a point. */
export function topicSum(app: App, chosen: Chosen, found: Listed[], point: Point): string {
  if (!app.corpus.has("topics.share")) {
    return `${counted(found.length, "article")} with the topic among their largest; smaller shares are not in this file, so the list is not complete.`;
  }
  const { corpus } = app;
  const isWeighted = corpus.has("articles.weight");
  const sum = found.reduce((sum, { article, amount }) => sum + corpus.weight(article) * amount, 0);
  const n = isWeighted ? weightOf(app, withTopics(app, chosen)) : point.n;
  const mean = sum / n;
  const how = isWeighted ? ", copies of one story sharing its weight," : "";
  const listed = `The shares of the ${counted(found.length, "article")} below${how} add up to ${decimal(sum, 1)}`;
  const result = `${listed}; divided by ${isWeighted ? decimal(n) : count(n)} that is ${percent(mean)}`;
  const step = app.corpus.scale("topics.share");
  const isSame = Math.abs(mean - point.value) < step / 2 + 1e-4;
  return isSame
    ? `${result}, the number shown (each share is kept to ${decimal(100 * step, 1)} points).`
    : `${result}, which is not the number shown (${percent(point.value)}).`;
}
