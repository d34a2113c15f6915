#!/usr/bin/env bash
# csv-stringify: false is an empty cell, and a date a count of milliseconds.
#
# Versions:  csv-stringify 6.9.0 (npm); Node.js 20
# Expected:  true and false, or 1 and 0; a date as ISO text.
# Happens:   true is 1 and false is empty, as a missing value is: of a column of themes, articles
#            without the theme cannot be told from articles that were not coded, and the share is
#            100 % wherever empty cells are left out. A Date is 1540166400000, which a reader takes
#            for a number.
# Output:
#   war,date / 1,1540166400000 / , / ,
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund csv-stringify@6.9.0

cat > look.mjs <<'JS'
import { stringify } from "csv-stringify/sync";

const rows = [
  { war: true, date: new Date(Date.UTC(2018, 9, 22)) },
  { war: false, date: null },
  { war: null, date: null },
];
const seen = stringify(rows, { header: true }).trim().split("\n");
console.log(seen.join(" / "));
const same = seen.join(" / ") === "war,date / 1,1540166400000 / , / ,";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
