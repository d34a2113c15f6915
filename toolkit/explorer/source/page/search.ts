/** Finds words, phrases and `*` in the texts that the file holds. */

import type { Corpus } from "./corpus.js";

export interface Hit {
  article: number;
  start: number;
  end: number;
  text: string;
}

export type Searched = "bodies" | "sentences" | "titles";

export interface Found {
  hits: Hit[];
  articles: Set<number>;
  searched: Searched;
  problem: string;
}

const MOST_WORDS = 20;
const BETWEEN = /[\s\-‐‑]+/u;
const WORD = "\\p{L}\\p{M}\\p{Nd}";
const ANY = "(?:[\\p{L}\\p{M}\\p{Nd}]|['’‘\\-‐‑](?=[\\p{L}\\p{M}\\p{Nd}]))*";
const JOINERS = "'’‘\\-‐‑";
/** Words of the toolkit that match in capitals alone when they are written so. */
const CAPITALS = new Set(["US", "IS", "WHO", "IT"]);

/** Say why a pattern cannot be searched for, or nothing. */
export function problemOf(pattern: string): string {
  const words = pattern.trim().split(/\s+/u);
  if (!/\p{L}|\p{Nd}/u.test(pattern))
    return "Write a word, such as refugee*; * stands for any letters.";
  if (words.length > MOST_WORDS) return `At most ${MOST_WORDS} words can be searched for at once.`;
  return "";
}

/**
 * Return the expression for a pattern. A word is whole: "strike" is not found in "air-strike"; a
 * possessive ending may follow; a hyphen in a phrase is equivalent to a space.
 */
export function expressionOf(pattern: string): RegExp {
  const words = pattern
    .trim()
    .split(/[\s\-‐‑]+/u)
    .filter(Boolean);
  const pieces = words.map((word) => word.split("*").map(escaped).join(ANY));
  const before = `(?<![${WORD}])(?<![${WORD}][${JOINERS}])`;
  const after = `(?![${WORD}])(?!['’](?![sS](?![${WORD}]))[${WORD}])(?![-‐‑][${WORD}])`;
  return new RegExp(before + pieces.join("(?:\\s+|[-‐‑]\\s*)") + after, "giu");
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/]/gu, "\\$&").replace(/['’]/gu, "['’]");
}

/** Whether words written in capitals that mean something else in small letters are so in a match. */
function hasCapitals(pattern: string): (match: string) => boolean {
  const words = pattern
    .trim()
    .split(BETWEEN)
    .map((word) => (CAPITALS.has(word) ? word : ""));
  if (!words.some(Boolean)) return () => true;
  return (match) => match.split(BETWEEN).every((word, k) => word.startsWith(words[k] ?? ""));
}

/** Addresses, handles and tags are one word each, as they are to the toolkit. */
const NAMES =
  /(?:https?:\/\/|www\.|t\.co\/|pic\.twitter\.com\/)[^\s<>"“”\0]*[\p{L}\p{Nd}/]|\p{L}[\p{L}\p{M}\p{Nd}\u00ad]*@[\p{L}\p{Nd}](?:[\p{L}\p{Nd}.-]*[\p{L}\p{Nd}])?|(?<![\p{L}\p{M}\p{Nd}_])[@#][\p{L}_][\p{L}\p{M}\p{Nd}_]*/giu;
const SIGNS_OF_NAMES = /[@#/]|www\./iu;

/** Whether a stretch is a part of an address, a handle or a tag. */
function isPartOfName(text: string, start: number, end: number): boolean {
  const from = start - (/\S*$/u.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0);
  const run = text.slice(from, end) + (/^\S*/u.exec(text.slice(end, end + 200))?.[0] ?? "");
  if (!SIGNS_OF_NAMES.test(run)) return false;
  return [...run.matchAll(NAMES)].some((name) => {
    const [first, last] = [from + name.index, from + name.index + name[0].length];
    return first <= start && start < last && (first < start || end < last);
  });
}

/** The longest run of letters of a pattern: a text without it needs no closer look. */
function quickTest(pattern: string): RegExp {
  const pieces = pattern.split(/[\s*'’\-‐‑]+/u).sort((a, b) => b.length - a.length);
  return new RegExp(escaped(pieces[0] ?? ""), "iu");
}

/** What a file can search: the whole texts, the sentences it holds, or the titles. */
export function searchedIn(corpus: Corpus): Searched {
  if (corpus.has("bodies.text")) return "bodies";
  return corpus.has("sentences.text") ? "sentences" : "titles";
}

/** Return all hits in reading order. */
export function search(corpus: Corpus, pattern: string): Found {
  const searched = searchedIn(corpus);
  const found: Found = { hits: [], articles: new Set(), searched, problem: problemOf(pattern) };
  if (found.problem) return found;
  const column = { bodies: "bodies.text", sentences: "sentences.text", titles: "articles.title" }[
    searched
  ];
  const texts = corpus.texts(column).all();
  const owners = searched === "sentences" ? corpus.numbers("sentences.article") : null;
  const expression = expressionOf(pattern);
  const [quick, isWritten] = [quickTest(pattern), hasCapitals(pattern)];
  texts.forEach((text, row) => {
    if (!quick.test(text)) return;
    const article = owners?.[row] ?? row;
    for (const match of text.matchAll(expression)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (!isWritten(match[0]) || isPartOfName(text, start, end)) continue;
      found.hits.push({ article, start, end, text });
      found.articles.add(article);
    }
  });
  return found;
}

export interface PeriodCount {
  period: number;
  hits: number;
  articles: number;
  n: number;
}

/** Count articles with a hit per period, beside the articles of the period. */
export function countByPeriod(corpus: Corpus, found: Found): PeriodCount[] {
  const periods = corpus.numbers("articles.period");
  const counts = corpus.meta.period.names.map((_, period): PeriodCount => {
    return { period, hits: 0, articles: 0, n: corpus.point(0, 0, 0, period).n };
  });
  for (const { article } of found.hits) {
    const one = counts[periods?.[article] ?? -1];
    if (one) one.hits += 1;
  }
  for (const article of found.articles) {
    const one = counts[periods?.[article] ?? -1];
    if (one) one.articles += 1;
  }
  return counts;
}

/** A line in context: what stands left and right of a hit, in one line, cut between words. */
export function lineOf({ text, start, end }: Hit, room = 110): [string, string, string] {
  const plain = (part: string): string => part.replace(/\s+/gu, " ");
  const left = plain(text.slice(Math.max(0, start - room), start));
  const right = plain(text.slice(end, end + room));
  return [
    start > room ? left.replace(/^\S*\s/u, "") : left,
    plain(text.slice(start, end)),
    end + room < text.length ? right.replace(/\s\S*$/u, "") : right,
  ];
}
