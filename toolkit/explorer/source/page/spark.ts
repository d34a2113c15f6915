/** Small curves in lists. */

import { type Point, Status } from "./corpus.js";
import { s } from "./elements.js";
import { linePaths, topOf } from "./time_paths.js";

const [WIDE, HIGH] = [92, 22];

/** Return a small curve on a scale of its own, from zero. */
export function spark(points: Point[], slot: number | null): SVGElement {
  const top = topOf([points]);
  const step = (WIDE - 6) / Math.max(1, points.length - 1);
  const scales = {
    x: (at: number) => Math.round((3 + at * step) * 10) / 10,
    y: (value: number) => Math.round((HIGH - 3 - (value / top) * (HIGH - 7)) * 10) / 10,
    ceiling: 0,
  };
  const { full, partial } = linePaths(points, scales);
  const alone = points.flatMap((point, at) => {
    const isAlone =
      isFinite(point.value) &&
      [points[at - 1], points[at + 1]].every((one) => !one || one.status >= Status.Sparse);
    return isAlone && point.status < Status.Sparse
      ? [`M${scales.x(at)},${scales.y(point.value)}h.1`]
      : [];
  });
  const ink = slot === null ? "ink-none" : `ink${slot}`;
  return s(
    "svg",
    {
      class: `spark ${ink}`,
      width: WIDE,
      height: HIGH,
      viewBox: `0 0 ${WIDE} ${HIGH}`,
      "aria-hidden": "true",
    },
    s("path", { class: "floor", d: `M0,${HIGH - 2.5}H${WIDE}` }),
    s("path", { class: "line", d: full + partial }),
    s("path", { class: "line alone", d: alone.join("") }),
  );
}
