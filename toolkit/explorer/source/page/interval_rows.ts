/** Estimates with intervals as rows of a table: the chart and its table in one. */

import { s } from "./elements.js";

export interface Estimate {
  value: number;
  low: number;
  high: number;
}

const HIGH = 18;

/** Range that holds all estimates and zero; intervals beyond 1.6 times the largest are cut. */
export function rangeOf(estimates: Estimate[]): [number, number] {
  const known = estimates.filter((one) => isFinite(one.value));
  const most = Math.max(0, ...known.map((one) => one.value));
  const least = Math.min(0, ...known.map((one) => one.value));
  // the same limit on both sides: an interval that crosses zero is seen to cross it
  const limit = 1.6 * Math.max(most, -least) || Infinity;
  const high = Math.max(most, ...known.map((one) => Math.min(one.high || 0, limit)));
  const low = Math.min(least, ...known.map((one) => Math.max(one.low || 0, -limit)));
  return high > low ? [low, high] : [0, 1];
}

/** A dot with its interval, on a scale with a line at zero. */
export function intervalMark(
  one: Estimate,
  [low, high]: [number, number],
  ink = "ink1",
): SVGElement {
  const x = (value: number): number =>
    Math.min(100, Math.max(0, (100 * (value - low)) / (high - low)));
  const has = isFinite(one.low) && isFinite(one.high);
  return s(
    "svg",
    {
      class: `interval ${ink}`,
      height: HIGH,
      width: "100%",
      "aria-hidden": "true",
      preserveAspectRatio: "none",
    },
    s("line", { class: "zero", x1: `${x(0)}%`, x2: `${x(0)}%`, y1: 0, y2: HIGH }),
    has &&
      s("line", {
        class: "whisker",
        x1: `${x(one.low)}%`,
        x2: `${x(one.high)}%`,
        y1: HIGH / 2,
        y2: HIGH / 2,
      }),
    isFinite(one.value) && s("circle", { cx: `${x(one.value)}%`, cy: HIGH / 2, r: 4 }),
  );
}

/** A bar with a thinner one of comparison inside. */
export function barMark(value: number, inside: number, most: number, ink = "ink1"): SVGElement {
  const x = (share: number): string => `${Math.min(100, (100 * share) / (most || 1))}%`;
  return s(
    "svg",
    { class: `bar ${ink}`, height: 14, width: "100%", "aria-hidden": "true" },
    s("rect", { class: "whole", width: x(value), height: 14, y: 0 }),
    s("rect", { class: "inside", width: x(Math.min(inside, value)), height: 4, y: 5 }),
  );
}
