#!/usr/bin/env bash
# chrono-node: in an article of October, "in March" is next March, and a march of 12 is of 2012.
#
# Versions:  chrono-node 2.10.3 (npm); Node.js 20
# Expected:  "in March" or "on 5 March" without a year, told on 24 October 2018, is of 2018.
# Happens:   The year is the one that brings the date nearest: what happened from January to April
#            is put into the following year, in which the article could not know it;
#            isCertain("year") is false for both. "the march of 12 people" is March 2012. Events
#            told in winter and spring change sides of the article.
# Output:
#   talks that failed in March March = 2019-03-01
#   the attack on 5 March      on 5 March = 2019-03-05
#   the attack on 5 May        on 5 May = 2018-05-05
#   the march of 12 people     march of 12 = 2012-03-01
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3

cat > look.mjs <<'JS'
import * as chrono from "chrono-node";

const written = new Date("2018-10-24T12:00:00Z");
const texts = [
  "talks that failed in March",
  "the attack on 5 March",
  "the attack on 5 May",
  "the march of 12 people",
];
const found = texts.map((text) =>
  chrono.parse(text, written).map((part) => `${part.text} = ${part.date().toISOString().slice(0, 10)}`),
);
texts.forEach((text, place) => console.log(text.padEnd(26), ...found[place]));
const same =
  found.flat().join("; ") ===
  "March = 2019-03-01; on 5 March = 2019-03-05; on 5 May = 2018-05-05; march of 12 = 2012-03-01";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
TZ=UTC node look.mjs
