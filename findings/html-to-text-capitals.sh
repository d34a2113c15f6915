#!/usr/bin/env bash
# html-to-text: headings are turned into capitals, cells of a table run together, long lines are
# broken.
#
# Versions:  html-to-text 10.0.1 (npm); Node.js 20
# Expected:  The words of the page as they stand; what may be added is space between blocks.
# Happens:   uppercase is on for headings, so "us" and "US", "Who" and "WHO" are the same word in
#            every headline and "ß" is "SS" (case is not to be had back). Tables are laid out as
#            blocks without a space: 12 dead and 30 hurt is 1230. Lines end after 80 letters, and a
#            phrase across the break is not found. Addresses of links stand between words.
# Output:
#   WHO TOLD US? STRASSE TALKS
#
#   1230
#
#   The ministers of six countries met there on Monday and said that a United
#   Nations envoy is to come.
#   United Nations found: false
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund html-to-text@10.0.1

cat > look.mjs <<'JS'
import { convert } from "html-to-text";

const page =
  "<h1>Who told us? Straße talks</h1><table><tr><td>12</td><td>30</td></tr></table>" +
  "<p>The ministers of six countries met there on Monday and said that a United Nations envoy is to come.</p>";
const text = convert(page);
console.log(text);
console.log("United Nations found:", text.includes("United Nations"));
const same =
  text.startsWith("WHO TOLD US? STRASSE TALKS") && text.includes("1230") && !text.includes("United Nations") && text.includes("United\nNations");
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
