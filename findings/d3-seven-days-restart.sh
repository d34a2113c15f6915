#!/usr/bin/env bash
# d3: bins of seven days begin anew on the first of each month, so that every fifth of them has
# three days or fewer.
#
# Versions:  d3-array 3.2.5, d3-time 3.1.0 (npm); Node.js 20
# Expected:  utcDay.every(7) makes weeks that begin wherever the first one does, as seven days do.
# Happens:   every() counts within the next larger unit: days 1, 8, 15, 22 and 29 of each month.
#            Binned by them, ten articles a day are 70, 70, 70, 70 and then 30, 20 or 10 (none in
#            a February of 28 days): a theme falls by more than half at the end of each month and
#            recovers. every(2) has two odd days in a row where a month has 31. utcWeek and
#            utcMonday have seven days throughout, and are counted from Sunday or Monday.
# Output:
#   ten articles a day, by utcDay.every(7): 70 70 70 70 30 70 70 70 70 70 70 70 70 30
#   by utcMonday: 70 70 70 70 70 70 70 70 70 70 70 70 60
#   utcDay.every(2): 01-27 01-29 01-31 02-01 02-03
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts d3-array@3.2.5 d3-time@3.1.0

cat > look.mjs <<'JS'
import { bin } from "d3-array";
import { utcDay, utcMonday } from "d3-time";

const first = new Date(Date.UTC(2018, 0, 1));
const last = new Date(Date.UTC(2018, 3, 1));
const articles = utcDay.range(first, last).flatMap((day) => Array(10).fill(day));
const counts = (interval) => bin().domain([first, last]).thresholds(interval.range(first, last))(articles)
  .map((one) => one.length);
const seven = counts(utcDay.every(7));
const weeks = counts(utcMonday);
console.log("ten articles a day, by utcDay.every(7):", seven.join(" "));
console.log("by utcMonday:", weeks.join(" "));
const starts = utcDay.every(2).range(new Date(Date.UTC(2018, 0, 27)), new Date(Date.UTC(2018, 1, 5)));
console.log("utcDay.every(2):", starts.map((day) => day.toISOString().slice(5, 10)).join(" "));
if (seven.join() !== "70,70,70,70,30,70,70,70,70,70,70,70,70,30" || new Set(weeks.slice(0, 12)).size !== 1) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
