#!/usr/bin/env bash
# lda (npm): the terms of a topic are sorted as text, so that words of no probability lead, and
# topics of larger corpora are empty.
#
# Versions:  lda 0.2.0 (npm); Node.js 20
# Expected:  The terms of a topic by probability.
# Happens:   "0.17_war" and "8.3e-7_bank" are sorted as strings: numbers below a millionth are
#            written with an exponent, begin with a digit above 0, and come first. They fill the
#            list, and are then left out as too small: the topic has no terms. A word that is not
#            in a topic has beta / (its tokens + V beta): with the usual beta of 0.01 that is below
#            a millionth from 10,000 tokens in a topic on, some thousand headlines. Here beta is
#            0.001, which needs 1,000.
# Output:
#   beta 0.01:  [["trade","share","profit","market"],["war","troop","strike","border"]]
#   beta 0.001: [[],[]]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund lda@0.2.0

cat > look.cjs <<'JS'
const lda = require("lda");

const subjects = [
  ["war", "troop", "attack", "border", "armi", "strike"],
  ["bank", "market", "share", "trade", "profit", "loan"],
];
const articles = [];
for (let i = 0; i < 300; i += 1) {
  const words = subjects[i % 2];
  articles.push([0, 1, 2, 3, 4, 5, 6, 7].map((j) => words[(i * 7 + j * j + (i % 5)) % 6]).join(" "));
}
const [usual, small] = [0.01, 0.001].map((beta) => {
  const topics = lda(articles, 2, 4, null, null, beta, 123).map((topic) => topic.map((row) => row.term));
  console.log(`beta ${beta}:`.padEnd(11), JSON.stringify(topics));
  return topics;
});
const same = usual.every((topic) => topic.length === 4) && small.every((topic) => topic.length === 0);
if (!same) {
  console.error("changed");
  process.exit(1);
}
JS
node look.cjs
