#!/usr/bin/env bash
# string-similarity: "nowhere to go" and "now here to go" are equal, "War" and "WAR" share nothing.
#
# Versions:  string-similarity 4.0.4 (npm); Node.js 20
# Expected:  Blanks are letters of a text: headlines that differ by one are nearly alike; case makes
#            a small difference.
# Happens:   Blanks are removed before pairs of letters are counted, so texts whose words are cut in
#            other places have 1, exactly as copies have. Capitals are other letters: a headline in
#            capitals shares nothing with itself in small letters, 0. A threshold for copies finds
#            the first pair and misses the second.
# Output:
#   nowhere to go | now here to go: 1
#   manslaughter case | man slaughter case: 1
#   War in Iran | WAR IN IRAN: 0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund string-similarity@4.0.4

cat > look.mjs <<'JS'
import similarity from "string-similarity";

const pairs = [["nowhere to go", "now here to go"], ["manslaughter case", "man slaughter case"], ["War in Iran", "WAR IN IRAN"]];
const seen = pairs.map(([one, two]) => Number(similarity.compareTwoStrings(one, two).toFixed(2)));
pairs.forEach(([one, two], place) => console.log(`${one} | ${two}: ${seen[place]}`));
const same = seen[0] === 1 && seen[1] === 1 && seen[2] < 0.1;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
