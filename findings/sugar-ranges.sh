#!/usr/bin/env bash
# sugar-date, dayjs: "22-24 October 2018" is 2024, the season 2018-19 is 9 January, 2018/19 is July
# 2019.
#
# Versions:  sugar-date 2.0.6, dayjs 1.11.23 (npm); Node.js 20
# Expected:  A range or a season is no day: an invalid date, as both give for "Q3 2018" or "1990s".
# Happens:   Sugar.Date.create("22-24 October 2018") is 22 October 2024, six years late: the end of
#            the range is the year, and the year is dropped. "2018-19" is 9 January 2018: 1 is the
#            month and 9 the day. A weekday that does not fit this year moves the day: "Monday,
#            October 22" is the Monday of the week of 22 October, another date each year. dayjs
#            takes the 19 of 2018/19 for a month and goes on to July 2019.
# Output:
#   sugar "22-24 October 2018": 2024-10-22
#   sugar "2018-19": 2018-01-09
#   sugar "Monday, October 22", asked in 2026: 2026-10-19
#   dayjs "2018/19": 2019-07-01
#   sugar "Q3 2018", dayjs "Q3 2018": invalid
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts sugar-date@2.0.6 dayjs@1.11.23

cat > look.mjs <<'JS'
import dayjs from "dayjs";
import utc from "dayjs/plugin/utc.js";
import Sugar from "sugar-date";

dayjs.extend(utc);
const day = (date) => (Number.isNaN(date.getTime()) ? "invalid" : date.toISOString().slice(0, 10));
const sugar = (text) => day(Sugar.Date.create(text, { fromUTC: true, setUTC: true }));
const days = (text) => day(dayjs.utc(text).toDate());
const year = new Date().getUTCFullYear();
const named = new Date(Date.UTC(year, 9, 22));
const monday = new Date(named.getTime() - ((named.getUTCDay() + 7) % 7 - 1) * 86400000);

console.log('sugar "22-24 October 2018":', sugar("22-24 October 2018"));
console.log('sugar "2018-19":', sugar("2018-19"));
console.log(`sugar "Monday, October 22", asked in ${year}:`, sugar("Monday, October 22"));
console.log('dayjs "2018/19":', days("2018/19"));
console.log('sugar "Q3 2018", dayjs "Q3 2018":', sugar("Q3 2018"));
const same =
  sugar("22-24 October 2018") === "2024-10-22" &&
  sugar("2018-19") === "2018-01-09" &&
  sugar("Monday, October 22") === day(monday) &&
  days("2018/19") === "2019-07-01" &&
  sugar("Q3 2018") === "invalid";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
