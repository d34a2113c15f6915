#!/usr/bin/env bash
# keyword-extractor: UN, US, WHO, Will and May are no keywords, nor are Third and Novel.
#
# Versions:  keyword-extractor 0.3.0 (npm); Node.js 20
# Expected:  Function words are left out: the, of, is. Names in capitals stay.
# Happens:   The list has un, us, who, will, may, said and new, and words that carry a story: third,
#            seven, novel, value, welcome, changes, specified, inc. Case is folded first, so an
#            article on the UN or the WHO never has them among its keywords, while the EU stays:
#            organisations cannot be compared.
# Output:
#   kept: EU war Iran
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund keyword-extractor@0.3.0

cat > look.mjs <<'JS'
import extractor from "keyword-extractor";

const words = ["UN", "EU", "US", "WHO", "May", "Third", "Novel", "Welcome", "Value", "war", "Iran"];
const kept = words.filter((word) =>
  extractor
    .extract(`peace ${word} talks`, { language: "english", remove_duplicates: false, return_changed_case: false })
    .includes(word),
);
console.log(`kept: ${kept.join(" ")}`);
const same = kept.join(" ") === "EU war Iran";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
