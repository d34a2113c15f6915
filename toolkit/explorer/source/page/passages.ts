/** Passages that tell what a topic is about. */

import type { Corpus } from "./corpus.js";

export interface Passage {
  article: number;
  text: string;
}

/** Return the telling passages of a topic, by its row. */
export function passagesOf(corpus: Corpus, topic: number): Passage[] {
  const topics = corpus.numbers("passages.topic");
  const found: Passage[] = [];
  topics?.forEach((one, row) => {
    if (one !== topic) return;
    const article = corpus.numbers("passages.article")?.[row] ?? 0;
    found.push({ article, text: corpus.texts("passages.text").at(row) });
  });
  return found;
}
