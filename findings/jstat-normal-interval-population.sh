#!/usr/bin/env bash
# jstat: the normal interval of a sample divides by n, the t interval by n - 1.
#
# Versions:  jstat 1.9.6 (npm); Node.js 20
# Expected:  normalci(mean, alpha, values) is mean plus and minus 1.96 standard errors of the
#            sample.
# Happens:   normalci and ztest with an array of values use the standard deviation of a population,
#            tci that of a sample: of four outlets the interval is too short by 13 %, of two by 29
#            %. A figure that has bars made by both, or a z with its p-value beside a table of other
#            means, has two units of error.
# Output:
#   standard error in normalci 1.346, in tci 1.555
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund jstat@1.9.6

cat > look.mjs <<'JS'
import jstat from "jstat";

const { jStat } = jstat;
const shares = [1, 2, 3, 8];
const mean = jStat.mean(shares);
const [low] = jStat.normalci(mean, 0.05, shares);
const [lowT] = jStat.tci(mean, 0.05, shares);
const error = (mean - low) / jStat.normal.inv(0.975, 0, 1);
const errorT = (mean - lowT) / jStat.studentt.inv(0.975, 3);
console.log(`standard error in normalci ${error.toFixed(3)}, in tci ${errorT.toFixed(3)}`);
const same = error.toFixed(3) === "1.346" && errorT.toFixed(3) === "1.555";
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
