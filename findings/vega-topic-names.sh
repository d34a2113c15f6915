#!/usr/bin/env bash
# vega-loader and csv-parse: a column with "Topic 1", "Topic 2", ... becomes dates of the year 2001.
#
# Versions:  vega-loader 4.5.3, csv-parse 7.0.3 (npm); Node.js 20
# Expected:  Automatic types make a date of 2018-10-22, and leave "Topic 12" as text.
# Happens:   Both ask JavaScript's Date.parse, which skips unknown words and takes the number for a month:
#            "Topic 12" is 1 December 2001. vega-loader turns the column into time stamps if all its names
#            parse, so a chart of 12 topics has an axis of time and one of 13 topics has not. csv-parse
#            (cast_date) decides cell by cell: "Daily 7" is July 2001, "Paper 24" stays text. Article ids
#            lose their zeros in both.
# Output:
#   vega-loader, 12 topics: number [ 'Jan 2001', 'Feb 2001', 'Dec 2001' ]
#   vega-loader, 13 topics: string [ 'Topic 1', 'Topic 2', 'Topic 13' ]
#   csv-parse, outlets:     [ 'Jul 2001', 'Paper 24' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund vega-loader@4.5.3 csv-parse@7.0.3

cat > look.mjs <<'JS'
import { read } from "vega-loader";
import { parse } from "csv-parse/sync";

const month = (value) =>
  typeof value === "string"
    ? value
    : new Date(value).toLocaleString("en-US", { month: "short", year: "numeric" });
const column = (last) =>
  read(`topic,share\nTopic 1,0.1\nTopic 2,0.2\nTopic ${last},0.3\n`, { type: "csv", parse: "auto" })
    .map((row) => row.topic);
const twelve = column(12);
const thirteen = column(13);
const outlets = parse("outlet\nDaily 7\nPaper 24\n", { columns: true, cast: true, cast_date: true })
  .map((row) => row.outlet);
console.log("vega-loader, 12 topics:", typeof twelve[0], twelve.map(month));
console.log("vega-loader, 13 topics:", typeof thirteen[0], thirteen.map(month));
console.log("csv-parse, outlets:    ", outlets.map(month));
const same =
  month(twelve[2]) === "Dec 2001" && thirteen[2] === "Topic 13" &&
  outlets[0] instanceof Date && month(outlets[0]) === "Jul 2001" && outlets[1] === "Paper 24";
if (!same) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
