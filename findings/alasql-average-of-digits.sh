#!/usr/bin/env bash
# alasql: the average of "10", "9" and "8" is 366.
#
# Versions:  alasql 4.19.1 (npm); Node.js 20
# Expected:  AVG of a column of digits that a reader of CSV left as text is 9, as in SQLite and MySQL,
#            or an error, as in PostgreSQL.
# Happens:   AVG puts the digits one behind the other and divides by the number of rows: 1098 / 3.
#            With one row it is right, and it grows tenfold with each further one. A JOIN matches
#            null with null, so that articles without an outlet are all of the outlet without a name.
# Output:
#   average of "10", "9", "8"   366
#   average of 10, 9, 8         9
#   null joined with null       no name
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts alasql@4.19.1

cat > look.mjs <<'JS'
import alasql from "alasql";

const average = (values) => alasql("SELECT AVG(n) AS mean FROM ?", [values.map((n) => ({ n }))])[0].mean;
const texts = average(["10", "9", "8"]);
const numbers = average([10, 9, 8]);
const joined = alasql("SELECT a.id, o.name FROM ? a LEFT JOIN ? o ON a.outlet = o.outlet", [
  [{ id: 1, outlet: null }],
  [{ outlet: null, name: "no name" }],
])[0].name;
console.log('average of "10", "9", "8"  ', texts);
console.log("average of 10, 9, 8        ", numbers);
console.log("null joined with null      ", joined);
if (texts !== 366 || numbers !== 9 || joined !== "no name") {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
