#!/usr/bin/env bash
# compromise-dates: "22-24 October 2018" is 1 October, the first half of 2018 the whole year, spring
# ends in April.
#
# Versions:  compromise 14.17.0, compromise-dates 3.9.0 (npm); Node.js 20
# Expected:  A range that is written with its days has them; what is not understood is not found.
# Happens:   With the month after the days, as outside the United States, "22-24 October 2018" and
#            "from 22 to 24 October 2018" are 1 October, and "between 22 and 24 October 2018" is the
#            24th. "Two days after 22 October 2018" is 3 October; written as October 22, 2018, the
#            24th. Seasons have two months: autumn ends with October. "No one was hurt" has the
#            number 1, and "two and a half million" is 2,000,000.
# Output:
#   22-24 October 2018                 2018-10-01 to 2018-10-01
#   October 22-24, 2018                2018-10-22 to 2018-10-24
#   between 22 and 24 October 2018     2018-10-24 to 2018-10-24
#   two days after 22 October 2018     2018-10-03 to 2018-10-03
#   two days after October 22, 2018    2018-10-24 to 2018-10-24
#   the first half of 2018             2018-01-01 to 2018-12-31
#   autumn 2018                        2018-09-01 to 2018-10-31
#   no one was hurt                    1
#   two and a half million             2000000
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts compromise@14.17.0 compromise-dates@3.9.0

cat > look.mjs <<'JS'
import nlp from "compromise";
import dates from "compromise-dates";

nlp.plugin(dates);
const range = (text) => {
  const found = nlp(text).dates({ today: "2018-10-25", timezone: "UTC" }).get()[0];
  return [found.start, found.end].map((moment) => moment.slice(0, 10)).join(" to ");
};
const wanted = {
  "22-24 October 2018": "2018-10-01 to 2018-10-01",
  "October 22-24, 2018": "2018-10-22 to 2018-10-24",
  "between 22 and 24 October 2018": "2018-10-24 to 2018-10-24",
  "two days after 22 October 2018": "2018-10-03 to 2018-10-03",
  "two days after October 22, 2018": "2018-10-24 to 2018-10-24",
  "the first half of 2018": "2018-01-01 to 2018-12-31",
  "autumn 2018": "2018-09-01 to 2018-10-31",
  "no one was hurt": 1,
  "two and a half million": 2000000,
};
let same = true;
for (const [text, value] of Object.entries(wanted)) {
  const seen = typeof value === "number" ? nlp(text).numbers().json()[0].number.num : range(text);
  console.log(text.padEnd(34), seen);
  same = same && seen === value;
}
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
