/** What a person has named, flagged, merged, noted and marked. It lives in the address alone. */

import type { Corpus } from "./corpus.js";
import { spoken } from "./wording.js";

export type Step =
  | { do: "name"; topic: number; text: string }
  | { do: "note"; topic: number; text: string }
  | { do: "merge"; topics: number[]; into: number };

const FLAG = "flagged";

export class Work {
  steps: Step[] = [];
  /** Rows of the marked articles, with a note or an empty text. */
  marked = new Map<number, string>();

  constructor(private readonly _corpus: Corpus) {}

  get isEmpty(): boolean {
    return !this.steps.length && !this.marked.size;
  }

  add(step: Step): void {
    this.steps.push(step);
  }

  undo(): Step | undefined {
    return this.steps.pop();
  }

  /** Name a topic; naming it again replaces a name given just before. */
  name(topic: number, text: string): void {
    const last = this.steps.at(-1);
    if (last?.do === "name" && last.topic === topic) this.steps.pop();
    if (text.trim()) this.add({ do: "name", topic, text: text.trim() });
  }

  nameOf(topic: number): string {
    const named = this.steps.filter((step) => step.do === "name" && step.topic === topic);
    const last = named.at(-1);
    return last && "text" in last ? last.text : "";
  }

  notesOf(topic: number): string[] {
    return this.steps.flatMap((step) =>
      step.do === "note" && step.topic === topic && step.text !== FLAG ? [step.text] : [],
    );
  }

  isFlagged(topic: number): boolean {
    return this.steps.some(
      (step) => step.do === "note" && step.topic === topic && step.text === FLAG,
    );
  }

  flag(topic: number, isOn: boolean): void {
    const isFlag = (step: Step): boolean =>
      step.do === "note" && step.topic === topic && step.text === FLAG;
    this.steps = this.steps.filter((step) => !isFlag(step));
    if (isOn) this.add({ do: "note", topic, text: FLAG });
  }

  /** Topic that holds a topic after the merges, or the topic itself. */
  mergedInto(topic: number): number {
    let into = topic;
    for (const step of this.steps) {
      if (step.do === "merge" && step.topics.includes(into)) into = step.into;
    }
    return into;
  }

  /** Whether a topic can still be named, noted or merged. */
  isKept(topic: number): boolean {
    return this.mergedInto(topic) === topic;
  }

  mark(article: number, isOn: boolean, note = ""): void {
    if (isOn) this.marked.set(article, note);
    else this.marked.delete(article);
  }

  /** The name of a series: the person's, else the label of the file; † if it is fragile. */
  seriesName(id: string): string {
    const series = this._corpus.series(id);
    if (series?.kind !== "topic") return spoken(series?.label ?? id);
    const number = this._corpus.topicNumber(id);
    const own = this.nameOf(number);
    const mark = series.fragile ? " †" : "";
    if (!own && series.label.toLowerCase() === `topic ${number}`)
      return spoken(series.label) + mark;
    return `${number} ${own || series.label}${mark}`;
  }

  /** The recipe as `read_recipe` reads it; null without a model of the toolkit. */
  recipe(): string | null {
    const { recipe } = this._corpus.meta;
    if (!recipe) return null;
    return `${[recipe.head.trim(), ...this.steps.map(stepAsToml)].join("\n\n")}\n`;
  }

  /** The work as text for the address. */
  save(): string {
    if (this.isEmpty) return "";
    const marked = [...this.marked].map(([row, note]) => (note ? [row, note] : row));
    const of = this._corpus.meta.config_hash.slice(0, 8);
    return JSON.stringify([of, this.steps, marked]);
  }

  /** Take over the work of an address; that of another file or a damaged one is refused. */
  load(text: string): void {
    this.steps = [];
    this.marked = new Map();
    const [of, steps, marked] = parsed(text);
    if (of !== this._corpus.meta.config_hash.slice(0, 8)) return;
    const known = new Set(this._corpus.topics.map((one) => this._corpus.topicNumber(one.id)));
    for (const one of listed(steps)) {
      const step = stepOf(one);
      if (step && topicsOf(step).every((topic) => known.has(topic))) this.steps.push(step);
    }
    for (const one of listed(marked)) {
      const [row, note] = Array.isArray(one) ? (one as unknown[]) : [one, ""];
      if (typeof row === "number" && row in this._rowsOfArticles) {
        this.marked.set(row, typeof note === "string" ? note : "");
      }
    }
  }

  private get _rowsOfArticles(): ArrayLike<unknown> {
    return this._corpus.numbers("articles.day") ?? [];
  }
}

function parsed(text: string): unknown[] {
  try {
    return listed(JSON.parse(text || "[]"));
  } catch {
    return [];
  }
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function stepOf(value: unknown): Step | null {
  const step = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const { do: action, topic, text, topics, into } = step;
  if ((action === "name" || action === "note") && typeof topic === "number") {
    return typeof text === "string" && text ? { do: action, topic, text } : null;
  }
  const members = listed(topics).filter((one) => typeof one === "number");
  if (action === "merge" && typeof into === "number" && members.length > 1) {
    return { do: "merge", topics: members, into };
  }
  return null;
}

function topicsOf(step: Step): number[] {
  return step.do === "merge" ? [...step.topics, step.into] : [step.topic];
}

/** A step as TOML, as `TopicRecipe.save` writes it. */
function stepAsToml(step: Step): string {
  const lines = Object.entries(step).map(([key, value]) => {
    const text = typeof value === "string" ? value.toWellFormed() : (value as number | number[]);
    const json: string = Array.isArray(text) ? `[${text.join(", ")}]` : JSON.stringify(text);
    return `${key} = ${json.replaceAll("\u007f", "\\u007f")}`;
  });
  return ["[[step]]", ...lines].join("\n");
}
