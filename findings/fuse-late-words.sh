#!/usr/bin/env bash
# fuse.js: a word is found only near the beginning of an article, and Bahrain finds Ukraine.
#
# Versions:  fuse.js 7.5.0 (npm); Node.js 20
# Expected:  A search for a word finds every article that has it, and perhaps others that are alike.
# Happens:   Unless ignoreLocation is set, a match far from the start counts as a poor one: beyond
#            some 60 letters, an exact word is not found at all. The same threshold takes other
#            words for it: a search for Bahrain has hits for Ukraine and Iran, one for war has
#            "warm". Numbers of hits count headlines and leads.
# Output:
#   ceasefire is word number    1 6 11 13 15 21 101
#   found                       1 6 11 13
#   found with ignoreLocation   1 6 11 13 15 21 101
#   Bahrain: [ 'Ukraine', 'Iran' ]  war: [ 'The war', 'The warm weather' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fuse.js@7.5.0

cat > look.mjs <<'JS'
import Fuse from "fuse.js";

const hits = (texts, word, options = {}) =>
  new Fuse(texts.map((text) => ({ text })), { keys: ["text"], ...options }).search(word).map((hit) => hit.item.text);

const said = [0, 5, 10, 12, 14, 20, 100].map((n) => "said ".repeat(n) + "ceasefire");
const at = (found) => found.map((text) => text.split(" ").length).sort((a, b) => a - b);
const near = at(hits(said, "ceasefire"));
const anywhere = at(hits(said, "ceasefire", { ignoreLocation: true }));
console.log("ceasefire is word number   ", at(said).join(" "));
console.log("found                      ", near.join(" "));
console.log("found with ignoreLocation  ", anywhere.join(" "));
const bahrain = hits(["Talks in Iran", "Ukraine", "Iran", "Iraq", "Mali"], "Bahrain");
const war = hits(["The war", "The warm weather", "Peace"], "war");
console.log("Bahrain:", bahrain, " war:", war);
const same =
  near.join() === "1,6,11,13" && anywhere.length === 7 && bahrain.includes("Ukraine") && war.includes("The warm weather");
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
