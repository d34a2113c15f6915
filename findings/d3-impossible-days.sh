#!/usr/bin/env bash
# d3-time-format: a day and a month that do not exist are carried over, so that the wrong order of both is read.
#
# Versions:  d3-time-format 4.1.1, d3-dsv 3.0.2 (npm); Node.js 20
# Expected:  A parser with a format returns null for 31 June and for month 22, as it does for "Juin"; autoType
#            leaves "2018-02-30" as text.
# Happens:   Any two digits will do: 31 June is 1 July, and 10/22/2018 read as day, month, year is 10 October
#            2019. A file of American dates is read without one failure, each article up to a year and a half
#            late, instead of failing at the thirteenth of the first month.
# Output:
#   31 June 2018:     2018-07-01
#   31 Juin 2018:     null
#   10/22/2018:       2019-10-10
#   12/31/2018:       2020-07-12
#   autoType 2018-02-30: 2018-03-02
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts d3-time-format@4.1.1 d3-dsv@3.0.2

cat > look.mjs <<'JS'
import { utcParse } from "d3-time-format";
import { autoType, csvParse } from "d3-dsv";

const day = (date) => (date instanceof Date ? date.toISOString().slice(0, 10) : String(date));
const printed = [
  ["%d %B %Y", "31 June 2018"], ["%d %B %Y", "31 Juin 2018"],
  ["%d/%m/%Y", "10/22/2018"], ["%d/%m/%Y", "12/31/2018"],
];
const seen = printed.map(([format, text]) => day(utcParse(format)(text)));
printed.forEach(([, text], k) => console.log(`${text}:`.padEnd(17), seen[k]));
const typed = day(csvParse("date\n2018-02-30\n", autoType)[0].date);
console.log("autoType 2018-02-30:", typed);
if ([...seen, typed].join() !== "2018-07-01,null,2019-10-10,2020-07-12,2018-03-02") {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
