#!/usr/bin/env bash
# minisearch: a search for U.S. finds China's and Iran's, one for COVID-19 finds every 19.
#
# Versions:  minisearch 7.2.0 (npm); Node.js 20
# Expected:  A search for a name finds the headlines with the name; punctuation in it does no
#            harm.
# Happens:   Queries and texts are cut at every sign, and the words of a query are joined with
#            "or": U.S. is "u" or "s", and every possessive holds an "s" ("China’s" is "China" and
#            "s"), so that four of five headlines are hits, and ranked ones. COVID-19 is "covid"
#            or "19". The number of hits passes for the coverage of a country. combineWith: "AND"
#            is better, and still takes "s" and "u" from different ends of a headline.
# Output:
#   U.S.  [
#     'U.S. leaves the accord',
#     "Britain's budget: what u need to know",
#     'Iran’s parliament votes',
#     "China's oil exports fall"
#   ]
#   U.S. { combineWith: 'AND' } [ 'U.S. leaves the accord', "Britain's budget: what u need to know" ]
#   COVID-19  [ 'COVID-19 rules eased', '19 dead in train crash' ]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts minisearch@7.2.0

cat > look.mjs <<'JS'
import MiniSearch from "minisearch";

const headlines = [
  "U.S. leaves the accord",
  "China's oil exports fall",
  "Iran’s parliament votes",
  "Britain's budget: what u need to know",
  "COVID-19 rules eased",
  "19 dead in train crash",
  "Peace talks resume",
];
const search = new MiniSearch({ fields: ["title"], storeFields: ["title"] });
search.addAll(headlines.map((title, id) => ({ id, title })));
const hits = (query, options) => {
  const found = search.search(query, options).map((one) => one.title);
  console.log(query, options ?? "", found);
  return found.length;
};
const seen = [hits("U.S."), hits("U.S.", { combineWith: "AND" }), hits("COVID-19")];
if (seen.join() !== "4,2,2") {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
