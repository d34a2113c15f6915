#!/usr/bin/env bash
# papaparse: a file of two columns with semicolons and a line end at its end is cut at its decimal
# commas.
#
# Versions:  papaparse 5.7.1 (npm); Node.js 20
# Expected:  The delimiter that gives each line two fields, header included, is the semicolon,
#            whether the last line has an end or not.
# Happens:   An empty last line, as nearly every CSV file has one, counts as a line of one field,
#            and the delimiter is a comma: "outlet;share" is one column, "Post;1" its value, the 5
#            of "Post;1,5" an extra. errors has a note; nothing fails. Without the last line end,
#            with skipEmptyLines or with a third column the same file is right.
# Output:
#   "," {"outlet;share":"Post;1","__parsed_extra":["5"]}
#   ";" {"outlet":"Post","share":"1,5"}
#   ";" {"outlet":"Post","share":"1,5"}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund papaparse@5.7.1

cat > look.mjs <<'JS'
import papa from "papaparse";

const rows = "outlet;share\nPost;1,5\nTimes;2,5\nWire;3,5";
const found = papa.parse(`${rows}\n`, { header: true });
const others = [papa.parse(rows, { header: true }), papa.parse(`${rows}\n`, { header: true, skipEmptyLines: true })];
console.log(JSON.stringify(found.meta.delimiter), JSON.stringify(found.data[0]));
others.forEach((other) => console.log(JSON.stringify(other.meta.delimiter), JSON.stringify(other.data[0])));
const same = found.data[0]["outlet;share"] === "Post;1" && others.every((other) => other.data[0].share === "1,5");
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
