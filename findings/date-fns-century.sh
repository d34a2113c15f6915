#!/usr/bin/env bash
# date-fns: parseISO of 18 is the year 1800.
#
# Versions:  date-fns 4.4.0 (npm); Node.js 20
# Expected:  Two digits are an invalid date, as five or six are; a loose reading has 2018.
# Happens:   They are a century of ISO 8601: 18 is 1 January 1800, 99 is the year 9900, 20 is 2000.
#            A column of years with two digits, or one with pages or ids by mistake, has dates; 20
#            and 2018 in one column are eighteen years apart.
# Output:
#   18: 1800, 20: 2000, 99: 9900, 181022: invalid
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund date-fns@4.4.0

cat > look.mjs <<'JS'
import { parseISO } from "date-fns";

const texts = ["18", "20", "99", "181022"];
const seen = texts.map((text) => {
  const date = parseISO(text);
  return Number.isNaN(date.getTime()) ? "invalid" : String(date.getFullYear());
});
console.log(texts.map((text, place) => `${text}: ${seen[place]}`).join(", "));
const same = seen.join() === "1800,2000,9900,invalid";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
