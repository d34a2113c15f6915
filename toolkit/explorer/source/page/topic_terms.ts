/** Terms of topics under a relevance slider, and topics that share them. */

import type { Corpus } from "./corpus.js";

export interface TopicTerm {
  term: number;
  text: string;
  /** Share of the topic's words. */
  probability: number;
  /** Share of all words. */
  overall: number;
  relevance: number;
}

/**
 * Return the terms of a topic by relevance: `weight · log p(term | topic) + (1 − weight) · log lift`
 * (Sievert & Shirley 2014).
 */
export function termsOf(corpus: Corpus, topic: number, weight: number, n: number): TopicTerm[] {
  const wide = corpus.width("topic_terms.term");
  const names = ["term", "logprob", "loglift"].map((name) => corpus.numbers(`topic_terms.${name}`));
  const [terms, probabilities, lifts] = names;
  const found: TopicTerm[] = [];
  for (let at = topic * wide; at < (topic + 1) * wide; at++) {
    const [term, p, lift] = [terms?.[at] ?? -1, probabilities?.[at] ?? NaN, lifts?.[at] ?? NaN];
    if (!isFinite(p)) continue;
    const relevance = weight * p + (1 - weight) * lift;
    found.push({
      term,
      text: "",
      probability: Math.exp(p),
      overall: Math.exp(p - lift),
      relevance,
    });
  }
  found.sort((a, b) => b.relevance - a.relevance);
  const texts = corpus.texts("terms.text");
  return found.slice(0, n).map((one) => ({ ...one, text: texts.at(one.term) }));
}

export interface Sharing {
  topic: number;
  n: number;
  words: string[];
}

/** Return the topics that have some of these terms among the terms kept of theirs, most first. */
export function sharingTopics(corpus: Corpus, topic: number, terms: TopicTerm[]): Sharing[] {
  const wide = corpus.width("topic_terms.term");
  const column = corpus.numbers("topic_terms.term");
  const texts = new Map(terms.map((one) => [one.term, one.text]));
  const found = corpus.topics.map((_, other): Sharing => {
    const words: string[] = [];
    for (let at = other * wide; at < (other + 1) * wide; at++) {
      const text = texts.get(column?.[at] ?? -1);
      if (text !== undefined) words.push(text);
    }
    return { topic: other, n: words.length, words };
  });
  return found.filter((one) => one.topic !== topic && one.n).sort((a, b) => b.n - a.n);
}
