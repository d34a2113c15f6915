#!/usr/bin/env bash
# echarts: of three equal slices of a pie one has 33.34 %, the others 33.33.
#
# Versions:  echarts 6.1.0 (npm); Node.js 20
# Expected:  {d} in the label of a pie is the share of the slice, rounded; equal slices have equal
#            labels.
# Happens:   The percentages are shifted by the method of largest remainders until they add up to 100.
#            Which of equal slices is the larger one hangs on their order, and with no decimals the
#            difference is a whole point: six outlets with 1 article each have 17 or 16 %. The label says
#            that one theme leads, and does not agree with a table made from the same counts.
# Output:
#   three of 1          33.34 33.33 33.33
#   six of 1, no place  17 17 17 17 16 16
#   2, 1, 1, 1, 1, 1    29 15 14 14 14 14
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts echarts@6.1.0

cat > look.mjs <<'JS'
import * as echarts from "echarts";

function labels(counts, percentPrecision) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 600, height: 400 });
  const data = counts.map((value, i) => ({ name: `outlet ${i}`, value }));
  chart.setOption({ animation: false, series: [{ type: "pie", percentPrecision, data, label: { formatter: "{d}" } }] });
  const texts = [...chart.renderToSVGString().matchAll(/>([^<>]+)<\/text>/g)].map((match) => match[1]);
  chart.dispose();
  return texts.join(" ");
}
const seen = [labels([1, 1, 1], 2), labels([1, 1, 1, 1, 1, 1], 0), labels([2, 1, 1, 1, 1, 1], 0)];
["three of 1", "six of 1, no place", "2, 1, 1, 1, 1, 1"].forEach((name, i) => console.log(name.padEnd(19), seen[i]));
const wanted = ["33.34 33.33 33.33", "17 17 17 17 16 16", "29 15 14 14 14 14"];
if (seen.join("|") !== wanted.join("|")) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
