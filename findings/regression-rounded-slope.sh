#!/usr/bin/env bash
# regression: the slope of shares that grow by 0.004 a month is 0, and the line lies where its
# rounded slope puts it.
#
# Versions:  regression 2.0.1 (npm); Node.js 20
# Expected:  linear() returns the least-squares line; rounding is a matter of printing it.
# Happens:   Everything is rounded to two decimals at each step (option precision, 2): the slope
#            0.004 becomes 0, the intercept is then taken from that 0 and is the mean 0.04 in
#            place of 0.02, predictions are flat, and r2 of points that lie on a line is -0.02.
#            Counts of hundreds look right; shares, which are all below 1, have no trends.
# Output:
#   shares 0.02 to 0.064
#   slope, intercept: [ 0, 0.04 ] r2: -0.02 next month: 0.04
#   with precision 8: [ 0.004, 0.02 ] r2: 1 next month: 0.068
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts regression@2.0.1

cat > look.mjs <<'JS'
import regression from "regression";

const shares = [...Array(12)].map((_, month) => [month, 0.02 + 0.004 * month]);
const plain = regression.linear(shares);
const fine = regression.linear(shares, { precision: 8 });
console.log("shares", shares[0][1], "to", shares[11][1].toFixed(3));
console.log("slope, intercept:", plain.equation, "r2:", plain.r2, "next month:", plain.predict(12)[1]);
console.log("with precision 8:", fine.equation, "r2:", fine.r2, "next month:", fine.predict(12)[1]);
if (plain.equation.join() !== "0,0.04" || plain.r2 !== -0.02 || fine.equation.join() !== "0.004,0.02") {
  console.error("changed");
  process.exit(1);
}
JS
node look.mjs
