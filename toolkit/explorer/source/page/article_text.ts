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
  const stretches = [
    ...topicWords(corpus, article, shown.topic),
    ...(shown.areThemes ? themeWords(corpus, article) : []),
  ];
  const removed = shown.isRemoved ? removedPieces(corpus, article) : [];
  return paragraphs(text).map(([from, to]) => {
    const inside = stretches.filter(({ start, end }) => start < to && end > from);
    return h("p", {}, withRemoved(text, from, to, inside, removed));
  });
}

function paragraphs(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const match of text.matchAll(/[^\n]+/gu))
    found.push([match.index, match.index + match[0].length]);
  return found;
}

interface Removed {
  at: number;
  text: string;
  reason: string;
}

/** Text from `from` to `to` with what was removed put back where it stood. */
function withRemoved(
  text: string,
  from: number,
  to: number,
  stretches: Stretch[],
  removed: Removed[],
): Child[] {
  const inside = removed.filter(
    ({ at }) => (at >= from && at < to) || (at === to && to === text.length),
  );
  const cuts = [from, ...inside.map(({ at }) => at), to];
  return cuts.slice(0, -1).flatMap((start, k): Child[] => {
    const end = cuts[k + 1] ?? to;
    const moved = stretches.map((one) => ({
      ...one,
      start: Math.max(0, one.start - start),
      end: one.end - start,
    }));
    const piece = inside[k];
    const put = piece ? h("del", { title: piece.reason }, piece.text) : null;
    return [start < end ? markedText(text.slice(start, end), moved, "span") : null, put];
  });
}

function removedPieces(corpus: Corpus, article: number): Removed[] {
  const [from, to] = corpus.rows("removed.article", article);
  return Array.from({ length: to - from }, (_, k) => {
    const reason = corpus.numbers("removed.reason")?.[from + k] ?? -1;
    return {
      at: corpus.numbers("removed.at")?.[from + k] ?? 0,
      text: corpus.texts("removed.text").at(from + k),
      reason: corpus.meta.removed_reasons?.[reason] ?? "removed",
    };
  }).sort((a, b) => a.at - b.at);
}

function topicWords(corpus: Corpus, article: number, topic: string): Stretch[] {
  if (!topic || !wordsOfTopics(corpus)) return [];
  const rows = corpus.numbers("tokens.row");
  const [starts, ends, lengths, topics] = ["start", "end", "length", "topic"].map((name) =>
    corpus.numbers(`tokens.${name}`),
  );
  const wanted = corpus.topicRow(topic);
  const order = topic === "all" ? slotsBySize(corpus.topicShares(article)) : null;
  const found: Stretch[] = [];
  for (let row = rows?.[article] ?? 0; row < (rows?.[article + 1] ?? 0); row++) {
    const of = topics?.[row] ?? 255;
    if (of === 255 || (!order && of !== wanted)) continue;
    const start = starts?.[row] ?? 0;
    const end = ends ? (ends[row] ?? start) : start + (lengths?.[row] ?? 0);
    const slot = order ? (order.get(of) ?? -1) : 1;
    found.push({
      start,
      end,
      className: slot < 0 || slot > 5 ? "wash-other" : `wash${slot}`,
      title: corpus.topics[of]?.label ?? "",
    });
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
