/** Differences between two groups, as Python computed them. */

import type { Corpus } from "./corpus.js";

export interface Effect {
  series: string;
  value: number;
  low: number;
  high: number;
  p: number;
}

export interface GroupTerm {
  text: string;
  rateA: number;
  rateB: number;
  /** Positive: more in group a. */
  score: number;
  low: number;
  high: number;
  /** Log-odds ratio of group a against group b; `low` and `high` are its interval. */
  logOdds: number;
}

/** Return the differences of a pair, the largest first. */
export function groupEffects(corpus: Corpus, pair: number): Effect[] {
  const n = corpus.meta.series.length;
  const read = (part: string, row: number): number =>
    corpus.real(`pair_effects.${part}`, pair * n + row);
  const rows = corpus.meta.series.map((one, row): Effect => {
    return {
      series: one.id,
      value: read("value", row),
      low: read("low", row),
      high: read("high", row),
      p: read("p_adjusted", row),
    };
  });
  return rows.filter((one) => isFinite(one.value)).sort((a, b) => b.value - a.value);
}

/** Return the terms of a pair. */
export function groupTerms(corpus: Corpus, pair: number): GroupTerm[] {
  const pairs = corpus.numbers("pair_terms.pair");
  if (!pairs) return [];
  const texts = corpus.texts("terms.text");
  const read = (part: string, row: number): number => corpus.real(`pair_terms.${part}`, row);
  const found: GroupTerm[] = [];
  pairs.forEach((one, row) => {
    if (one !== pair) return;
    const sign = corpus.numbers("pair_terms.side")?.[row] === 2 ? -1 : 1;
    const ends = [sign * read("low", row), sign * read("high", row)];
    found.push({
      text: texts.at(corpus.numbers("pair_terms.term")?.[row] ?? 0),
      rateA: read("rate_a", row),
      rateB: read("rate_b", row),
      score: sign * Math.abs(read("score", row)),
      low: Math.min(...ends),
      high: Math.max(...ends),
      logOdds: sign * read("log_odds", row),
    });
  });
  return found.sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
}
