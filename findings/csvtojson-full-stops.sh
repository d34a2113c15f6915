#!/usr/bin/env bash
# csvtojson: a column "U.S. share" becomes a branch of objects, and its name is gone.
#
# Versions:  csvtojson 2.0.14 (npm); Node.js 20
# Expected:  Each row is an object whose keys are the headers of the file, as with other readers of
#            CSV.
# Happens:   A full stop in a header is a step into an object: "U.S. share" is row.U.S[" share"], and
#            row["U.S. share"] is undefined, which a sum takes for nothing. "vs. Iran" is
#            row.vs[" Iran"]. Only flatKeys: true keeps the names. The columns of outlets and places
#            with initials are missing from the chart, the others are there.
# Output:
#   keys      id, U, UK share
#   rows[0]   {"id":"007","U":{"S":{" share":"0.5"}},"UK share":"0.25"}
#   sum of U.S. share 0, of UK share 0.75
#   flatKeys  id, U.S. share, UK share
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts csvtojson@2.0.14

cat > look.mjs <<'JS'
import csvtojson from "csvtojson";

const text = "id,U.S. share,UK share\n007,0.5,0.25\n008,0.75,0.5\n";
const rows = await csvtojson().fromString(text);
const flat = await csvtojson({ flatKeys: true }).fromString(text);
const sum = (name) => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
const keys = Object.keys(rows[0]).join(", ");
console.log("keys     ", keys);
console.log("rows[0]  ", JSON.stringify(rows[0]));
console.log(`sum of U.S. share ${sum("U.S. share")}, of UK share ${sum("UK share")}`);
console.log("flatKeys ", Object.keys(flat[0]).join(", "));
if (keys !== "id, U, UK share" || sum("U.S. share") !== 0 || !("U.S. share" in flat[0])) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
