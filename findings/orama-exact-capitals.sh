#!/usr/bin/env bash
# orama: "war" ranks warships above war, exact finds the capitals that are typed, ranges overlap.
#
# Versions:  @orama/orama 3.1.18 (npm); Node.js 20
# Expected:  A word finds itself; exact: true finds the whole word, in capitals or not, as the search
#            without it; the counts of ranges that follow each other sum to the articles.
# Happens:   By default a word finds all that begin with it, and Warships and a warm winter come
#            before War, whatever tolerance and threshold are. With exact: true capitals count, so
#            that headlines that begin with the word are missed: of four headlines with war one is
#            found. Ranges of facets have both their ends: what lies on a bound counts twice.
# Output:
#   war          6 ["Warships sail","A warm winter","War, again","War in Iran","Peace after war","WAR ON TERROR"]
#   war, exact   1 ["Peace after war"]
#   War, exact   2 ["War, again","War in Iran"]
#   months 1 to 3 and 3 to 6 of 6 headlines: {"1-3":4,"3-6":4}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @orama/orama@3.1.18

cat > look.mjs <<'JS'
import { create, insert, search } from "@orama/orama";

const headlines = create({ schema: { title: "string", month: "number" } });
for (const [title, month] of [
  ["War in Iran", 1],
  ["Peace after war", 2],
  ["Warships sail", 3],
  ["A warm winter", 3],
  ["WAR ON TERROR", 4],
  ["War, again", 5],
]) {
  insert(headlines, { title, month });
}
const seen = [];
const show = async (label, query) => {
  const found = await search(headlines, query);
  const titles = JSON.stringify(found.hits.map((hit) => hit.document.title));
  console.log(label.padEnd(12), found.count, titles);
  seen.push(`${found.count} ${titles}`);
};
await show("war", { term: "war" });
await show("war, exact", { term: "war", exact: true });
await show("War, exact", { term: "War", exact: true });
const ranges = [{ from: 1, to: 3 }, { from: 3, to: 6 }];
const months = JSON.stringify((await search(headlines, { term: "", facets: { month: { ranges } } })).facets.month.values);
console.log(`months 1 to 3 and 3 to 6 of 6 headlines: ${months}`);
const wanted = [
  '6 ["Warships sail","A warm winter","War, again","War in Iran","Peace after war","WAR ON TERROR"]',
  '1 ["Peace after war"]',
  '2 ["War, again","War in Iran"]',
];
if (seen.join("\n") !== wanted.join("\n") || months !== '{"1-3":4,"3-6":4}') {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
