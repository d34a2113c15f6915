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
const JOINERS = "'’‘\\-‐‑";
const ANY = `(?:[${WORD}]|[${JOINERS}](?=[${WORD}]))*`;
const POSSESSIVE = "['’][sS]";
/** Words of the toolkit that match in capitals alone when they are written so. */
const CAPITALS = /^(US|IS|WHO|IT)$/;
/** Abbreviations in capitals, which texts print with full stops or without. */
const SHORT = /^(\p{Lu}\.?){2,6}$/u;
const lettersOf = (word: string): string => word.replaceAll(".", "");

/** Say why a pattern cannot be searched for, or nothing. */
export function problemOf(pattern: string): string {
  if (!/\p{L}|\p{Nd}/u.test(pattern))
    return "Write a word, such as refugee*; * stands for any letters.";
  if (pattern.trim().split(/\s+/u).length > MOST_WORDS)
    return `At most ${MOST_WORDS} words can be searched for at once.`;
  return "";
}

/**
 * Return the expression for a pattern; a hyphen in a phrase is equivalent to a space, an ampersand
 * has spaces or none, and any word but the last may be a possessive. Whether a match is whole words
 * is told by `isWhole`.
 */
export function expressionOf(pattern: string): RegExp {
  // "U. S." is no part of "U. S. S. R."; with more than one space, long gaps would take long
  const alone = `(?<![${WORD}.])\\p{L}\\.\\s?`;
  const piece = (word: string): string => {
    if (!SHORT.test(word)) return word.split("*").map(escaped).join(ANY);
    const [plain, join] = [lettersOf(word), (by: string): string => plain.split("").join(by)];
    return `(?:${plain}|${join("\\.")}\\.?|(?<!${alone})${join("\\.\\s*")}\\.(?!\\s*\\p{L}\\.))`;
  };
  const between = `(?:${POSSESSIVE})?(?:\\s+|[-‐‑]\\s*)`;
  const sides = pattern.split("&").map((side) => wordsOf(side).map(piece).join(between));
  const whole = sides.filter(Boolean).join(`(?:${POSSESSIVE})?\\s*&\\s*`);
  return new RegExp(`(?<![${WORD}])${whole}(?![${WORD}])`, "giu");
}

/** The words of a pattern without what the words of texts are read without: signs, and 's. */
function wordsOf(pattern: string): string[] {
  const signs = /^[^\p{L}\p{M}\p{Nd}*@#'’‘]+|[^\p{L}\p{M}\p{Nd}*.]+$/gu;
  const plain = pattern.trim().split(/\s+/u);
  return plain
    .map((word) => word.replace(signs, "").replace(/(?<=[\p{L}.])['’]s$/iu, ""))
    .flatMap((word) => word.split(/[-‐‑]+/u))
    .filter(Boolean);
}

/** The words of the toolkit, as its tokenizer tells them, in text without addresses. */
const TOKEN = new RegExp(
  `\\p{L}(?:\\.\\p{L}(?![${WORD}]))+\\.?(?:${POSSESSIVE}(?![${WORD}]))?` +
    `|\\p{L}[${WORD}\\xad]*(?:[${JOINERS}\\u200c\\u200d]` +
    `(?!\\p{Nd}+[.,:/]\\p{Nd}|\\p{L}\\.\\p{L}(?![${WORD}]))[\\p{L}\\p{Nd}][${WORD}\\xad]*)*` +
    `|\\p{Nd}+(?:[.,:/]\\p{Nd}+)*[\\p{L}\\p{M}]*`,
  "gu",
);
/** Signs that may hold a word or a number together. */
const JOINER = new RegExp(`[${JOINERS}]|\\S[.,:/]\\S`, "u");
const SPACE = /\s/u;

/** A stretch with all that stands around it up to the next spaces, and where that begins. */
function surroundings(text: string, start: number, end: number): [run: string, from: number] {
  let [from, to] = [start, end];
  while (from > 0 && start - from < 200 && !SPACE.test(text[from - 1])) from -= 1;
  while (to < text.length && to - end < 200 && !SPACE.test(text[to])) to += 1;
  return [text.slice(from, to), from];
}

/** Whether a match begins and ends where words do: "strike" is no word of "air-strike". */
function isWhole(run: string, start: number, end: number): boolean {
  if (!JOINER.test(run)) return true;
  const ends = [...run.matchAll(TOKEN)].map(({ index, 0: word }) => {
    const last = index + word.length;
    return [index, last, /['’]s$/iu.test(word) ? last - 2 : last];
  });
  return (
    ends.some(([first]) => first === start) && ends.some(([, ...lasts]) => lasts.includes(end))
  );
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/]/gu, "\\$&").replace(/['’]/gu, "['’]");
}

/**
 * Whether words in capitals that mean something else in small letters, and abbreviations that are
 * written with full stops in one place only, are in capitals in a match.
 */
function hasCapitals(pattern: string): (match: string) => boolean {
  const words = wordsOf(pattern);
  return (match) =>
    match
      .replace(/(?<=\p{Lu}\.)\s+(?=\p{Lu}(?!\p{L}))/gu, "")
      .split(BETWEEN)
      .every((word, k) => {
        const asked = words[k] ?? "";
        const isAlike = word.includes(".") === asked.includes(".") && !CAPITALS.test(asked);
        return isAlike || !SHORT.test(asked) || lettersOf(word).startsWith(lettersOf(asked));
      });
}

/** Addresses, handles and tags are one word each, as they are to the toolkit. */
const NAMES =
  /(?:https?:\/\/|www\.|t\.co\/|pic\.twitter\.com\/)[^\s<>"“”\0]*[\p{L}\p{Nd}/]|\p{L}[\p{L}\p{M}\p{Nd}\u00ad]*@[\p{L}\p{Nd}]+(?:[.-]+[\p{L}\p{Nd}]+)*|(?<![\p{L}\p{M}\p{Nd}_])[@#][\p{L}_][\p{L}\p{M}\p{Nd}_]*/giu;
const SIGNS_OF_NAMES = /[@#/]|www\./iu;

/** Whether a stretch of a run is a part of an address, a handle or a tag. */
function isPartOfName(run: string, start: number, end: number): boolean {
  return (
    SIGNS_OF_NAMES.test(run) &&
    [...run.matchAll(NAMES)].some((name) => {
      const [first, last] = [name.index, name.index + name[0].length];
      return first <= start && start < last && (first < start || end < last);
    })
  );
}

/** The longest run of letters of a pattern: a text without it needs no closer look. */
function quickTest(pattern: string): RegExp {
  const pieces = pattern
    .split("&")
    .flatMap(wordsOf)
    .flatMap((word) => (SHORT.test(word) ? "" : word.split(/[*'’]+/u)))
    .sort((a, b) => b.length - a.length);
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
      const start = match.index;
      const end = start + match[0].replace(/(?<=\s.)\.$/u, "").length;
      const [run, from] = surroundings(text, start, end);
      if (!isWritten(match[0]) || isPartOfName(run, start - from, end - from)) continue;
      if (!isWhole(run, start - from, end - from)) continue;
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
