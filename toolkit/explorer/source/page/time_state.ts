/** What the view over time shows, read from the address and written to it. */

import type { App } from "./app.js";
import type { Params } from "./address.js";
import type { Chosen } from "./chosen.js";
import { slotsOf } from "./palette.js";

export interface TimeState {
  series: string[];
  slots: Map<string, number>;
  slices: number[];
  measure: number;
  from: number;
  to: number;
  chosen: Chosen | null;
}

const MOST_LINES = 5;

/** Read the state; what the address leaves out or gets wrong falls back to the first choice. */
export function readTimeState(app: App, params: Params): TimeState {
  const { meta } = app.corpus;
  const asked = (params["s"] ?? "").split(",").filter((id) => app.corpus.seriesRow(id) >= 0);
  const series = asked.length ? [...new Set(asked)] : firstSeries(app);
  const slices = (params["o"] ?? "")
    .split(",")
    .filter(Boolean)
    .map((one) => sliceOf(app, one));
  const known = [...new Set(slices.filter((slice) => slice >= 0))];
  const names = meta.period.names;
  const [from, to] = [names.indexOf(params["from"] ?? ""), names.indexOf(params["to"] ?? "")];
  const first = from < 0 ? 0 : from;
  const last = to < 0 ? names.length - 1 : to;
  const wanted = meta.measures.findIndex((one) => one.id === params["m"]);
  const measure = measureOf(app, series, Math.max(0, wanted));
  return {
    series,
    slots: slotsOf(
      series,
      app.corpus.themes.map((one) => one.id),
    ),
    slices: known.length ? known : [0],
    measure,
    from: Math.min(first, last),
    to: Math.max(first, last),
    chosen: readChosen(app, params["at"] ?? "", measure),
  };
}

/** The measure asked for, or the first that all of the series have. */
function measureOf(app: App, series: string[], wanted: number): number {
  const rows = series.map((id) => app.corpus.seriesRow(id));
  const all = app.corpus.meta.measures.map((_, k) => k);
  const isForAll = (measure: number): boolean =>
    rows.every((row) => app.corpus.isMeasured(measure, row));
  return [wanted, ...all].find(isForAll) ?? wanted;
}

function firstSeries(app: App): string[] {
  const { themes, topics } = app.corpus;
  const all = themes.length ? themes : topics;
  const most = [...all].sort((a, b) => (b.prevalence ?? 0) - (a.prevalence ?? 0));
  const ids = new Set(most.slice(0, MOST_LINES).map((one) => one.id));
  return all.filter((one) => ids.has(one.id)).map((one) => one.id);
}

/** A slice is written as the number of its outlet, or as `all`. */
function sliceOf(app: App, text: string): number {
  return app.corpus.meta.slices.findIndex((slice) => sliceText(slice.outlet) === text);
}

export function sliceText(outlet: number | undefined): string {
  return outlet === undefined ? "all" : String(outlet);
}

/** A point is written as `theme:conflict@2015-11@all`, a span with `2015-11..2016-02`. */
function readChosen(app: App, text: string, measure: number): Chosen | null {
  const [series = "", when = "", slice = "all", by = ""] = text.split("@");
  const { names } = app.corpus.meta.period;
  const [from = "", to = from] = when.split("..");
  const ends = [names.indexOf(from), names.indexOf(to)];
  const known = sliceOf(app, slice);
  if (app.corpus.seriesRow(series) < 0 || ends.includes(-1) || known < 0) return null;
  const who = Number.parseInt(by, 10);
  return {
    series,
    period: Math.min(...ends),
    to: Math.max(...ends),
    slice: known,
    who: who in app.corpus.meta.outlets.names ? who : null,
    measure,
  };
}

export function chosenText(app: App, chosen: Omit<Chosen, "measure">): string {
  const { period, slices } = app.corpus.meta;
  const slice = sliceText(slices[chosen.slice]?.outlet);
  const [from = "", to = ""] = [chosen.period, chosen.to].map((at) => period.names[at]);
  const when = from === to ? from : `${from}..${to}`;
  const who = chosen.who === null ? [] : [String(chosen.who)];
  return [chosen.series, when, slice, ...who].join("@");
}

/** What one chart of several shows. */
export interface Panel {
  name: string;
  lines: { series: string; slice: number; label: string; slot: number }[];
}

/**
 * Charts that show the state: up to five curves share one; several outlets and several series,
 * or more curves, get a chart each on one scale.
 */
export function panelsOf(app: App, state: TimeState): Panel[] {
  const { series, slices, slots } = state;
  const name = (id: string): string => app.work.seriesName(id);
  const byOutlet = (id: string): Panel["lines"] =>
    slices.map((slice, k) => ({ series: id, slice, label: app.corpus.sliceName(slice), slot: k }));
  const bySeries = (slice: number): Panel["lines"] =>
    series.map((id) => ({ series: id, slice, label: name(id), slot: slots.get(id) ?? 0 }));
  if (slices.length > 1 && slices.length <= MOST_LINES) {
    return series.map((id) => ({ name: name(id), lines: byOutlet(id) }));
  }
  const groups = slices.map((slice) => ({
    name: app.corpus.sliceName(slice),
    lines: bySeries(slice),
  }));
  if (series.length <= MOST_LINES) return groups;
  return groups.flatMap(({ name: where, lines }) =>
    lines.map((line) => ({
      name: slices.length > 1 ? `${line.label}, ${where}` : line.label,
      lines: [line],
    })),
  );
}
