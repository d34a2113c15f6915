/** Paths of a curve over time: bands, lines and dots; a gap is never bridged. */

import { type Point, Status } from "./corpus.js";
import { markerPath } from "./palette.js";

export interface Scales {
  x: (period: number) => number;
  y: (value: number) => number;
  ceiling: number;
}

const isShown = (point: Point | undefined): point is Point =>
  point !== undefined && point.status !== Status.Gap && isFinite(point.value);
const isLeading = (point: Point | undefined): point is Point =>
  isShown(point) && point.status !== Status.Sparse;
const hasInterval = (point: Point): boolean => isFinite(point.low) && isFinite(point.high);

/** Runs of neighbouring periods whose points pass a test. */
function runs(points: Point[], test: (point: Point | undefined) => boolean): [number, number][] {
  const found: [number, number][] = [];
  points.forEach((point, at) => {
    if (!test(point)) return;
    const last = found.at(-1);
    if (last?.[1] === at - 1) last[1] = at;
    else found.push([at, at]);
  });
  return found;
}

/** The line through full periods, and dashed pieces that lead to partial ones. */
export function linePaths(points: Point[], { x, y }: Scales): { full: string; partial: string } {
  const paths = { full: "", partial: "" };
  for (const [from, to] of runs(points, isLeading)) {
    for (let at = from; at < to; at++) {
      const [a, b] = [points[at], points[at + 1]];
      const isFull = a.status === Status.Fine && b.status === Status.Fine;
      paths[isFull ? "full" : "partial"] += `M${x(at)},${y(a.value)}L${x(at + 1)},${y(b.value)}`;
    }
  }
  return paths;
}

/** The band of the intervals; a period on its own gets a thin bar. */
export function bandPath(points: Point[], { x, y }: Scales): string {
  const test = (point: Point | undefined): boolean => isLeading(point) && hasInterval(point);
  return runs(points, test)
    .map(([from, to]) => {
      const places = Array.from({ length: to - from + 1 }, (_, k) => from + k);
      if (places.length === 1) return bar(x(from), y(points[from].low), y(points[from].high));
      const top = places.map((at) => `${x(at)},${y(points[at].high)}`);
      const bottom = places.reverse().map((at) => `${x(at)},${y(points[at].low)}`);
      return `M${[...top, ...bottom].join("L")}z`;
    })
    .join("");
}

function bar(x: number, low: number, high: number): string {
  return `M${x - 1.5},${high}h3V${low}h-3z`;
}

/** Dots: filled for full periods; hollow for partial and too few; arrows beyond the scale. */
export function dotPaths(
  points: Point[],
  { x, y, ceiling }: Scales,
  slot: number,
  isDense: boolean,
): { filled: string; hollow: string } {
  const paths = { filled: "", hollow: "" };
  const alone = new Set(runs(points, isLeading).flatMap(([a, b]) => (a === b ? [a] : [])));
  points.forEach((point, at) => {
    if (!isShown(point)) return;
    const isFull = point.status === Status.Fine;
    if (isFull && isDense && !alone.has(at)) return;
    const beyond = y(point.value) < ceiling;
    const marker = beyond
      ? `M${x(at) - 3.5},${ceiling + 8}l3.5,-6l3.5,6z`
      : markerPath(slot, x(at), y(point.value), isFull ? 2.4 : 2.8);
    paths[isFull ? "filled" : "hollow"] += marker;
  });
  return paths;
}

/** Top of the scale: led by full and partial periods alone. */
export function topOf(lines: Point[][]): number {
  let value = 0;
  let high = 0;
  for (const point of lines.flat()) {
    if (!isLeading(point)) continue;
    value = Math.max(value, point.value);
    if (hasInterval(point)) high = Math.max(high, point.high);
  }
  const top = Math.max(value * 1.08, Math.min(high, value * 1.5)) || topOfSparse(lines);
  return value <= 1 ? Math.min(1, top) : top;
}

function topOfSparse(lines: Point[][]): number {
  const values = lines
    .flat()
    .filter(isShown)
    .map((point) => point.value);
  return Math.max(...values, 0) * 1.1 || 0.01;
}
