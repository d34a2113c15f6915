#!/usr/bin/env bash
# d3: the mean, median and quantiles of a column of a CSV file take an empty cell for 0.
#
# Versions:  d3-array 3.2.5, d3-dsv 3.0.2 (npm); Node.js 20
# Expected:  "Ignores undefined, null and NaN", says the documentation of d3.mean; an outlet that
#            was not measured is not in it.
# Happens:   Cells read by csvParse are text, and an empty one is "", which counts as the number
#            0: shares 0.4, "", 0.2 and 0.1 have the mean 0.175 and the count 4 in place of 0.233
#            and 3. d3.min and d3.extent compare as text: the smallest share is the empty one, the
#            extent of 9, 10, 100 is ["10", "9"]. No call fails, since the other numbers come out
#            as numbers. The cure is autoType, which has its own price for ids and dates.
# Output:
#   count, mean, median, deviation of 0.4, empty, 0.2, 0.1: [ 4, 0.175, 0.15, 0.171 ]
#   without the empty cell: [ 3, 0.233, 0.2, 0.153 ]
#   extent of 9, 10, 100, empty: [ '', '9' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts d3-array@3.2.5 d3-dsv@3.0.2

cat > look.mjs <<'JS'
import { count, deviation, extent, mean, median } from "d3-array";
import { csvParse } from "d3-dsv";

const rows = csvParse("month,share,articles\n1,0.4,9\n2,,10\n3,0.2,100\n4,0.1,\n");
const share = (row) => row.share;
const measured = rows.filter((row) => row.share !== "");
const three = (number) => Number(number.toFixed(3));
const seen = [count(rows, share), ...[mean, median, deviation].map((statistic) => three(statistic(rows, share)))];
const right = [count(measured, share), ...[mean, median, deviation].map((one) => three(one(measured, share)))];
console.log("count, mean, median, deviation of 0.4, empty, 0.2, 0.1:", seen);
console.log("without the empty cell:", right);
const range = extent(rows, (row) => row.articles);
console.log("extent of 9, 10, 100, empty:", range);
if (seen.join() !== "4,0.175,0.15,0.171" || right.join() !== "3,0.233,0.2,0.153" || range.join() !== ",9") {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
