#!/usr/bin/env bash
# papaparse, csv-stringify: fields that the first record lacks are left out of the file.
#
# Versions:  papaparse 5.7.1, csv-stringify 6.9.0 (npm); Node.js 20
# Expected:  The columns are those of all records, with empty cells where a record has none; or an
#            error.
# Happens:   Both take the names from the first record. Where the first article has no byline or no
#            correction, no article has one in the file, and nothing says so; the same articles in
#            another order are written whole.
# Output:
#   papaparse: headline / War / Peace; in the other order: headline,byline / Peace,Jane Roe / War,
#   csv-stringify: headline / War / Peace; in the other order: headline,byline / Peace,Jane Roe / War,
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund papaparse@5.7.1 csv-stringify@6.9.0

cat > look.mjs <<'JS'
import { stringify } from "csv-stringify/sync";
import papa from "papaparse";

const articles = [{ headline: "War" }, { headline: "Peace", byline: "Jane Roe" }];
const write = { papaparse: papa.unparse, "csv-stringify": (rows) => stringify(rows, { header: true }) };
const seen = [];
for (const [name, writer] of Object.entries(write)) {
  const pair = [articles, [...articles].reverse()].map((rows) => writer(rows).trim().split(/\r?\n/).join(" / "));
  console.log(`${name}: ${pair[0]}; in the other order: ${pair[1]}`);
  seen.push(...pair);
}
const same = seen.map((text) => text.includes("Jane Roe")).join() === "false,true,false,true";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
