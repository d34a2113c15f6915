/** The text of an article with the words of topics and themes marked. */

import type { Corpus } from "./corpus.js";
import { type Child, h } from "./elements.js";
import { markedText, type Stretch } from "./marked_text.js";
import { sentencesOf } from "./sentences.js";

export interface Shown {
  /** Id of a topic, `all` or nothing. */
  topic: string;
  areThemes: boolean;
  isRemoved: boolean;
}

/** Whether the file says which topic each word belongs to. */
export function wordsOfTopics(corpus: Corpus): boolean {
  return corpus.has("tokens.row") && corpus.has("tokens.topic");
}

/** Return the paragraphs of an article. */
export function articleText(corpus: Corpus, article: number, shown: Shown): Child[] {
  const text = corpus.texts("bodies.text").at(article);
  const themes = shown.areThemes ? themeWords(corpus, article) : [];
  const stretches = [...topicWords(corpus, article, shown.topic), ...themes];
  const paragraphs = Array.from(text.matchAll(/[^\n]+/gu), ({ index, 0: part }) => {
    const end = index + part.length;
    const inside = stretches
      .filter((one) => one.start < end && one.end > index)
      .map((one) => ({ ...one, start: Math.max(0, one.start - index), end: one.end - index }));
    return h("p", {}, markedText(part, inside, "span"));
  });
  return [shown.isRemoved ? removedPieces(corpus, article) : null, paragraphs];
}

/** What cleaning took out of the text or moved, each with its reason. */
function removedPieces(corpus: Corpus, article: number): Child {
  const [from, to] = corpus.rows("removed.article", article);
  const pieces = Array.from({ length: to - from }, (_, k) => {
    const reason = corpus.numbers("removed.reason")?.[from + k] ?? -1;
    const why = corpus.meta.removed_reasons?.[reason] ?? "removed";
    const text = corpus.texts("removed.text").at(from + k);
    return h("li", {}, h("del", {}, text), h("span", { class: "where" }, ` ${why}`));
  });
  const title = h("h3", {}, "Not in the text that was counted");
  return h(
    "section",
    { class: "removed", "aria-label": "What cleaning removed" },
    title,
    h("ul", { class: "plain" }, pieces),
  );
}

interface TopicWord {
  start: number;
  end: number;
  topic: number;
}

function* wordsWithTopic(corpus: Corpus, article: number): Generator<TopicWord> {
  const rows = corpus.numbers("tokens.row");
  const [starts, lengths, topics] = ["start", "length", "topic"].map((name) =>
    corpus.numbers(`tokens.${name}`),
  );
  for (let row = rows?.[article] ?? 0; row < (rows?.[article + 1] ?? 0); row++) {
    const start = starts?.[row] ?? 0;
    yield { start, end: start + (lengths?.[row] ?? 0), topic: topics?.[row] ?? 255 };
  }
}

function topicWords(corpus: Corpus, article: number, topic: string): Stretch[] {
  if (!topic || !wordsOfTopics(corpus)) return [];
  const slots =
    topic === "all"
      ? slotsBySize(corpus.topicShares(article))
      : new Map([[corpus.topicRow(topic), 1]]);
  const found: Stretch[] = [];
  for (const word of wordsWithTopic(corpus, article)) {
    const slot = slots.get(word.topic);
    if (slot === undefined) continue;
    const className = slot > 5 ? "wash-other" : `wash${slot}`;
    found.push({ ...word, className, title: corpus.topics[word.topic]?.label ?? "" });
  }
  return found;
}

function slotsBySize(shares: number[]): Map<number, number> {
  const order = shares.map((_, k) => k).sort((a, b) => (shares[b] || 0) - (shares[a] || 0));
  return new Map(order.map((topic, slot) => [topic, slot]));
}

function themeWords(corpus: Corpus, article: number): Stretch[] {
  const slots = new Map(corpus.themes.map((one, k) => [one.label, k % 6]));
  return sentencesOf(corpus, article, null).flatMap(({ start, matches }) =>
    matches.map((one) => ({
      ...one,
      start: start + one.start,
      end: start + one.end,
      className: `underline${slots.get(one.title ?? "") ?? 0}`,
    })),
  );
}
