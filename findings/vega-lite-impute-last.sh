#!/usr/bin/env bash
# vega-lite: a missing March is filled with December, not with the mean of February and April.
#
# Versions:  vega-lite 6.4.3, vega 6.4.0 (npm); Node.js 20
# Expected:  impute with method "mean" and frame [-1, 1] fills a missing month with the mean of its
#            neighbours: of the months 1, 2, none, 4, 5 and 6 the third with 3.
# Happens:   The rows for missing months are put behind all others before the frame is laid, so that
#            their neighbour is the last row: March is 6, whatever the month that is missing, and of
#            two missing months the second has no value. Only a row that is there with an empty value
#            is filled from its neighbours. No warning.
# Output:
#   months 1, 2, -, 4, 5, 6        1:1 2:2 4:4 5:5 6:6 3:6
#   month 3 there, without value   1:1 2:2 3:3 4:4 5:5 6:6
#   months 1, 2, -, -, 5, 60       1:1 2:2 5:5 6:60 3:60 4:undefined
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts vega-lite@6.4.3 vega@6.4.0

cat > look.mjs <<'JS'
import * as vega from "vega";
import { compile } from "vega-lite";

const fill = async (label, values) => {
  const chart = compile({
    data: { values },
    transform: [{ impute: "n", key: "month", keyvals: { start: 1, stop: 7 }, method: "mean", frame: [-1, 1] }],
    mark: "line",
    encoding: { x: { field: "month", type: "quantitative" }, y: { field: "n", type: "quantitative" } },
  }).spec;
  const view = new vega.View(vega.parse(chart), { renderer: "none" });
  await view.runAsync();
  const text = view.data(chart.data.at(-1).name).map((row) => `${row.month}:${row.n}`).join(" ");
  console.log(label.padEnd(30), text);
  return text;
};
const rows = (counts) => Object.entries(counts).map(([month, n]) => ({ month: Number(month), n }));
const seen = [
  await fill("months 1, 2, -, 4, 5, 6", rows({ 1: 1, 2: 2, 4: 4, 5: 5, 6: 6 })),
  await fill("month 3 there, without value", rows({ 1: 1, 2: 2, 3: null, 4: 4, 5: 5, 6: 6 })),
  await fill("months 1, 2, -, -, 5, 60", rows({ 1: 1, 2: 2, 5: 5, 6: 60 })),
];
const wanted = ["1:1 2:2 4:4 5:5 6:6 3:6", "1:1 2:2 3:3 4:4 5:5 6:6", "1:1 2:2 5:5 6:60 3:60 4:undefined"];
if (seen.join("\n") !== wanted.join("\n")) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
