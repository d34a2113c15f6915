/** The sentences of the file in which words of a theme were counted. */

import type { Corpus } from "./corpus.js";
import type { Stretch } from "./marked_text.js";

export interface Sentence {
  article: number;
  text: string;
  /** First character in the text of the article. */
  start: number;
  matches: Stretch[];
}

/** Whether the file has the sentences that were counted. */
export function hasSentences(corpus: Corpus): boolean {
  return corpus.has("sentences.article") && corpus.has("matches.sentence");
}

/** Sentences of an article that have words of a theme, or of any. */
export function sentencesOf(corpus: Corpus, article: number, series: number | null): Sentence[] {
  const [from, to] = corpus.rows("sentences.article", article);
  const found: Sentence[] = [];
  for (let row = from; row < to; row++) {
    const matches = matchesOf(corpus, row, series);
    if (!matches.length) continue;
    found.push({
      article,
      text: sentenceText(corpus, row),
      start: corpus.numbers("sentences.start")?.[row] ?? 0,
      matches,
    });
  }
  return found;
}

/** Return the text of a sentence: its own, or its place in the whole text. */
export function sentenceText(corpus: Corpus, row: number): string {
  if (corpus.has("sentences.text")) return corpus.texts("sentences.text").at(row);
  const article = corpus.numbers("sentences.article")?.[row] ?? 0;
  const [start, end] = ["sentences.start", "sentences.end"].map(
    (name) => corpus.numbers(name)?.[row],
  );
  return corpus.texts("bodies.text").at(article).slice(start, end);
}

function matchesOf(corpus: Corpus, sentence: number, series: number | null): Stretch[] {
  const [from, to] = corpus.rows("matches.sentence", sentence);
  const found: Stretch[] = [];
  for (let row = from; row < to; row++) {
    const of = corpus.numbers("matches.series")?.[row] ?? -1;
    if (series !== null && of !== series) continue;
    found.push({
      start: corpus.numbers("matches.start")?.[row] ?? 0,
      end: corpus.numbers("matches.end")?.[row] ?? 0,
      className: "",
      title: corpus.meta.series[of]?.label ?? "",
    });
  }
  return found;
}

/** Number of words counted for a theme in an article. */
export function countsOf(corpus: Corpus, series: number): Map<number, number> {
  const [from, to] = corpus.rows("themes.series", series);
  const [articles, counts] = [corpus.numbers("themes.article"), corpus.numbers("themes.count")];
  const found = new Map<number, number>();
  for (let row = from; row < to; row++) found.set(articles?.[row] ?? 0, counts?.[row] ?? 0);
  return found;
}
