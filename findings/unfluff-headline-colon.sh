#!/usr/bin/env bash
# unfluff: a headline with a colon or a spaced dash loses a part, though <h1> shows it whole.
#
# Versions:  unfluff 3.2.0 (npm); Node.js 20
# Expected:  title is the headline; what may go is the name of the outlet behind it.
# Happens:   The title is cut at " | ", " - ", "»" and ":", and the longest piece is the headline: the
#            subject in front of a colon is lost, and so is what stands behind a dash. The <h1> is not
#            looked at. A count of headlines about the ferry misses the first.
# Output:
#   [ 'council votes for a second quay', 'Quay talks: council votes' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund unfluff@3.2.0

cat > look.mjs <<'JS'
import unfluff from "unfluff";

const story = "<p>The council voted on Monday, and work begins in spring once the money is found.</p>".repeat(8);
const title = (headline) =>
  unfluff(
    `<html><head><title>${headline}</title></head><body><article><h1>${headline}</h1>${story}</article></body></html>`,
  ).title;
const found = ["Ferry: council votes for a second quay", "Quay talks: council votes - again"].map(title);
console.log(found);
const same = found[0] === "council votes for a second quay" && found[1] === "Quay talks: council votes";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
