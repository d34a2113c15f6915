#!/usr/bin/env bash
# echarts: on an axis of time, areas are stacked by the place of a row, not by its date.
#
# Versions:  echarts 6.1.0 (npm); Node.js 20
# Expected:  stack puts the value of March on the value of March, as it does on an axis of categories.
# Happens:   On an axis of time, the second row of one series goes on the second row of the other, whatever
#            their dates: an outlet without articles in February has its March on the February of
#            the outlet below it. Rows in another order are swapped in the same way. The points stand
#            at the right date and at the wrong height; on an axis of categories the same rows are
#            right.
# Output:
#   wire 10, 20, 30 in January, February and March; paper 1 in January, 3 in March
#   category  paper on top in January 11, in March 33
#   time      paper on top in January 11, in March 23
#   wire from March to January, time      paper on top in January 31, in March 23
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts echarts@6.1.0

cat > look.mjs <<'JS'
import * as echarts from "echarts";

const wire = [["2018-01-01", 10], ["2018-02-01", 20], ["2018-03-01", 30]];
const paper = [["2018-01-01", 1], ["2018-03-01", 3]];

function top(type, below) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 600, height: 400 });
  const series = [below, paper].map((data) => ({ type: "line", areaStyle: {}, stack: "articles", data }));
  chart.setOption({ animation: false, xAxis: { type }, yAxis: { type: "value" }, series });
  const drawn = chart.getModel().getSeriesByIndex(1).getData();
  const height = drawn.getCalculationInfo("stackResultDimension");
  const text = `paper on top in January ${drawn.get(height, 0)}, in March ${drawn.get(height, 1)}`;
  chart.dispose();
  return text;
}
console.log("wire 10, 20, 30 in January, February and March; paper 1 in January, 3 in March");
const seen = [top("category", wire), top("time", wire), top("time", [...wire].reverse())];
["category ", "time     ", "wire from March to January, time     "].forEach((name, i) => console.log(name, seen[i]));
const wanted = ["11, in March 33", "11, in March 23", "31, in March 23"];
if (!seen.every((text, i) => text === `paper on top in January ${wanted[i]}`)) {
  console.error("changed");
  process.exit(1);
}
JS
TZ=UTC node look.mjs
