#!/usr/bin/env bash
# tidyjs: filling missing months from dates at the end of a month goes to 3 March, and the counts of
# all later months are 0.
#
# Versions:  @tidyjs/tidy 2.6.1 (npm); Node.js 20
# Expected:  complete({ month: fullSeqDate("month", "month") }, { n: 0 }) adds the months that are
#            missing and keeps the rows that are there; of a table by month (pandas writes the last
#            day of each with "ME") it adds 28 February.
# Happens:   The next month of 31 January is 31 February, which a Date of JavaScript turns into 3
#            March; from there on every date is the 3rd. No later row matches, complete() drops the
#            rows that match nothing, and 0 stands in their place. Of 65 articles 10 are left, each
#            month but the first is empty, and February and the last month are gone.
# Output:
#   given   2018-01-31 10  2018-03-31 20  2018-04-30 5  2018-05-31 30
#   filled  2018-01-31 10  2018-03-03 0  2018-04-03 0  2018-05-03 0
#   articles 65 -> 10; from dates at the start of the months 65 -> 65
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @tidyjs/tidy@2.6.1

cat > look.mjs <<'JS'
import { complete, fullSeqDate, tidy } from "@tidyjs/tidy";

const ends = [["2018-01-31", 10], ["2018-03-31", 20], ["2018-04-30", 5], ["2018-05-31", 30]];
const table = (rows) => rows.map(([day, n]) => ({ month: new Date(day), n }));
const filled = (rows) => tidy(table(rows), complete({ month: fullSeqDate("month", "month") }, { n: 0 }));
const shown = (rows) => rows.map(({ month, n }) => `${month.toISOString().slice(0, 10)} ${n}`).join("  ");
const articles = (rows) => rows.reduce((sum, { n }) => sum + n, 0);

const after = filled(ends);
const starts = filled(ends.map(([day, n]) => [`${day.slice(0, 7)}-01`, n]));
console.log("given  ", shown(table(ends)));
console.log("filled ", shown(after));
console.log(
  `articles ${articles(table(ends))} -> ${articles(after)}; ` +
    `from dates at the start of the months ${articles(table(ends))} -> ${articles(starts)}`,
);
const same =
  shown(after) === "2018-01-31 10  2018-03-03 0  2018-04-03 0  2018-05-03 0" &&
  articles(starts) === 65 &&
  starts.length === 5;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
