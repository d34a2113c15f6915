#!/usr/bin/env bash
# d3-dsv: autoType takes ids that are hashes for numbers, and two of them for the same number.
#
# Versions:  d3-dsv 3.0.2 (npm); Node.js 20
# Expected:  A column of ids stays text; at least, one that is text in most rows is text in all.
# Happens:   Each cell is typed by itself. A hash with an e among digits is a number beyond all bounds, so all
#            such ids become Infinity and share one key of a Map; a hash of digits alone loses its last
#            digits, or its zeros. Of 100,000 ids of 16 hexadecimal digits, about 130 are no longer theirs.
# Output:
#   12e4567812345678 -> Infinity
#   98e7777712345678 -> Infinity
#   0012345678901234 -> 12345678901234
#   9012345678901237 -> 9012345678901236
#   feed567812345678 -> feed567812345678
#   5 articles, 4 keys
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts d3-dsv@3.0.2

cat > look.mjs <<'JS'
import { autoType, csvParse } from "d3-dsv";

const ids = [
  "12e4567812345678", "98e7777712345678", "0012345678901234", "9012345678901237", "feed567812345678",
];
const rows = csvParse(`article_id\n${ids.join("\n")}\n`, autoType);
const seen = rows.map((row) => row.article_id);
ids.forEach((id, k) => console.log(id, "->", String(seen[k])));
const keys = new Map(rows.map((row) => [row.article_id, row]));
console.log(`${rows.length} articles, ${keys.size} keys`);
if (seen[0] !== Infinity || seen[2] !== 12345678901234 || seen[4] !== ids[4] || keys.size !== 4) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
