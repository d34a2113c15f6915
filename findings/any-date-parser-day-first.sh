#!/usr/bin/env bash
# any-date-parser: 22/10/2018 is 10 February, 13/11/2018 is 3 November.
#
# Versions:  any-date-parser 2.2.4 (npm); Node.js 20
# Expected:  In its default locale (en-US) 22/10/2018 has no month 22: it is the day, or the date is
#            invalid.
# Happens:   A digit in front of the pattern is skipped: "22/10/2018" is read as 2/10, 10 February,
#            and "31/12/2018" as 12 January; "20/10/2018" and "30/5/2018" are read right, 22.10.2018
#            too. 31 June is 1 July. In a column with the day first the days 13 to 19, 21 to 29 and
#            31 of every month become one of the days 1 to 12 of the month that their last digit
#            names: nothing happens after the 12th, and no error is given.
# Output:
#   22/10/2018    2018-02-10
#   13/11/2018    2018-03-11
#   31/12/2018    2018-01-12
#   22/1/2018     2018-02-01
#   20/10/2018    2018-10-20
#   30/5/2018     2018-05-30
#   22.10.2018    2018-10-22
#   31 June 2018  2018-07-01
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund any-date-parser@2.2.4

cat > look.mjs <<'JS'
import parser from "any-date-parser";

const texts = ["22/10/2018", "13/11/2018", "31/12/2018", "22/1/2018", "20/10/2018", "30/5/2018", "22.10.2018", "31 June 2018"];
const found = texts.map((text) => {
  const date = parser.fromString(text);
  return date.invalid ?? date.toISOString().slice(0, 10);
});
texts.forEach((text, place) => console.log(text.padEnd(13), found[place]));
const same =
  found.join() ===
  "2018-02-10,2018-03-11,2018-01-12,2018-02-01,2018-10-20,2018-05-30,2018-10-22,2018-07-01";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
