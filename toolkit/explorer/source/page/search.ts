/** Finds words, phrases and `*` in the texts that the file holds. */

import type { Corpus } from "./corpus.js";
import { Finder, type Piece, piecesOf } from "./patterns.js";

export interface Hit {
  article: number;
  start: number;
  end: number;
  text: string;
}

type Searched = "bodies" | "sentences" | "titles";

export interface Found {
  hits: Hit[];
  articles: Set<number>;
  problem: string;
}

const MOST_WORDS = 20;

/** Say why a pattern cannot be searched for, or nothing. */
function problemOf(pattern: string, pieces: Piece[]): string {
  if (pieces.every(({ name }) => name === "*"))
    return "Write a word, such as refugee*; * stands for any letters.";
  if (Math.max(pieces.length, pattern.trim().split(/\s+/u).length) > MOST_WORDS)
    return `At most ${MOST_WORDS} words can be searched for at once.`;
  return "";
}

/** What a file can search: the whole texts, the sentences it holds, or the titles. */
function searchedIn(corpus: Corpus): Searched {
  if (corpus.has("bodies.text")) return "bodies";
  return corpus.has("sentences.text") ? "sentences" : "titles";
}

/** Return all hits in reading order. */
export function search(corpus: Corpus, pattern: string): Found {
  const searched = searchedIn(corpus);
  const [abbreviations, starters] = ["abbreviations", "starters"].map(
    (name) => new Set(corpus.meta[name as "starters"].split(" ")),
  );
  const stops = { abbreviations, starters };
  const pieces = piecesOf(pattern, stops);
  const problem = problemOf(pattern, pieces);
  const found: Found = { hits: [], articles: new Set(), problem };
  if (problem) return found;
  const column = { bodies: "bodies.text", sentences: "sentences.text", titles: "articles.title" }[
    searched
  ];
  const owners = searched === "sentences" ? corpus.numbers("sentences.article") : null;
  const finder = new Finder(pieces, stops);
  corpus
    .texts(column)
    .all()
    .forEach((text, row) => {
      const article = owners?.[row] ?? row;
      for (const [start, end] of finder.find(text)) {
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
