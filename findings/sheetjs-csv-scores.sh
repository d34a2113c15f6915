#!/usr/bin/env bash
# xlsx (SheetJS): in a CSV the vote 5-4 is 4 May 2001, 22/10/2018 a text and 10/11/2018 a number.
#
# Versions:  xlsx 0.18.5 (npm); Node.js 20
# Expected:  The cells of a CSV come as they stand, or the numbers among them as numbers; a column
#            is of one kind.
# Happens:   Every cell is guessed for itself, the month first: votes and scores (5-4, 3-2),
#            chapters and fractions (1/2) become days of 2001; in a column with the day first the
#            days up to 12 turn round and become numbers of days since 1900, the others stay text;
#            "Oct 2018" is the first of October; id 007 is 7, "1,5" is 15. With cellDates the same
#            days come as dates. raw: true, given when the text is read, leaves all as it is.
# Output:
#   ["id","date","vote","value"] dates:
#   [7,"22/10/2018",37015,15] dates: 2001-05-04
#   [100000,43384,36893,0.12] dates: 2173-10-14 2018-10-11 2001-01-02
#   [12,43374,36952,-3] dates: 2018-10-01 2001-03-02
#   raw: ["007","22/10/2018","5-4","1,5"]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5

cat > look.mjs <<'JS'
import XLSX from "xlsx";

const text = 'id,date,vote,value\n007,22/10/2018,5-4,"1,5"\n1e5,10/11/2018,1/2,12%\n012,Oct 2018,3-2,(3)\n';
const rows = (options) => {
  const book = XLSX.read(text, { type: "string", ...options });
  return XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
};
const day = (n) => (typeof n === "number" && n > 30000 ? XLSX.SSF.format("yyyy-mm-dd", n) : n);
const plain = rows({});
for (const row of plain) {
  console.log(JSON.stringify(row), "dates:", row.map(day).filter((cell, place) => cell !== row[place]).join(" "));
}
const kept = rows({ raw: true });
console.log("raw:", JSON.stringify(kept[1]));
const same =
  JSON.stringify(plain[1]) === '[7,"22/10/2018",37015,15]' &&
  day(plain[1][2]) === "2001-05-04" &&
  day(plain[2][1]) === "2018-10-11" &&
  day(plain[2][2]) === "2001-01-02" &&
  day(plain[3][1]) === "2018-10-01" &&
  kept[1].join() === "007,22/10/2018,5-4,1,5";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
