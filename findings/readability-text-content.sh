#!/usr/bin/env bash
# Mozilla Readability: textContent runs paragraphs, list items and cells together.
#
# Versions:  @mozilla/readability 0.6.0, jsdom 29.1.1 (npm); Node.js 20
# Expected:  textContent is the text of the article with its words apart.
# Happens:   Where the page has no line break between two elements (as most have not, for they are made
#            by programs), the last word of one and the first of the next are one: "agreed.Three",
#            "talksTwo". Each paragraph costs up to two words of the count, and names at its ends are
#            not found. The field content keeps the elements.
# Output:
#   [ 'have agreed.Three talksTwo sidesThe round' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @mozilla/readability@0.6.0 jsdom@29.1.1

cat > look.mjs <<'JS'
import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";

const long = "<p>The council has met each Monday to speak about the war and the talks in the capital.</p>".repeat(8);
const page =
  "<html><head><title>Talks</title></head><body><article><h1>Talks</h1>" + long +
  "<p>Both sides have agreed.</p><ul><li>Three talks</li><li>Two sides</li></ul><p>The round goes on.</p>" +
  long + "</article></body></html>";
const text = new Readability(new JSDOM(page).window.document).parse().textContent;
const start = text.indexOf("have agreed");
console.log([text.slice(start, start + 41)]);
const same = text.includes("have agreed.Three talksTwo sidesThe round");
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
