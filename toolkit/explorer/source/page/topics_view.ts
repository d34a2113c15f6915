/** Topics: a list, a map, one topic in full, or two side by side. */

import type { Params } from "./address.js";
import { type App, goLink, type View } from "./app.js";
import { pythonCall } from "./calls.js";
import { choice, type Column, dataTable } from "./data_table.js";
import { type Child, h, Section } from "./elements.js";
import { type Dot, Scatter } from "./scatter.js";
import { spark } from "./spark.js";
import { TimeChart } from "./time_chart.js";
import { topOf } from "./time_paths.js";
import { chosenText } from "./time_state.js";
import {
  outletShares,
  passageList,
  relevanceSlider,
  sharingList,
  termTable,
  topArticles,
} from "./topic_parts.js";
import { termsOf, type TopicTerm } from "./topic_terms.js";
import type { Point } from "./corpus.js";
import type { Series } from "./meta.js";
import { parted, percent } from "./wording.js";

const N_TERMS = 20;
const NO_TOPICS = "This file holds no topics: it was made from themes alone.";

export class TopicsView implements View {
  readonly element = h("div", { class: "view topics-view" });
  private readonly _list = new Section(h("div", { class: "topic-table" }));
  private readonly _map: Scatter;
  private readonly _head = new Section(h("div", { class: "topic-head" }));
  private readonly _slider = new Section(h("div"));
  private readonly _terms = new Section(h("div", { class: "columns" }));
  private readonly _near = new Section(h("div"));
  private readonly _rest = new Section(h("div"));
  private readonly _body = h("div", { class: "topic-body" });
  private _chart: TimeChart | null = null;
  private _lastWeight = -1;
  private _weight = 0.6;
  private _isPair = false;

  constructor(private readonly _app: App) {
    this._map = new Scatter("Map of the topics", { height: 380 }, (k) => _app.go({ k, with: "" }));
    if (!_app.corpus.topics.length) {
      this.element.append(
        h("h2", {}, "Topics"),
        h("p", {}, _app.corpus.meta.limits.find((one) => one.includes("o topics")) ?? NO_TOPICS),
      );
      return;
    }
    const over = h(
      "div",
      { class: "over" },
      this._list.element,
      h(
        "figure",
        {},
        h("figcaption", {}, h("h2", {}, "Map"), h("p", { class: "soft" }, this._mapNote())),
        this._map.element,
      ),
    );
    const terms = h(
      "div",
      { class: "topic-terms" },
      this._slider.element,
      this._terms.element,
      this._near.element,
    );
    this._body.append(terms, this._rest.element);
    const detail = h("section", { class: "topic-detail", "aria-label": "The topic" });
    detail.append(this._head.element, this._body);
    this.element.append(over, detail);
  }

  private _mapNote(): string {
    return (
      this._app.corpus.meta.sentences["map"] ??
      "Topics near one another use the same words; the size is the share of the corpus. Other distances say little."
    );
  }

  update(params: Params): void {
    const { corpus, work } = this._app;
    if (!corpus.topics.length) return;
    const asked = corpus.topicRow(params["k"] ?? "");
    const topic = Math.max(0, asked);
    const other = corpus.topicRow(params["with"] ?? "");
    this._isPair = other >= 0;
    this._body.classList.toggle("pair", this._isPair);
    const weight = Number.parseFloat(params["l"] ?? "");
    this._weight = isFinite(weight)
      ? Math.min(1, Math.max(0, weight))
      : (corpus.meta.lambda ?? 0.6);
    const named = JSON.stringify(work.steps);
    this._list.draw(`${topic} ${named}`, () => this._listNodes(topic));
    this._drawMap(topic);
    const key = `${topic} ${other} ${named}`;
    const isNew = this._head.draw(key, () => this._headNodes(topic, other));
    if (this._lastWeight !== this._weight) {
      if (document.activeElement?.id !== "relevance")
        this._slider.draw(String(this._weight), () => [this._sliderNode()]);
      this._lastWeight = this._weight;
    }
    this._drawTerms(topic, other, this._weight);
    this._near.draw(key, () => (this._isPair ? [] : this._neighbours(topic)));
    this._rest.draw(key, () => this._restNodes(topic, other));
    if (isNew && asked >= 0) this._app.say(`${work.seriesName(corpus.topics[topic].id)} shown.`);
  }

  private _listNodes(topic: number): Child[] {
    const { corpus } = this._app;
    const columns: Column<Series>[] = [
      {
        name: "Topic",
        cell: (one) => [
          goLink(
            this._app,
            this._app.work.seriesName(one.id),
            { k: one.id, with: "" },
            corpus.topicRow(one.id) === topic ? { "aria-current": "true" } : {},
          ),
          this._signs(one),
        ],
        sort: (one) => corpus.topicRow(one.id),
      },
      {
        name: "Share",
        cell: (one) => percent(one.prevalence ?? NaN),
        sort: (one) => one.prevalence ?? NaN,
        isNumber: true,
      },
      { name: "Over time", cell: (one) => spark(this._points(corpus.topicRow(one.id)), null) },
    ];
    return [
      h("h2", {}, "Topics"),
      dataTable("Topics, their mean share and their course", columns, corpus.topics),
      h("p", { class: "soft" }, corpus.meta.sentences["fragile"]),
      pythonCall(this._app, "topic_map", {}),
    ];
  }

  private _signs(one: Series): string {
    const number = this._app.corpus.topicNumber(one.id);
    const into = this._app.work.mergedInto(number);
    const merged = into === number ? "" : ` → ${into}`;
    return `${this._app.work.isFlagged(number) ? " ⚑" : ""}${merged}`;
  }

  /** Points of the first measure that the topics have. */
  private _points(topic: number): Point[] {
    const { corpus } = this._app;
    const row = corpus.seriesRow(corpus.topics[topic].id);
    return corpus.meta.period.names.map((_, at) => corpus.point(this._measure(), row, 0, at));
  }

  private _measure(): number {
    const { corpus } = this._app;
    const row = corpus.seriesRow(corpus.topics[0].id);
    const found = corpus.meta.measures.findIndex((_, k) => corpus.isMeasured(k, row));
    return Math.max(0, found);
  }

  private _drawMap(topic: number): void {
    const { corpus, work } = this._app;
    const [x, y] = [corpus.numbers("map.x"), corpus.numbers("map.y")];
    if (!x || !y) {
      this._map.element.replaceChildren(
        h("p", { class: "soft" }, "This file has no map of the topics."),
      );
      return;
    }
    const most = Math.max(...corpus.topics.map((one) => one.prevalence ?? 0)) || 1;
    const dots = corpus.topics.map((one, k): Dot => {
      const name = work.seriesName(one.id);
      const share = percent(one.prevalence ?? NaN);
      return {
        id: one.id,
        x: x[k],
        y: y[k],
        size: 5 + 17 * Math.sqrt((one.prevalence ?? 0) / most),
        label: shortName(name),
        sentence: `${name}, ${share}`,
        className: "ink1",
        weight: one.prevalence ?? 0,
      };
    });
    this._map.draw(dots, corpus.topics[topic].id);
  }

  private _headNodes(topic: number, other: number): Child[] {
    const { corpus, work } = this._app;
    const one = corpus.topics[topic];
    const second = corpus.topics[other];
    const name = second
      ? `${work.seriesName(one.id)} and ${work.seriesName(second.id)}`
      : work.seriesName(one.id);
    const notes = work.notesOf(corpus.topicNumber(one.id));
    const series = [one.id, second?.id ?? ""].filter(Boolean).join(",");
    const m = corpus.meta.measures[this._measure()]?.id ?? "";
    const share = `Mean share of an article: ${percent(one.prevalence ?? NaN)}. `;
    return [
      h("div", { class: "with-control" }, h("h2", {}, name), this._compareChoice(topic, other)),
      h("p", { class: "soft" }, share, one.description ?? ""),
      notes.map((note) => h("p", { class: "note" }, `Note: ${note}`)),
      this._curves(topic, other),
      h(
        "p",
        {},
        goLink(this._app, "The curve with outlets, events and articles", {
          v: "time",
          s: series,
          m,
          at: "",
        }),
        " · ",
        goLink(this._app, "Name, flag or merge", { v: "work" }),
      ),
    ];
  }

  private _compareChoice(topic: number, other: number): HTMLElement {
    const { corpus, work } = this._app;
    const rest = corpus.topics
      .filter((_, k) => k !== topic)
      .map((one): [string, string] => [one.id, work.seriesName(one.id)]);
    const options: [string, string][] = [["", "no other topic"], ...rest];
    const chosen = corpus.topics[other]?.id ?? "";
    const go = (id: string): void => this._app.go({ with: id });
    return choice("Compare with", options, chosen, go, { "data-control": "with" });
  }

  private _curves(topic: number, other: number): Child {
    const { corpus, work } = this._app;
    const { period } = corpus.meta;
    if (!period.names.length) return null;
    const lines = [topic, other]
      .filter((k) => k >= 0)
      .map((k, slot) => ({
        id: corpus.topics[k].id,
        label: work.seriesName(corpus.topics[k].id),
        slot: slot ? 0 : 1,
        points: this._points(k),
      }));
    const series = lines.map((one) => one.id).join(",");
    this._chart = new TimeChart((line, at) => this._follow(series, line.id, at));
    this._chart.draw(
      {
        name: lines.map((one) => one.label).join(" and "),
        lines,
        periods: period.names,
        starts: period.starts,
        events: [],
        top: topOf(lines.map((one) => one.points)),
        isPanel: true,
      },
      null,
    );
    return h("figure", {}, this._chart.element);
  }

  /** Go to the articles of a topic in a period, with the curves that were shown. */
  private _follow(series: string, topic: string, at: number): void {
    const m = this._app.corpus.meta.measures[this._measure()]?.id ?? "";
    const chosen = { series: topic, slice: 0, period: at, to: at, who: null };
    const point = chosenText(this._app, chosen);
    this._app.go({ v: "time", s: series, m, at: point, o: "", from: "", to: "" });
  }

  private _sliderNode(): HTMLElement {
    return relevanceSlider(this._weight, (weight, isLast) => {
      this._app.go({ l: String(weight) }, "replace");
      if (isLast) this._app.say(`Terms by relevance ${weight}.`);
    });
  }

  private _drawTerms(topic: number, other: number, weight: number): void {
    const { corpus } = this._app;
    if (!corpus.has("topic_terms.term")) {
      const none = "This file has no terms of the topics: only their shares were given.";
      this._slider.element.hidden = true;
      this._terms.draw("none", () => [h("p", { class: "soft" }, none)]);
      return;
    }
    this._terms.draw(JSON.stringify([topic, other, weight, this._app.work.steps]), () => {
      const chosen = [topic, other].filter((k) => k >= 0);
      const lists = chosen.map((k) => termsOf(corpus, k, weight, N_TERMS));
      const second = new Set(lists[1]?.map((one) => one.term));
      const shared = new Set(lists[0]?.map((one) => one.term).filter((one) => second.has(one)));
      return lists.map((terms, k) =>
        this._termNodes(chosen[k], terms, shared, k ? "ink0" : "ink1"),
      );
    });
  }

  private _termNodes(k: number, terms: TopicTerm[], shared: Set<number>, ink: string): HTMLElement {
    const one = this._app.corpus.topics[k];
    const values = {
      topic: this._app.corpus.topicNumber(one.id),
      relevance: this._weight,
      n: terms.length,
    };
    return h(
      "div",
      {},
      this._isPair ? h("h3", {}, this._app.work.seriesName(one.id)) : null,
      termTable(this._app, terms, ink, shared),
      pythonCall(this._app, "topic_terms", values),
    );
  }

  /** What stands beside or below the terms: in columns where two topics are compared. */
  private _restNodes(topic: number, other: number): Child[] {
    const { corpus } = this._app;
    const number = (k: number): number => corpus.topicNumber(corpus.topics[k].id);
    if (other < 0) return this._reading(topic);
    const values = { a: number(topic), b: number(other) };
    const pair = pythonCall(this._app, "topic_pair", values, "both topics");
    const columns = [topic, other].map((k) => h("div", {}, this._neighbours(k), this._reading(k)));
    return [pair, h("div", { class: "columns" }, columns)];
  }

  private _neighbours(k: number): Child[] {
    const { corpus } = this._app;
    const terms = termsOf(corpus, k, corpus.meta.lambda ?? 0.6, 30);
    return [
      h("h3", {}, "Which other topics share its words"),
      sharingList(this._app, k, terms),
      h("h3", {}, `By ${corpus.meta.outlets.label}`),
      outletShares(this._app, k),
    ];
  }

  private _reading(k: number): Child[] {
    return [
      h("h3", {}, "Telling passages"),
      passageList(this._app, k),
      h("h3", {}, "Articles with the largest share"),
      topArticles(this._app, k),
    ];
  }
}

/** The first words of a name, as many as a map has room for. */
function shortName(name: string): string {
  const [bare, end] = parted(name);
  const words = bare.split(" ");
  while (words.length > 1 && words.join(" ").length > 26) words.pop();
  return words.join(" ").replace(/,$/u, "") + end;
}
