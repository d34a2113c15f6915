/** Shares over time, with intervals, denominators, gaps; a point leads to its articles. */

import type { Params } from "./address.js";
import { type App, goLink, type View } from "./app.js";
import { pythonCall } from "./calls.js";
import { choice, numbersBehind } from "./data_table.js";
import { h, onChange, Section } from "./elements.js";
import { nameOf } from "./chosen.js";
import { evidence } from "./evidence.js";
import { keyMark } from "./palette.js";
import { SeriesList } from "./series_list.js";
import { TimeChart } from "./time_chart.js";
import { type ChartData, daysOf, eventsWithin, type Line } from "./time_drawing.js";
import { timeTable } from "./time_table.js";
import { topOf } from "./time_paths.js";
import {
  chosenText,
  type Panel,
  panelsOf,
  readTimeState,
  sliceText,
  type TimeState,
} from "./time_state.js";
import { counted, dayName, periodName, spoken } from "./wording.js";
import type { Point } from "./corpus.js";

const READING =
  "Bands are 95 % intervals. Hollow marks: a period only partly covered, or too few articles. " +
  "Striped: no articles. Bars: articles per period.";

export class TimeView implements View {
  readonly element = h("div", { class: "view time-view" });
  private readonly _list: SeriesList;
  private readonly _controls = new Section(h("div", { class: "controls" }));
  private readonly _charts = h("div", { class: "charts" });
  private readonly _notes = new Section(h("div", { class: "chart-notes" }));
  private readonly _behind = new Section(
    h("section", { class: "evidence", "aria-label": "Articles behind the point" }),
  );
  private _drawn: TimeChart[] = [];
  private _state: TimeState | null = null;
  private _heading = h("h2", { class: "chart-title" });

  constructor(private readonly _app: App) {
    this._list = new SeriesList(_app, (id, isOn) => this._toggle(id, isOn));
    const chooser = h(
      "details",
      { class: "chooser", open: true },
      h("summary", {}, "Choose curves"),
      this._list.element,
    );
    if (window.innerWidth < 900) chooser.open = false;
    const main = h(
      "div",
      { class: "main" },
      this._controls.element,
      this._heading,
      this._charts,
      this._notes.element,
      this._behind.element,
    );
    this.element.append(h("aside", { "aria-label": "Themes and topics" }, chooser), main);
  }

  update(params: Params): void {
    if (!this._app.corpus.meta.period.names.length) {
      this.element.replaceChildren(...withoutDates(this._app));
      return;
    }
    const before = this._state?.chosen;
    const state = readTimeState(this._app, params);
    this._state = state;
    this._list.update(state.slots, state.measure, state.slices);
    this._controls.draw(JSON.stringify([state.slices, state.measure, state.from, state.to]), () =>
      this._controlNodes(state),
    );
    const panels = panelsOf(this._app, state);
    this._drawCharts(panels, state);
    this._notes.draw(
      JSON.stringify([
        params["s"],
        params["o"],
        params["m"],
        params["from"],
        params["to"],
        this._app.work.steps,
      ]),
      () => this._noteNodes(panels, state),
    );
    const { chosen } = state;
    const isNew = this._behind.draw(JSON.stringify([chosen, this._app.work.steps]), () =>
      chosen ? evidence(this._app, chosen) : [this._hint()],
    );
    if (
      isNew &&
      chosen &&
      before !== undefined &&
      JSON.stringify(before) !== JSON.stringify(chosen)
    )
      this._lead();
  }

  /** Move on to the articles that a point has led to. */
  private _lead(): void {
    const heading = this._behind.element.querySelector("h2");
    heading?.focus({ preventScroll: true });
    const box = this._behind.element.getBoundingClientRect();
    if (box.top > window.innerHeight - 160) heading?.scrollIntoView({ block: "center" });
    this._app.say(this._behind.element.querySelector(".adds-up")?.textContent ?? "");
  }

  private _hint(): HTMLElement {
    return h(
      "p",
      { class: "soft" },
      "Choose a point, by click or arrow keys and Enter, to read the articles behind it.",
    );
  }

  private _toggle(id: string, isOn: boolean): void {
    const chosen = this._state?.series ?? [];
    const order = this._app.corpus.meta.series.map((one) => one.id);
    const next = isOn
      ? [...chosen, id].sort((a, b) => order.indexOf(a) - order.indexOf(b))
      : chosen.filter((one) => one !== id);
    this._app.go({ s: next.join(",") });
    this._app.say(`${counted(this._state?.series.length ?? 0, "curve")} shown.`);
  }

  private _controlNodes(state: TimeState): HTMLElement[] {
    const { meta } = this._app.corpus;
    const periods = meta.period.names.map((name): [string, string] => [name, periodName(name)]);
    const measures = meta.measures.map((one): [string, string] => [one.id, one.label]);
    const measure = choice(
      "Measure",
      measures,
      meta.measures[state.measure]?.id ?? "",
      (m) => this._app.go({ m }),
      { "data-control": "measure" },
    );
    const from = choice(
      "From",
      periods,
      periods[state.from]?.[0] ?? "",
      (one) => this._app.go({ from: one }),
      { "data-control": "from" },
    );
    const to = choice(
      "To",
      periods,
      periods[state.to]?.[0] ?? "",
      (one) => this._app.go({ to: one }),
      { "data-control": "to" },
    );
    return [measure, this._outletChoice(state), from, to];
  }

  private _outletChoice(state: TimeState): HTMLElement {
    const { meta } = this._app.corpus;
    const boxes = meta.slices.map((slice, k) => {
      const box = h("input", { type: "checkbox", value: sliceText(slice.outlet), "data-slice": k });
      box.checked = state.slices.includes(k);
      onChange(box, () => {
        const next = box.checked ? [...state.slices, k] : state.slices.filter((one) => one !== k);
        const sorted = next.sort((a, b) => a - b).map((one) => sliceText(meta.slices[one]?.outlet));
        this._app.go({ o: sorted.join(",") });
      });
      return h("label", {}, box, this._app.corpus.sliceName(k));
    });
    const label = spoken(meta.outlets.label);
    const names = state.slices.map((one) => this._app.corpus.sliceName(one)).join(", ");
    const menu = h(
      "details",
      { class: "menu" },
      h("summary", { "data-control": "outlets" }, `${label}: ${names}`),
      h("fieldset", {}, h("legend", {}, label), boxes),
    );
    menu.open = this._controls.element.querySelector<HTMLDetailsElement>(".menu")?.open ?? false;
    return menu;
  }

  private _drawCharts(panels: Panel[], state: TimeState): void {
    const { meta } = this._app.corpus;
    const lines = panels.map((panel) => this._lines(panel, state));
    const top = topOf(lines.flat().map((line) => line.points));
    const isPanel = panels.length > 1;
    while (this._drawn.length > panels.length) this._drawn.pop();
    while (this._drawn.length < panels.length) this._drawn.push(this._newChart());
    this._charts.className = isPanel ? "charts panels" : "charts";
    const [from, to] = [state.from, state.to + 1];
    this._heading.textContent = meta.measures[state.measure]?.label ?? "Shares";
    const figures = panels.map((panel, k) => {
      const chart = this._drawn[k];
      const data: ChartData = {
        name: `${this._heading.textContent}, ${panel.name}`,
        lines: lines[k] ?? [],
        top,
        isPanel,
        events: meta.events,
        periods: meta.period.names.slice(from, to),
        starts: daysOf(meta.period.starts.slice(from, to), meta.period.ends.slice(from, to)),
      };
      const caption = isPanel ? h("figcaption", { class: "panel-title" }, panel.name) : null;
      return { chart, data, figure: h("figure", {}, caption, legend(data), chart.element) };
    });
    this._charts.replaceChildren(...figures.map(({ figure }) => figure));
    for (const { chart, data } of figures) chart.draw(data, this._selected(data, state));
  }

  private _newChart(): TimeChart {
    return new TimeChart((line, period) => {
      const [series = "", slice = "0"] = line.id.split("@");
      const at = period + (this._state?.from ?? 0);
      const chosen = { series, slice: Number(slice), period: at, to: at, who: null };
      this._app.go({ at: chosenText(this._app, chosen) });
    });
  }

  private _lines(panel: Panel, state: TimeState): Line[] {
    return panel.lines.map(({ series, slice, label, slot }) => {
      const row = this._app.corpus.seriesRow(series);
      const points: Point[] = [];
      for (let at = state.from; at <= state.to; at++)
        points.push(this._app.corpus.point(state.measure, row, slice, at));
      return { id: `${series}@${slice}`, label, slot, points };
    });
  }

  private _selected(
    data: ChartData,
    { chosen, from }: TimeState,
  ): { line: number; period: number } | null {
    if (!chosen || chosen.period !== chosen.to) return null;
    const line = data.lines.findIndex((one) => one.id === `${chosen.series}@${chosen.slice}`);
    return line < 0 ? null : { line, period: chosen.period - from };
  }

  private _noteNodes(panels: Panel[], state: TimeState): (HTMLElement | null)[] {
    const { meta } = this._app.corpus;
    const parts = ["interval", "partial", "sparse", "gap", "denominator"].map(
      (key) => meta.sentences[key],
    );
    const said = parts.filter(Boolean).join(" ") || READING;
    const day = (start: string): string => dayName(Date.parse(start) / 86_400_000, true);
    const { starts, ends } = meta.period;
    const [first, last] = [state.from, state.to + 1];
    const shown = eventsWithin(
      meta.events,
      daysOf(starts.slice(first, last), ends.slice(first, last)),
    );
    const names = shown.map((one) => `${one.name} (${day(one.start)})`).join("; ");
    const events = names ? ` Lines: ${names}.` : "";
    const explanation = meta.measures[state.measure]?.explanation ?? "";
    return [
      h("p", { class: "soft" }, `${explanation} ${said}${events}`),
      numbersBehind("Table of these numbers", () => this._table(panels, state)),
      this._seriesCall(panels[0]?.lines[0], state),
      this._spanLinks(state),
    ];
  }

  /** Links to all articles of the span shown, curve by curve. */
  private _spanLinks(state: TimeState): HTMLElement {
    const slice = state.slices[0] ?? 0;
    const links = state.series.map((series, k) => {
      const at = chosenText(this._app, {
        series,
        slice,
        period: state.from,
        to: state.to,
        who: null,
      });
      return [k ? ", " : " ", goLink(this._app, this._app.work.seriesName(series), { at })];
    });
    return h("p", { class: "soft" }, "All articles of the span shown:", links);
  }

  private _seriesCall(line: Panel["lines"][0] | undefined, state: TimeState): HTMLElement | null {
    const { corpus } = this._app;
    if (!line) return null;
    const isTheme = corpus.series(line.series)?.kind === "theme";
    return pythonCall(this._app, isTheme ? "theme_series" : "topic_series", {
      [isTheme ? "theme" : "topic"]: isTheme
        ? nameOf(line.series)
        : corpus.topicNumber(line.series),
      source: line.slice ? corpus.sliceName(line.slice) : null,
      measure: corpus.meta.measures[state.measure]?.score ?? "",
    });
  }

  private _table(panels: Panel[], state: TimeState): HTMLElement {
    const lines = panels.flatMap((panel) =>
      this._lines(panel, state).map((line) => {
        const isOwn = panels.length < 2 || panel.name === line.label;
        return isOwn ? line : { ...line, label: `${panel.name}, ${line.label}` };
      }),
    );
    const { names } = this._app.corpus.meta.period;
    return timeTable(lines, names.slice(state.from, state.to + 1));
  }
}

/** What is said where no article has a place in time. */
function withoutDates(app: App): HTMLElement[] {
  const search = goLink(app, "Search", { v: "search" });
  const articles = goLink(app, "all articles", { v: "article" });
  const why = app.corpus.meta.dated ? "" : "No article has a date, so ";
  const said = spoken(`${why}nothing is shown over time.`);
  const main = [
    h("h2", {}, "Time"),
    h("p", {}, said, " ", app.corpus.meta.limits.join(" ")),
    h("p", {}, search, " or read ", articles, "."),
  ];
  return [h("div", { class: "main" }, main)];
}

/** Names of the curves above a chart, for where there is no room at their ends. */
function legend(data: ChartData): HTMLElement | null {
  if (data.isPanel && data.lines.length < 2) return null;
  return h(
    "p",
    { class: "legend" },
    data.lines.map((line) => h("span", {}, keyMark(line.slot), line.label)),
  );
}
