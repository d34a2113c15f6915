#!/usr/bin/env bash
# lunr: a name that begins or ends with a letter beyond English is not found by its own spelling.
#
# Versions:  lunr 2.3.9 (npm); Node.js 20
# Expected:  A search for a word of a headline finds the headline.
# Happens:   The index trims what is no ASCII letter from both ends of each word, the search does not:
#            "Łódź" is kept as "d" and "Émigrés" as "migr", so that "Łódź" finds nothing and "d" finds it;
#            Arabic and Cyrillic words are trimmed away. "WHO" and "US" are stop words of both. No
#            headline with them can be found, and none is reported: zero hits, no error.
# Output:
#   Łódź []
#   d [ 'Łódź hosts talks' ]
#   Émigrés []
#   WHO []
#   war [ 'WHO warns of war' ]
#   Arabic []
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts lunr@2.3.9

cat > look.mjs <<'JS'
import lunr from "lunr";

const titles = ["Łódź hosts talks", "Émigrés return", "WHO warns of war", "الحرب في المدينة"];
const index = lunr(function () {
  this.ref("id");
  this.field("title");
  titles.forEach((title, id) => this.add({ id, title }));
});
const found = (query) => index.search(query).map((one) => titles[one.ref]);
const seen = ["Łódź", "d", "Émigrés", "WHO", "war"].map((query) => {
  console.log(query, found(query));
  return found(query).length;
});
console.log("Arabic", found("الحرب"));
if (seen.join() !== "0,1,0,0,1" || found("الحرب").length !== 0) {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
