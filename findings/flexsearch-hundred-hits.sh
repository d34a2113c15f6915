#!/usr/bin/env bash
# flexsearch: a search has at most 100 hits, and numbers are cut into threes.
#
# Versions:  flexsearch 0.8.212 (npm); Node.js 20
# Expected:  search("war") gives the ids of all articles that have the word; 45 finds articles with
#            45.
# Happens:   The limit is 100 unless another is given, so search().length is no number of articles.
#            A number is indexed in groups of three digits: 45 finds the article with 12345, 201
#            those of 2018 and 2019, 8 those of 2018. Years, tolls and votes answer for each other.
# Output:
#   articles with war: 250, hits: 100
#   45    [0]
#   201   [3,1,2]
#   8     [1]
#   2018  [1]
#   345   []
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund flexsearch@0.8.212

cat > look.mjs <<'JS'
import FlexSearch from "flexsearch";

const all = new FlexSearch.Index();
for (let id = 0; id < 250; id += 1) {
  all.add(id, `war of day ${id}`);
}
const count = all.search("war").length;
console.log("articles with war: 250, hits:", count);

const index = new FlexSearch.Index();
["12345 people fled", "Talks of 2018", "Talks of 2019", "201 dead"].forEach((text, id) => index.add(id, text));
const found = {};
for (const word of ["45", "201", "8", "2018", "345"]) {
  found[word] = index.search(word);
  console.log(word.padEnd(5), JSON.stringify(found[word]));
}
const same =
  count === 100 &&
  found["45"].join() === "0" &&
  [...found["201"]].sort().join() === "1,2,3" &&
  found["8"].join() === "1" &&
  found["345"].length === 0;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
