#!/usr/bin/env bash
# arquero: a column that is empty in the first thousand rows has "true" in place of its later words.
#
# Versions:  arquero 7.2.1 (npm); Node.js 20
# Expected:  fromCSV looks at the first thousand rows to tell the types; words that come later stay
#            words, or the column becomes text.
# Happens:   A column without a value up there is taken for a boolean, and whatever follows is true,
#            "Reuters" and "Associated Press" alike: a field that an outlet began to fill in its
#            newer articles has one value. Later words in a column of numbers are NaN, "October
#            2018" in a column of days is the first of the month. autoMax=Infinity keeps all three.
# Output:
#   row 1001: { agency: true, words: NaN, date: '2018-10-01' }
#   row 1002: { agency: true, words: 311, date: '2018-10-23' }
#   agencies: [ null, true ]
#   autoMax:  [ null, 'Reuters', 'Associated Press' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts arquero@7.2.1

cat > look.mjs <<'JS'
import { fromCSV } from "arquero";

const older = Array.from({ length: 1000 }, () => ",300,2018-10-22");
const newer = ["Reuters,n/a,October 2018", "Associated Press,311,2018-10-23"];
const text = ["agency,words,date", ...older, ...newer, ""].join("\n");
const agencies = (options) => [...new Set(fromCSV(text, options).array("agency"))];
const rows = fromCSV(text).slice(1000).objects().map((row) => ({ ...row, date: row.date.toISOString().slice(0, 10) }));
console.log("row 1001:", rows[0]);
console.log("row 1002:", rows[1]);
console.log("agencies:", agencies());
console.log("autoMax: ", agencies({ autoMax: Infinity }));
const same =
  agencies().join() === ",true" &&
  Number.isNaN(rows[0].words) &&
  rows[0].date === "2018-10-01" &&
  agencies({ autoMax: Infinity }).join() === ",Reuters,Associated Press";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
