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
  private readonly list: SeriesList;
  private readonly controls = new Section(h("div", { class: "controls" }));
  private readonly charts = h("div", { class: "charts" });
  private readonly notes = new Section(h("div", { class: "chart-notes" }));
  private readonly behind = new Section(
    h("section", { class: "evidence", "aria-label": "Articles behind the point" }),
  );
  private drawn: TimeChart[] = [];
  private state: TimeState | null = null;
  private heading = h("h2", { class: "chart-title" });

  constructor(private readonly app: App) {
    this.list = new SeriesList(app, (id, isOn) => this.toggle(id, isOn));
    const chooser = h(
      "details",
      { class: "chooser", open: true },
      h("summary", {}, "Choose curves"),
      this.list.element,
    );
    if (window.innerWidth < 900) chooser.open = false;
    const main = h(
      "div",
      { class: "main" },
      this.controls.element,
      this.heading,
      this.charts,
      this.notes.element,
      this.behind.element,
    );
    this.element.append(h("aside", { "aria-label": "Themes and topics" }, chooser), main);
  }

  update(params: Params): void {
    if (!this.app.corpus.meta.period.names.length) {
      this.element.replaceChildren(...withoutDates(this.app));
      return;
    }
    const before = this.state?.chosen;
    const state = readTimeState(this.app, params);
    this.state = state;
    this.list.update(state.slots, state.measure, state.slices);
    this.controls.draw(JSON.stringify([state.slices, state.measure, state.from, state.to]), () =>
      this.controlNodes(state),
    );
    const panels = panelsOf(this.app, state);
    this.drawCharts(panels, state);
    this.notes.draw(
      JSON.stringify([
        params["s"],
        params["o"],
        params["m"],
        params["from"],
        params["to"],
        this.app.work.steps,
      ]),
      () => this.noteNodes(panels, state),
    );
    const { chosen } = state;
    const isNew = this.behind.draw(JSON.stringify([chosen, this.app.work.steps]), () =>
      chosen ? evidence(this.app, chosen) : [this.hint()],
    );
    if (
      isNew &&
      chosen &&
      before !== undefined &&
      JSON.stringify(before) !== JSON.stringify(chosen)
    )
      this.lead();
  }

  /** Move on to the articles that a point has led to. */
  private lead(): void {
    const heading = this.behind.element.querySelector("h2");
    heading?.focus({ preventScroll: true });
    const box = this.behind.element.getBoundingClientRect();
    if (box.top > window.innerHeight - 160) heading?.scrollIntoView({ block: "center" });
    this.app.say(this.behind.element.querySelector(".adds-up")?.textContent ?? "");
  }

  private hint(): HTMLElement {
    return h(
      "p",
      { class: "soft" },
      "Choose a point, by click or with arrow keys and Enter, to read the articles behind it.",
    );
  }

  private toggle(id: string, isOn: boolean): void {
    const chosen = this.state?.series ?? [];
    const order = this.app.corpus.meta.series.map((one) => one.id);
    const next = isOn
      ? [...chosen, id].sort((a, b) => order.indexOf(a) - order.indexOf(b))
      : chosen.filter((one) => one !== id);
    this.app.go({ s: next.join(",") });
    this.app.say(`${counted(this.state?.series.length ?? 0, "curve")} shown.`);
  }

  private controlNodes(state: TimeState): HTMLElement[] {
    const { meta } = this.app.corpus;
    const periods = meta.period.names.map((name): [string, string] => [name, periodName(name)]);
    const measures = meta.measures.map((one): [string, string] => [one.id, one.label]);
    const measure = choice(
      "Measure",
      measures,
      meta.measures[state.measure]?.id ?? "",
      (m) => this.app.go({ m }),
      { "data-control": "measure" },
    );
    const from = choice(
      "From",
      periods,
      periods[state.from]?.[0] ?? "",
      (one) => this.app.go({ from: one }),
      { "data-control": "from" },
    );
    const to = choice(
      "To",
      periods,
      periods[state.to]?.[0] ?? "",
      (one) => this.app.go({ to: one }),
      { "data-control": "to" },
    );
    return [measure, this.outletChoice(state), from, to];
  }

  private outletChoice(state: TimeState): HTMLElement {
    const { meta } = this.app.corpus;
    const boxes = meta.slices.map((slice, k) => {
      const box = h("input", { type: "checkbox", value: sliceText(slice.outlet), "data-slice": k });
      box.checked = state.slices.includes(k);
      onChange(box, () => {
        const next = box.checked ? [...state.slices, k] : state.slices.filter((one) => one !== k);
        const sorted = next.sort((a, b) => a - b).map((one) => sliceText(meta.slices[one]?.outlet));
        this.app.go({ o: sorted.join(",") });
      });
      return h("label", {}, box, this.app.corpus.sliceName(k));
    });
    const label = spoken(meta.outlets.label);
    const names = state.slices.map((one) => this.app.corpus.sliceName(one)).join(", ");
    const menu = h(
      "details",
      { class: "menu" },
      h("summary", { "data-control": "outlets" }, `${label}: ${names}`),
      h("fieldset", {}, h("legend", {}, label), boxes),
    );
    menu.open = this.controls.element.querySelector<HTMLDetailsElement>(".menu")?.open ?? false;
    return menu;
  }

  private drawCharts(panels: Panel[], state: TimeState): void {
    const { meta } = this.app.corpus;
    const lines = panels.map((panel) => this.lines(panel, state));
    const top = topOf(lines.flat().map((line) => line.points));
    const isPanel = panels.length > 1;
    while (this.drawn.length > panels.length) this.drawn.pop();
    while (this.drawn.length < panels.length) this.drawn.push(this.newChart());
    this.charts.className = isPanel ? "charts panels" : "charts";
    const [from, to] = [state.from, state.to + 1];
    this.heading.textContent = meta.measures[state.measure]?.label ?? "Shares";
    const figures = panels.map((panel, k) => {
      const chart = this.drawn[k];
      const data: ChartData = {
        name: `${this.heading.textContent}, ${panel.name}`,
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
    this.charts.replaceChildren(...figures.map(({ figure }) => figure));
    for (const { chart, data } of figures) chart.draw(data, this.selected(data, state));
  }

  private newChart(): TimeChart {
    return new TimeChart((line, period) => {
      const [series = "", slice = "0"] = line.id.split("@");
      const at = period + (this.state?.from ?? 0);
      const chosen = { series, slice: Number(slice), period: at, to: at, who: null };
      this.app.go({ at: chosenText(this.app, chosen) });
    });
  }

  private lines(panel: Panel, state: TimeState): Line[] {
    return panel.lines.map(({ series, slice, label, slot }) => {
      const row = this.app.corpus.seriesRow(series);
      const points: Point[] = [];
      for (let at = state.from; at <= state.to; at++)
        points.push(this.app.corpus.point(state.measure, row, slice, at));
      return { id: `${series}@${slice}`, label, slot, points };
    });
  }

  private selected(
    data: ChartData,
    { chosen, from }: TimeState,
  ): { line: number; period: number } | null {
    if (!chosen || chosen.period !== chosen.to) return null;
    const line = data.lines.findIndex((one) => one.id === `${chosen.series}@${chosen.slice}`);
    return line < 0 ? null : { line, period: chosen.period - from };
  }

  private noteNodes(panels: Panel[], state: TimeState): (HTMLElement | null)[] {
    const { meta } = this.app.corpus;
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
      numbersBehind("Table of these numbers", () => this.table(panels, state)),
      this.seriesCall(panels[0]?.lines[0], state),
      this.spanLinks(state),
    ];
  }

  /** Links to all articles of the span shown, curve by curve. */
  private spanLinks(state: TimeState): HTMLElement {
    const slice = state.slices[0] ?? 0;
    const links = state.series.map((series, k) => {
      const at = chosenText(this.app, {
        series,
        slice,
        period: state.from,
        to: state.to,
        who: null,
      });
      return [k ? ", " : " ", goLink(this.app, this.app.work.seriesName(series), { at })];
    });
    return h("p", { class: "soft" }, "All articles of the span shown:", links);
  }

  private seriesCall(line: Panel["lines"][0] | undefined, state: TimeState): HTMLElement | null {
    const { corpus } = this.app;
    if (!line) return null;
    const isTheme = corpus.series(line.series)?.kind === "theme";
    return pythonCall(this.app, isTheme ? "theme_series" : "topic_series", {
      [isTheme ? "theme" : "topic"]: isTheme
        ? nameOf(line.series)
        : corpus.topicNumber(line.series),
      source: line.slice ? corpus.sliceName(line.slice) : null,
      measure: corpus.meta.measures[state.measure]?.score ?? "",
    });
  }

  private table(panels: Panel[], state: TimeState): HTMLElement {
    const lines = panels.flatMap((panel) =>
      this.lines(panel, state).map((line) => {
        const isOwn = panels.length < 2 || panel.name === line.label;
        return isOwn ? line : { ...line, label: `${panel.name}, ${line.label}` };
      }),
    );
    const { names } = this.app.corpus.meta.period;
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
