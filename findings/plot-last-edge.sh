#!/usr/bin/env bash
# Observable Plot: a histogram of shares has none of the articles whose share is 1.
#
# Versions:  @observablehq/plot 0.6.17, d3-array 3.2.5 (npm); Node.js 20
# Expected:  Of seven shares, three of them 1, bins from 0 to 1 hold all seven: the last bin has both
#            ends, as in numpy, or there is one more bin for the largest value, as in d3.bin.
# Happens:   With a domain of [0, 1], or with thresholds that end at 1, binX draws bins up to 1 and
#            leaves out the values at 1; "proportion" is of all seven all the same, so that the bars
#            sum to 0.57. Without domain and thresholds there is a bin from 1 to 1.5. No warning.
# Output:
#   no settings       [0, 0.5): 2  [0.5, 1): 2  [1, 1.5): 3
#   domain            [0, 0.5): 2  [0.5, 1): 2
#   thresholds        [0, 0.5): 2  [0.5, 1): 2
#   proportions       [0, 0.5): 0.29  [0.5, 1): 0.29
#   d3.bin            [0, 0.5): 2  [0.5, 1): 2  [1, 1): 3
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @observablehq/plot@0.6.17 d3-array@3.2.5

cat > look.mjs <<'JS'
import * as Plot from "@observablehq/plot";
import { bin } from "d3-array";

const shares = [0, 0.1, 0.5, 0.99, 1, 1, 1];
const line = (label, bins) => {
  const text = bins.map(([from, to, value]) => `[${from}, ${to}): ${Math.round(value * 100) / 100}`).join("  ");
  console.log(label.padEnd(17), text);
  return text;
};
const bars = (options, y = "count") => {
  const { channels } = Plot.rectY(shares, Plot.binX({ y }, { x: { value: (share) => share, ...options } })).initialize();
  const heights = channels.y2 ?? channels.y;
  return Array.from(channels.x1.value, (from, at) => [from, channels.x2.value[at], heights.value[at]]);
};
const wanted = "[0, 0.5): 2  [0.5, 1): 2";
const seen = [
  line("no settings", bars({})),
  line("domain", bars({ domain: [0, 1] })),
  line("thresholds", bars({ thresholds: [0, 0.5, 1] })),
  line("proportions", bars({ domain: [0, 1] }, "proportion")),
  line("d3.bin", bin().domain([0, 1]).thresholds([0, 0.5, 1])(shares).map((one) => [one.x0, one.x1, one.length])),
];
const same = [
  `${wanted}  [1, 1.5): 3`,
  wanted,
  wanted,
  "[0, 0.5): 0.29  [0.5, 1): 0.29",
  `${wanted}  [1, 1): 3`,
];
if (seen.join("\n") !== same.join("\n")) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
