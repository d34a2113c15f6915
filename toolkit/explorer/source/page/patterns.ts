/** Finds the words that match a pattern, as `contexts` of the toolkit finds them. */

import { DOTTED, DROPPED, folded, type Stops, tidied, withoutDots, Words } from "./words.js";

/** A word of a pattern, and what is asked of it and of what stands before it. */
export interface Piece {
  printed: string;
  name: string;
  hyphen: boolean;
  /** Whether the pattern has a sign there, so that a match may have one. */
  crosses: boolean;
  capitals: boolean;
  /** "&" where a match needs one too; "-" where a hyphen may be a space but no full stop. */
  sign: string;
}

type Span = [start: number, end: number];

/** Stands for `*` while a pattern is read: a letter that news do not use. */
const ANY = "\ua78f";
/** Words that mean something else in small letters. */
const CAPITALS = /^(US|IS|WHO|IT)$/;
const HYPHEN = /[-‐‑–]/u;
/** What divides or varies the letters of a word, so that its letters alone do not find it. */
const ODD = new RegExp(`-\\r?\\n|[${DROPPED}\\u0300-\\u036fİ]`, "u");
const LETTERS = /[\p{L}\p{M}\p{Nd}]+/gu;
/** What every word begins with. */
const EVERY = /[\p{L}\p{Nd}@#]/gu;

/** A test for a word in which `*` is any letters; linear in the length of the word. */
function globTest(glob: string): (name: string) => boolean {
  const [first, ...rest] = glob.split("*");
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = name.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return name.endsWith(last) && name.length - last.length >= at;
  };
}

const isUpper = (word: string): boolean =>
  word === word.toUpperCase() && word !== word.toLowerCase();

/** The letters of an abbreviation in capitals, with full stops or without; "" of others. */
function lettersOf(word: string): string {
  return /^\p{Lu}{2,6}$/u.exec(withoutDots(word))?.[0] ?? "";
}

const isDotted = (name: string, word: string): boolean =>
  DOTTED.test(name) && withoutDots(name) === withoutDots(word);

/** The words of a pattern, cut at hyphens. */
export function piecesOf(pattern: string, stops: Stops): Piece[] {
  const text = pattern.trim().replace(/\*+/gu, ANY);
  const pieces: Piece[] = [];
  const add = (printed: string, rest: Omit<Piece, "printed" | "name">): void => {
    const shown = printed.replaceAll(ANY, "*");
    pieces.push({ printed: shown, name: folded(shown), ...rest });
  };
  const words = new Words(text, stops);
  let end = 0;
  for (let k = 0, word = words.at(0); word; word = words.at(++k)) {
    const gap = text.slice(end, word.start);
    const name = tidied(word.printed);
    const parts = name.split("-").filter(Boolean);
    if (end && !gap && text.slice(end - 1, end + 1).includes(ANY)) {
      const { printed, ...rest } = pieces.pop()!;
      add(printed + name, rest);
    } else {
      const hyphen = end > 0 && HYPHEN.test(gap);
      const sign = gap.includes("&") ? "&" : hyphen && !gap.includes(".") ? "-" : "";
      const crosses = end > 0 && word.isBreak;
      add(parts.shift()!, { hyphen, crosses, capitals: CAPITALS.test(name), sign });
      for (const part of parts)
        add(part, { hyphen: true, crosses: false, capitals: false, sign: "-" });
    }
    end = word.end;
  }
  return pieces;
}

export class Finder {
  private readonly _quick: RegExp;
  /** How many words of a match stand before what is looked for first. */
  private readonly _before: number;
  private readonly _known: Map<string, boolean>[][];

  constructor(
    private readonly _pieces: Piece[],
    private readonly _stops: Stops,
  ) {
    const [quick, at] = this._quickTest();
    this._quick = new RegExp(quick, "giu");
    this._before = _pieces
      .slice(0, at)
      .reduce((n, one) => n + (lettersOf(one.printed).length || 1), 0);
    this._known = _pieces.map(() => _pieces.map(() => new Map<string, boolean>()));
  }

  /** Where a text matches, in reading order; of matches that overlap, the first and longest. */
  find(text: string): Span[] {
    const isOdd = ODD.test(text);
    const quick = isOdd ? EVERY : this._quick;
    const words = new Words(text, this._stops);
    const found: Span[] = [];
    let [at, next] = [0, 0];
    for (;;) {
      quick.lastIndex = next;
      const hit = quick.exec(text);
      if (!hit) return found;
      const from = isOdd ? 0 : this._from(text, hit.index);
      if (from > words.end) {
        words.skip(from);
        at = 0;
      }
      next = hit.index + 1;
      for (let word = words.at(at); word && word.start <= hit.index; word = words.at(at)) {
        const after = word.start < from ? -1 : this._after(words, at, 0);
        next = Math.max(next, words.at(after < 0 ? at : after - 1)!.end);
        if (after > 0) found.push([word.start, next]);
        at = after < 0 ? at + 1 : after;
      }
    }
  }

  /** A place before the words that may belong to a match that has a hit at `to`. */
  private _from(text: string, to: number): number {
    let place = to;
    for (let n = 0; n <= this._before && place > 0;) {
      const space = Math.max(0, text.lastIndexOf(" ", place - 1));
      if (/[\p{L}\p{Nd}]/u.test(text.slice(space, place))) n++;
      place = space;
    }
    return place;
  }

  /** The place after the longest match of the pieces from `from` with the words from `at`, or -1. */
  private _after(words: Words, at: number, from: number): number {
    if (from === this._pieces.length) return at;
    const word = words.at(at);
    if (!word || (from && !this._goesOn(words, at, from))) return -1;
    let most = -1;
    for (let to = from; to < this._pieces.length; to++) {
      const { crosses, sign } = this._pieces[to];
      if (to > from && (crosses || sign === "&")) break;
      if (this._fits(word.printed, from, to))
        most = Math.max(most, this._after(words, at + 1, to + 1));
    }
    const n = this._spelled(words, at, from);
    return n ? Math.max(most, this._after(words, at + n, from + 1)) : most;
  }

  private _goesOn(words: Words, at: number, from: number): boolean {
    const { crosses, hyphen, name, sign } = this._pieces[from];
    const { start, isBreak } = words.at(at)!;
    if (isBreak && !crosses) return false;
    const gap = words.text.slice(words.at(at - 1)!.end, start);
    if (hyphen && [name, this._pieces[from - 1].name].includes("*") && !HYPHEN.test(gap))
      return false;
    return sign === "&" ? gap.includes("&") : !sign || !gap.includes(".");
  }

  /** Whether a word is the pieces `from` to `to`, joined by hyphens if there are several. */
  private _fits(printed: string, from: number, to: number): boolean {
    const known = this._known[from][to];
    const before = known.get(printed);
    if (before !== undefined) return before;
    const word = tidied(printed);
    const fits = to > from ? this._isCompound(folded(word), from, to) : this._isPiece(word, from);
    known.set(printed, fits);
    return fits;
  }

  private _isCompound(name: string, from: number, to: number): boolean {
    const names = this._pieces.slice(from, to + 1).map((piece) => piece.name);
    return [names, names.map(withoutDots)].some((all) => globTest(all.join("-"))(name));
  }

  private _isPiece(word: string, at: number): boolean {
    const piece = this._pieces[at];
    const name = folded(word);
    const isShort = piece.name.includes(".");
    const hasHyphen = piece.hyphen || this._pieces[at + 1]?.hyphen;
    const is = globTest(piece.name)(name) || ((hasHyphen || isShort) && isDotted(name, piece.name));
    if (is && (!piece.capitals || isUpper(word))) return true;
    if (!lettersOf(piece.printed) || !isUpper(word)) return false;
    return isShort ? name === withoutDots(piece.name) : isDotted(name, piece.name);
  }

  /** Number of words that are the letters of an abbreviation, each with its full stop: C. P. I. */
  private _spelled(words: Words, at: number, from: number): number {
    const letters = lettersOf(this._pieces[from].printed);
    for (let k = 0; k < letters.length; k++) if (words.at(at + k)?.printed !== letters[k]) return 0;
    if (!letters) return 0;
    // "U. S." is no part of "U. S. S. R."
    const alone = String.raw`(?<!(?<![\p{L}\p{M}\p{Nd}_.])\p{L}\.\s?)`;
    const body = letters.split("").join(String.raw`\.\s*`);
    const asPrinted = new RegExp(String.raw`${alone}${body}\.(?!\s*\p{L}\.)`, "uy");
    asPrinted.lastIndex = words.at(at)!.start;
    return asPrinted.test(words.text) ? letters.length : 0;
  }

  /** Letters without which a text has no match, the longest that the pattern asks for, and where. */
  private _quickTest(): [quick: string, at: number] {
    let [quick, at, most] = [EVERY.source, 0, 0];
    this._pieces.forEach((piece, k) => {
      const [expression, letters] = quickFor(piece, this._pieces[k + 1]?.hyphen ?? false);
      const n = this._stops.starters.has(letters) ? 1 : letters.length;
      if (n > most) [quick, at, most] = [expression, k, n];
    });
    return [quick, at];
  }
}

/** An expression for the longest run of letters of a piece, and the run. */
function quickFor({ name, printed, hyphen }: Piece, isBeforeHyphen: boolean): [string, string] {
  const letters = withoutDots(name);
  const mayBeDotted = /^\p{L}+$/u.test(name) && (hyphen || isBeforeHyphen);
  if (letters !== name || lettersOf(printed) || mayBeDotted)
    return [`(?<!${LETTERS.source})${letters.split("").join("\\.?\\s*")}`, letters];
  const [run = ""] = (name.match(LETTERS) ?? []).sort((a, b) => b.length - a.length);
  const [before, after = ""] = name.split(run, 2);
  // a number may follow its unit: 2x2
  const isOpen = before.endsWith("*") || /^\p{Nd}/u.test(run);
  const edge = after.startsWith("*") ? "" : `(?!${LETTERS.source})`;
  return [(isOpen ? "" : `(?<!${LETTERS.source})`) + run + edge, run];
}
