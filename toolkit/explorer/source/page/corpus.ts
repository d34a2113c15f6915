/** The corpus of the file: articles, shares, topics, themes, texts. Nothing is estimated here. */

import { type ColumnSpec, type Container, type Numbers, TextColumn } from "./container.js";
import { completeMeta, type Meta, type Series } from "./meta.js";
import { dayName } from "./wording.js";

/** One estimate, as Python computed it. Shares are NaN where there is none. */
export interface Point {
  value: number;
  low: number;
  high: number;
  n: number;
  status: Status;
}

export enum Status {
  Fine = 0,
  Partial = 1,
  Sparse = 2,
  Gap = 3,
}

export const NO_PERIOD = 65535;
const NO_DAY = -2147483648;
const NO_TEXT = new TextColumn(new Uint8Array(0), new Uint32Array(1));

export class Corpus {
  readonly meta: Meta;
  readonly themes: Series[];
  readonly topics: Series[];
  private readonly _seriesRows = new Map<string, number>();
  private readonly _articleRows = new Map<string, number>();
  private readonly _cache = new Map<string, Numbers | TextColumn | null>();
  private readonly _readers = new Map<string, (at: number) => number>();
  private readonly _measured = new Map<number, boolean>();
  private _byPeriod: number[][] | null = null;

  constructor(private readonly _container: Container) {
    this.meta = completeMeta(_container.meta);
    this.themes = this.meta.series.filter((one) => one.kind === "theme");
    this.topics = this.meta.series.filter((one) => one.kind === "topic");
    this.meta.series.forEach((one, row) => this._seriesRows.set(one.id, row));
  }

  has(name: string): boolean {
    return this._container.has(name);
  }

  /** Return a column of numbers, or null where the file has none. */
  numbers(name: string): Numbers | null {
    if (!this._cache.has(name)) {
      this._cache.set(name, this.has(name) ? this._container.numbers(name) : null);
    }
    return this._cache.get(name) as Numbers | null;
  }

  texts(name: string): TextColumn {
    if (!this._cache.has(name)) {
      this._cache.set(name, this.has(name) ? this._container.texts(name) : NO_TEXT);
    }
    return this._cache.get(name) as TextColumn;
  }

  width(name: string): number {
    return this.has(name) ? (this._container.spec(name).shape[1] ?? 1) : 0;
  }

  scale(name: string): number {
    return this.has(name) ? (this._container.spec(name).scale ?? 1) : 1;
  }

  seriesRow(id: string): number {
    return this._seriesRows.get(id) ?? -1;
  }

  series(id: string): Series | undefined {
    return this.meta.series[this.seriesRow(id)];
  }

  /** Row of a topic in the arrays of topics. */
  topicRow(id: string): number {
    return this.topics.findIndex((one) => one.id === id);
  }

  topicNumber(id: string): number {
    return Number(id.slice(id.indexOf(":") + 1));
  }

  sliceName(slice: number): string {
    const { outlet } = this.meta.slices[slice] ?? {};
    if (outlet === undefined) return `All ${plural(this.meta.outlets.label)}`;
    return this.meta.outlets.names[outlet] ?? "";
  }

  /** Outlet of a slice, or null for all of them. */
  sliceOutlet(slice: number): number | null {
    return this.meta.slices[slice]?.outlet ?? null;
  }

  point(measure: number, series: number, slice: number, period: number): Point {
    const { slices, series: all, period: periods } = this.meta;
    const wide = periods.names.length;
    const kind = Math.max(0, this.meta.kinds.indexOf(all[series]?.kind ?? ""));
    const below = (kind * slices.length + slice) * wide + period;
    const at = ((measure * all.length + series) * slices.length + slice) * wide + period;
    return {
      value: this._reader("shares.value")(at),
      low: this._reader("shares.low")(at),
      high: this._reader("shares.high")(at),
      n: this._reader("shares.n")(below),
      status: statusOf(this._reader("shares.status")(below)),
    };
  }

  /** Whether a measure has any value for a series. */
  isMeasured(measure: number, series: number): boolean {
    const key = measure * this.meta.series.length + series;
    let known = this._measured.get(key);
    if (known === undefined) {
      const first = key * this.meta.slices.length * this.meta.period.names.length;
      const read = this._reader("shares.value");
      known = this.meta.period.names.some((_, period) => !Number.isNaN(read(first + period)));
      this._measured.set(key, known);
    }
    return known;
  }

  /** A measure that a series has: the one asked for, or the first that has values. */
  measureFor(measure: number, series: number): number {
    if (this.isMeasured(measure, series)) return measure;
    const found = this.meta.measures.findIndex((_, other) => this.isMeasured(other, series));
    return found < 0 ? measure : found;
  }

  /** Return a number in its own unit; the missing ones of small types are NaN. */
  real(name: string, at: number): number {
    return this._reader(name)(at);
  }

  private _reader(name: string): (at: number) => number {
    let reader = this._readers.get(name);
    if (!reader) {
      reader = readerOf(this.numbers(name), this.has(name) ? this._container.spec(name) : null);
      this._readers.set(name, reader);
    }
    return reader;
  }

  id(article: number): string {
    return this.texts("articles.id").at(article);
  }

  articleRow(id: string): number {
    if (!this._articleRows.size) {
      this.texts("articles.id")
        .all()
        .forEach((one, row) => this._articleRows.set(one, row));
    }
    return this._articleRows.get(id) ?? -1;
  }

  title(article: number): string {
    return this.texts("articles.title").at(article);
  }

  /** Its title, or without one how its text begins, or else its id, so that it can be told apart. */
  called(article: number): string {
    const title = this.title(article).trim();
    if (title) return title;
    const text = this.texts("bodies.text").at(article).slice(0, 400).trim().replace(/\s+/gu, " ");
    const start = text.length > 64 ? `${text.slice(0, 64).replace(/\s\S*$/u, "")} …` : text;
    return `Untitled: ${start || this.id(article)}`;
  }

  outlet(article: number): string {
    const outlet = this.numbers("articles.outlet")?.[article] ?? NO_PERIOD;
    return this.meta.outlets.names[outlet] ?? "";
  }

  /** Days since 1970, or null without a date. */
  day(article: number): number | null {
    const day = this.numbers("articles.day")?.[article] ?? NO_DAY;
    return day === NO_DAY ? null : day;
  }

  /** How much of the date is missing: 0 nothing, 1 the day, 2 the month as well. */
  coarse(article: number): number {
    return this.numbers("articles.precision")?.[article] ?? 0;
  }

  /** The date of an article, as much of it as was printed. */
  date(article: number, isShort = false): string {
    return dayName(this.day(article), isShort, this.coarse(article));
  }

  /** What an article counts for; copies of one story may share a weight. */
  weight(article: number): number {
    return this.numbers("articles.weight")?.[article] ?? 1;
  }

  /** Address of the article, if it is one of the web. */
  url(article: number): string {
    const url = this.texts("articles.url").at(article);
    return /^https?:\/\//iu.test(url) ? url : "";
  }

  /** Articles of the periods from `from` to `to`, of one outlet or of all. */
  articlesOf(from: number, to: number, outlet: number | null): number[] {
    this._byPeriod ??= groupByPeriod(this.numbers("articles.period"), this.meta);
    const inside = this._byPeriod.slice(from, to + 1).flat();
    if (outlet === null) return inside;
    const outlets = this.numbers("articles.outlet");
    return inside.filter((article) => outlets?.[article] === outlet);
  }

  /** Return the topic shares of an article by topic row; NaN without words or beyond the largest. */
  topicShares(article: number): number[] {
    const n = this.topics.length;
    if (this.has("topics.share")) {
      return this.topics.map((_, topic) => {
        const stored = this.numbers("topics.share")?.[article * n + topic] ?? 255;
        return stored === 255 ? NaN : stored * this.scale("topics.share");
      });
    }
    const shares = this.topics.map(() => NaN);
    const wide = this.width("topics.top");
    for (let k = 0; k < wide; k++) {
      const topic = this.numbers("topics.top")?.[article * wide + k] ?? 255;
      const stored = this.numbers("topics.top_share")?.[article * wide + k] ?? 255;
      if (topic < n && stored < 255) shares[topic] = stored * this.scale("topics.top_share");
    }
    return shares;
  }

  /** Rows `[from, to)` of a sorted column that hold a value. */
  rows(name: string, value: number): [number, number] {
    const values = this.numbers(name);
    if (!values) return [0, 0];
    return [lowerBound(values, value), lowerBound(values, value + 1)];
  }
}

function readerOf(values: Numbers | null, spec: ColumnSpec | null): (at: number) => number {
  if (!values || !spec) return () => NaN;
  const scale = spec.scale ?? 1;
  const missing = { u8: 255, u16: 65535 }[spec.type as "u8" | "u16"];
  if (spec.missing !== true || missing === undefined) return (at) => (values[at] ?? NaN) * scale;
  return (at) => (values[at] === missing ? NaN : (values[at] ?? NaN) * scale);
}

function statusOf(stored: number): Status {
  return [Status.Fine, Status.Partial, Status.Sparse, Status.Gap][stored] ?? Status.Fine;
}

function groupByPeriod(periods: Numbers | null, meta: Meta): number[][] {
  const groups = meta.period.names.map((): number[] => []);
  periods?.forEach((period, article) => groups[period]?.push(article));
  return groups;
}

function lowerBound(values: Numbers, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return the plural of a plain noun such as "outlet", "agency". */
export function plural(noun: string): string {
  if (/[^aeiou]y$/u.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/u.test(noun) ? `${noun}es` : `${noun}s`;
}
