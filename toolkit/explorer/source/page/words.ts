/** Words as the toolkit's tokenizer tells them, and what may stand between those of a phrase. */

/** A word of a text: its place, as it is printed, and whether a phrase ends before it. */
export interface Word {
  start: number;
  end: number;
  printed: string;
  isBreak: boolean;
}

/** Which full stops belong to the word before them: abbreviations, and what begins a sentence. */
export interface Stops {
  abbreviations: Set<string>;
  starters: Set<string>;
}

const WORD = "[\\p{L}\\p{M}\\p{Nd}]";
const TAIL = "[\\p{L}\\p{M}\\p{Nd}\\xad]*";
const POINTS = "[.,:/\\u066b\\u066c]";
/** `NEWS_PATTERN` of toolkit/tokenizing/scanner.py: addresses, names, abbreviations, words, numbers. */
const TOKEN = new RegExp(
  `(?:https?://|www\\.|t\\.co/|pic\\.twitter\\.com/)[^\\s<>"“”\\0]*[\\p{L}\\p{Nd}/]` +
    `|\\p{L}${TAIL}@[\\p{L}\\p{Nd}](?:[\\p{L}\\p{Nd}.\\-]*[\\p{L}\\p{Nd}])?` +
    `|(?<![\\p{L}\\p{M}\\p{Nd}_])[@#][\\p{L}_][\\p{L}\\p{M}\\p{Nd}_]*` +
    `|\\p{L}(?:\\.\\p{L}(?!${WORD}))+\\.?(?:['’]s(?!${WORD}))?` +
    `|\\p{L}${TAIL}(?:(?:['’‘\\-‐‑\\u200c\\u200d]|-\\r?\\n[ \\t]*)` +
    `(?!\\p{Nd}+${POINTS}\\p{Nd}|\\p{L}\\.\\p{L}(?!${WORD}))[\\p{L}\\p{Nd}]${TAIL})*` +
    `|\\p{Nd}+(?:${POINTS}\\p{Nd}+)*[\\p{L}\\p{M}]*`,
  "giu",
);
const MARKS = "[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]*";
const SPACES = "[\\s\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]*";
/** A letter, and what ends no phrase behind it; a full stop that may not end one. */
const OPEN = new RegExp(
  `^.${MARKS}(?:(?:[-‐‑+]|(?<=s)['’])?${SPACES}(?:&${SPACES})*|[/–]${MARKS})$`,
  "isu",
);
const STOP = new RegExp(`^.${MARKS}\\.${MARKS}\\s${SPACES}$`, "su");
export const DOTTED = /^\p{L}(\.\p{L})+\.?$/u;
/** Signs within words that are not compared: soft hyphens, vowel signs, lengthening. */
export const DROPPED =
  "\\xad\\u0640\\u0670\\ufe00-\\ufe0f\\u064b-\\u065f\\u06d6-\\u06dc\\u06df-\\u06e4";
// eslint-disable-next-line no-misleading-character-class -- each mark is dropped by itself
const SIGNS = new RegExp(`[${DROPPED}]`, "gu");
const IS_ASCII = /^[\0-\x7f]*$/u;

/** An abbreviation without its full stops, and any other word as it is. */
export function withoutDots(word: string): string {
  return DOTTED.test(word) ? word.replaceAll(".", "") : word;
}

/** A word with one kind of hyphen and apostrophe, without 's, and mended where a line ends. */
export function tidied(word: string): string {
  let tidy = word;
  if (!IS_ASCII.test(word)) {
    tidy = word.normalize().replace(/[’‘ʼ]/gu, "'").replace(/[‐‑]/gu, "-").replace(SIGNS, "");
  }
  if (tidy.includes("\n")) {
    tidy = tidy.replace(/-\r?\n[ \t]*(.)/gu, (_, next: string) =>
      /\p{Ll}/u.test(next) ? next : `-${next}`,
    );
  }
  return tidy.length > 2 ? tidy.replace(/'[sS]$/u, "") : tidy;
}

/** What words are compared by: small letters, one form of sigma, i for a Turkish capital. */
export function folded(word: string): string {
  return word.replaceAll("İ", "I").toLowerCase().replaceAll("ς", "σ");
}

/** The words of a text, read as far as they are asked for. */
export class Words {
  /** The place up to which the text was read. */
  end = 0;
  private _words: Word[] = [];

  constructor(
    readonly text: string,
    private readonly _stops: Stops,
  ) {}

  /** Go on at a place farther on, where no word is cut. */
  skip(to: number): void {
    this.end = to;
    this._words = [];
  }

  at(k: number): Word | undefined {
    while (k >= this._words.length) {
      TOKEN.lastIndex = this.end;
      const found = TOKEN.exec(this.text);
      if (!found) return undefined;
      const [start, before, printed] = [found.index, this._words.at(-1), found[0]];
      const isBreak = !before || !this._goesOn(before, start, printed);
      this.end = start + printed.length;
      this._words.push({ start, end: this.end, printed, isBreak });
    }
    return this._words[k];
  }

  /** Whether a phrase goes on from one word to the next. */
  private _goesOn({ end, printed }: Word, start: number, next: string): boolean {
    const gap = this.text.slice(end - 1, start);
    const isOpen = OPEN.test(gap);
    if (gap.split("\n").length > 2 || !(isOpen || STOP.test(gap))) return false;
    const short = folded(tidied(printed));
    if (isOpen && !short.endsWith(".")) return true;
    const bare = short.replace(/\.$/u, "");
    if (/^\p{L}$/u.test(bare)) return true;
    const first = /^\p{Lu}[\p{L}\p{Nd}]*/u.exec(next)?.[0] ?? "";
    const isShort = this._stops.abbreviations.has(bare) || DOTTED.test(bare);
    return isShort && !this._stops.starters.has(folded(first));
  }
}
