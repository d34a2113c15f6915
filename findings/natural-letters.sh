#!/usr/bin/env bash
# natural: the tokenizer of TF-IDF and of the stemmer knows the letters of English and Russian only.
#
# Versions:  natural 8.1.1 (npm); Node.js 20
# Expected:  "Erdoğan" and "naïve" are one word each, and "Iran" is not a word of "iraní".
# Happens:   Every other letter ends a word: Erdoğan is "Erdo" and "an", naïve is "na" and "ve", an
#            article on "el gobierno iraní" is about Iran, one in Arabic has no words and no error.
# Output:
#   [ 'Erdo', 'an', 'na', 've' ]
#   terms of "iraní": [ 'iran' ]
#   terms of "حرب": []
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund natural@8.1.1

cat > look.mjs <<'JS'
import natural from "natural";

const terms = (text) => {
  const index = new natural.TfIdf();
  index.addDocument(text);
  return index.listTerms(0).map((row) => row.term);
};
const words = new natural.WordTokenizer().tokenize("Erdoğan naïve");
console.log(words);
console.log('terms of "iraní":', terms("iraní"));
console.log('terms of "حرب":', terms("حرب"));
const same =
  words.join() === "Erdo,an,na,ve" && terms("iraní").join() === "iran" && terms("حرب").length === 0;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
DOTENV_CONFIG_QUIET=true node look.mjs
