#!/usr/bin/env bash
# jstat: with 170 articles in a week of which 170 were expected, the Poisson p-value is minus
# infinity.
#
# Versions:  jstat 1.9.6 (npm); Node.js 20
# Expected:  1 - poisson.cdf(k - 1, mean) is the chance of k articles or more: 0.51 for 170 where
#            170 are usual.
# Happens:   The terms are mean ** k / k! as numbers: the power is Infinity from 10 ** 308 on, the
#            factorial from 171 on. With 100 articles all is right; where the power alone is too
#            large p is -Infinity, which is below any level, so that an ordinary week is a burst;
#            where both are it is NaN, which is below none, so that a fivefold week is no burst. No
#            error.
# Output:
#    100 articles, expected 100: p = 0.5133
#    170 articles, expected 170: p = -Infinity, "burst"
#   1000 articles, expected 200: p = NaN, "usual"
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jstat@1.9.6

cat > look.mjs <<'JS'
import jstat from "jstat";

const { poisson } = jstat.jStat ?? jstat;
const chance = (articles, mean) => 1 - poisson.cdf(articles - 1, mean);
const found = [[100, 100], [170, 170], [1000, 200]].map(([k, mean]) => [k, mean, chance(k, mean)]);
for (const [k, mean, p] of found) {
  const value = Number.isFinite(p) ? p.toFixed(4) : `${p}, "${p < 0.05 ? "burst" : "usual"}"`;
  console.log(`${k}`.padStart(4), `articles, expected ${mean}: p = ${value}`);
}
const [right, ordinary, fivefold] = found.map(([, , p]) => p);
const same = Math.abs(right - 0.5133) < 1e-4 && ordinary === -Infinity && Number.isNaN(fivefold);
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
