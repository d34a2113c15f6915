#!/usr/bin/env bash
# d3-regression: the exponential trend leaves out the months without articles, and its R² too.
#
# Versions:  d3-regression 2.2.0 (npm); Node.js 20
# Expected:  A logarithm of 0 gives NaN or an error; or zeros are part of the fit, or at least of
#            its R².
# Happens:   regressionExp() skips each point whose y is 0 or below, without a word, and counts
#            rSquared over the points that are left. A theme with 8 articles in every third month and
#            none in the others has a level trend at 8; of 2, 4, 0, 0, 0, 64 the growth is +100 % a
#            month with an R² of 1. regressionLinear() takes the zeros.
# Output:
#   8 articles every third month: mean 2.67, exponential 8.00, linear 2.67
#   2, 4, 0, 0, 0, 64 articles: +100 % a month, R² 1.00, month 3 is 16
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund d3-regression@2.2.0

cat > look.mjs <<'JS'
import { regressionExp, regressionLinear } from "d3-regression";

const points = (counts) => counts.map((n, month) => [month, n]);
const third = points([0, 8, 0, 0, 8, 0, 0, 8, 0]);
const level = regressionExp()(third);
const line = regressionLinear()(third);
const grown = regressionExp()(points([2, 4, 0, 0, 0, 64]));
console.log(
  `8 articles every third month: mean ${(24 / 9).toFixed(2)}, exponential ${level.predict(4).toFixed(2)}, ` +
    `linear ${line.predict(4).toFixed(2)}`,
);
const rate = Math.round(100 * (Math.exp(grown.b) - 1));
console.log(`2, 4, 0, 0, 0, 64 articles: +${rate} % a month, R² ${grown.rSquared.toFixed(2)}, month 3 is ${grown.predict(3).toFixed(0)}`);
const same =
  Math.abs(level.predict(4) - 8) < 1e-6 && Math.abs(line.predict(4) - 24 / 9) < 1e-6 && rate === 100 && grown.rSquared > 0.999;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
