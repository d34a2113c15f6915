/** Draws the SVG of a chart over time: axes, events, bands, lines, labels, denominators. */

import { type Point, Status } from "./corpus.js";
import { s } from "./elements.js";
import type { Event } from "./meta.js";
import { markerPath } from "./palette.js";
import { heightScale, labelledPeriods, niceTicks, spreadLabels } from "./scale.js";
import { bandPath, dotPaths, linePaths, type Scales } from "./time_paths.js";
import { isoDay, parted, percent, periodName } from "./wording.js";

export interface Line {
  id: string;
  label: string;
  slot: number;
  points: Point[];
}

export interface ChartData {
  name: string;
  lines: Line[];
  periods: string[];
  /** First day of each period, and of the one after the last. */
  starts: string[];
  events: Event[];
  top: number;
  isPanel: boolean;
}

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  scales: Scales;
  ticks: number[];
}

const LABEL_ROOM = 168;
const BARS = 30;

/** Room and scales of a chart that is `width` pixels wide. */
export function frameOf(data: ChartData, width: number): Frame {
  const isNarrow = width < 560;
  const height = data.isPanel ? 176 : isNarrow ? 300 : 400;
  const right = data.isPanel || isNarrow || data.lines.length < 2 ? 14 : LABEL_ROOM;
  const [left, top, bottom] = [
    52,
    data.isPanel ? 10 : 28,
    height - (data.isPanel ? 22 : 24 + BARS),
  ];
  const step = (width - left - right - 12) / Math.max(1, data.periods.length - 1);
  const only = data.periods.length === 1 ? (width - left - right) / 2 : 6;
  const ticks = niceTicks(data.top, data.isPanel ? 3 : 5);
  const scales = {
    x: (period: number) => rounded(left + only + period * step),
    y: (value: number) => rounded(heightScale(ticks.at(-1) ?? 1, bottom, bottom - top)(value)),
    ceiling: top,
  };
  return { width, height, left, right, top, bottom, scales, ticks };
}

const rounded = (pixels: number): number => Math.round(pixels * 10) / 10;

/** Return the drawing, without the cursor. */
export function drawTime(data: ChartData, frame: Frame): SVGElement[] {
  const id = `clip-${data.name.replace(/\W/gu, "")}-${Math.round(frame.width)}`;
  const { left, right, top, bottom, width } = frame;
  const room = { x: left, y: top, width: Math.max(0, width - left - right), height: bottom - top };
  return [
    s("clipPath", { id }, s("rect", { ...room, x: left - 4, width: room.width + 8 })),
    grid(frame),
    periodAxis(data, frame),
    gaps(data, frame),
    eventMarks(data, frame),
    ...data.lines.map((line) => curve(line, frame, id, data.periods.length)),
    data.isPanel ? s("g") : denominators(data, frame),
    frame.right === LABEL_ROOM ? endLabels(data, frame) : s("g"),
  ];
}

function grid({ ticks, left, right, width, scales }: Frame): SVGElement {
  const most = ticks.at(-1) ?? 1;
  const digits =
    most >= 0.05 ? (ticks.some((t) => (t * 100) % 1 > 1e-6) ? 1 : 0) : most > 0.005 ? 1 : 2;
  const rows = ticks.map((tick) => {
    const y = scales.y(tick);
    return s(
      "g",
      { class: tick === 0 ? "base" : "rule" },
      s("path", { d: `M${left},${y}H${width - right}` }),
      s("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, percent(tick, digits)),
    );
  });
  return s("g", { class: "grid" }, rows);
}

function periodAxis(data: ChartData, frame: Frame): SVGElement {
  const y = frame.height - 6;
  const room = frame.width - frame.left - frame.right;
  const labels = labelledPeriods(data.periods, room).map(({ at, text }) => {
    const x = frame.scales.x(at);
    return s(
      "g",
      {},
      s("path", { d: `M${x},${frame.bottom}v4`, class: "tick" }),
      s("text", { x, y, "text-anchor": at === 0 ? "start" : "middle" }, periodName(text, true)),
    );
  });
  return s("g", { class: "axis" }, labels);
}

/** Stripes where there are no articles at all. */
function gaps(data: ChartData, { scales, top, bottom }: Frame): SVGElement {
  const first = data.lines[0]?.points ?? [];
  const half = (scales.x(1) - scales.x(0)) / 2;
  const places = first.flatMap((point, at) => (point.status === Status.Gap ? [at] : []));
  const rects = places.map((at) =>
    s("rect", { x: scales.x(at) - half, y: top, width: 2 * half, height: bottom - top }),
  );
  return s("g", { class: "gap" }, rects);
}

function eventMarks(data: ChartData, frame: Frame): SVGElement {
  let free = -Infinity;
  const marks = data.events.flatMap((event) => {
    const place = placeOf(event.start, data.starts);
    if (place === null) return [];
    const x = frame.scales.x(place);
    const isLeftward = x > frame.width - frame.right - 130;
    const isFree = !isLeftward ? x > free : x - 6 * event.name.length > free;
    const hasRoom = isFree && !data.isPanel;
    if (hasRoom) free = isLeftward ? x : x + 6.2 * event.name.length + 10;
    const anchor = isLeftward ? "end" : "start";
    return [
      s(
        "g",
        { class: "event" },
        s("title", {}, event.name),
        s("path", { d: `M${x},${frame.top - (data.isPanel ? 0 : 8)}V${frame.bottom}` }),
        hasRoom &&
          s(
            "text",
            { x: x + (isLeftward ? -4 : 4), y: frame.top - 12, "text-anchor": anchor },
            event.name,
          ),
      ),
    ];
  });
  return s("g", { class: "events" }, marks);
}

/** Events that lie within the periods shown. */
export function eventsWithin(events: Event[], starts: string[]): Event[] {
  return events.filter((event) => placeOf(event.start, starts) !== null);
}

/** First days of periods, and the day after the last of them. */
export function daysOf(starts: string[], ends: string[]): string[] {
  const end = Date.parse(ends.at(-1) ?? "");
  return Number.isNaN(end) ? starts : [...starts, isoDay(end / 86_400_000 + 1)];
}

/** Place of a day among the periods as a fraction, or null outside. */
function placeOf(day: string, starts: string[]): number | null {
  const at = starts.findLastIndex((start) => start.slice(0, 10) <= day.slice(0, 10));
  if (at < 0 || at > starts.length - 2) return null;
  const [from, to] = [Date.parse(starts[at]), Date.parse(starts[at + 1])];
  return at + Math.min(1, (Date.parse(day) - from) / (to - from)) - 0.5;
}

function curve(line: Line, frame: Frame, clip: string, n: number): SVGElement {
  const isDense = (frame.width - frame.left - frame.right) / n < 9;
  const paths = linePaths(line.points, frame.scales);
  const dots = dotPaths(line.points, frame.scales, line.slot, isDense);
  return s(
    "g",
    { class: `curve ink${line.slot}`, "data-line": line.id },
    s(
      "g",
      { "clip-path": `url(#${clip})` },
      s("path", { class: "band", d: bandPath(line.points, frame.scales) }),
      s("path", { class: "line", d: paths.full }),
      s("path", { class: "line partial", d: paths.partial }),
    ),
    s("path", { class: "dot filled", d: dots.filled }),
    s("path", { class: "dot hollow", d: dots.hollow }),
  );
}

/** Small bars under the curves: how many articles each period has. */
function denominators(data: ChartData, frame: Frame): SVGElement {
  const points = data.lines[0]?.points ?? [];
  const most = Math.max(1, ...points.map((point) => point.n || 0));
  const base = frame.height - 22;
  const wide = Math.max(1, Math.min(14, (frame.scales.x(1) - frame.scales.x(0)) * 0.7 || 8));
  const bars = points.map((point, at) => {
    const height = ((BARS - 8) * (point.n || 0)) / most;
    const kind = point.status === Status.Sparse ? "few" : "enough";
    return s("rect", {
      class: kind,
      x: frame.scales.x(at) - wide / 2,
      y: base - height,
      width: wide,
      height,
    });
  });
  const label = s("text", { x: frame.left - 6, y: base - 4, "text-anchor": "end" }, "articles");
  return s("g", { class: "denominators" }, bars, label);
}

function endLabels(data: ChartData, frame: Frame): SVGElement {
  const ends = data.lines.map((line) => {
    const at = line.points.findLastIndex((point) => isFinite(point.value));
    return { line, at, y: frame.scales.y(line.points[at]?.value ?? 0) };
  });
  const places = spreadLabels(
    ends.map((end) => Math.max(frame.top, end.y)),
    17,
    frame.top,
    frame.bottom,
  );
  const x = frame.width - LABEL_ROOM + 26;
  const labels = ends.map(({ line, at, y }, k) => {
    const place = places[k] ?? y;
    const isNear = at === data.periods.length - 1 && data.periods.length > 1;
    const lead = `M${frame.scales.x(Math.max(0, at)) + 5},${Math.max(frame.top, y)}L${x - 14},${place}`;
    return s(
      "g",
      { class: `end ink${line.slot}` },
      isNear && s("path", { class: "lead", d: lead }),
      s("path", { class: "dot filled", d: markerPath(line.slot, x - 8, place, 3) }),
      s("text", { x, y: place + 4 }, shortened(line.label, 19)),
    );
  });
  return s("g", { class: "ends" }, labels);
}

/** A label cut to fit; the whole one stands in the list and the table. */
export function shortened(text: string, most: number): string {
  const [bare, end] = parted(text);
  const letters = Array.from(bare);
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…${end}` : text;
}
