#!/usr/bin/env bash
# simple-statistics: the 97.5 % point of the normal distribution is 1.957, the 99.5 % point 2.569.
#
# Versions:  simple-statistics 7.12.1 (npm); Node.js 20
# Expected:  probit(0.975) is 1.95996, as in every table; an approximation would agree to at least
#            four figures.
# Happens:   The inverse of the error function in use is a rough one: 1.9572 for 1.9600, 2.5692 for
#            2.5758, 3.0801 for 3.0902. The way back is a table of two places. Intervals of 95 and
#            99 % are too narrow, tests reject too often, and figures differ from those of any other
#            program in the third place, which a reviewer who recomputes them will find.
# Output:
#   0.9    simple-statistics 1.2811  jstat 1.2816
#   0.975  simple-statistics 1.9572  jstat 1.9600
#   0.995  simple-statistics 2.5692  jstat 2.5758
#   0.999  simple-statistics 3.0801  jstat 3.0902
#   P(Z < 1.9649) = 0.975  exactly 0.97529
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund simple-statistics@7.12.1 jstat@1.9.6

cat > look.mjs <<'JS'
import { cumulativeStdNormalProbability, probit } from "simple-statistics";
import jstat from "jstat";

const { normal } = jstat.jStat ?? jstat;
const found = [0.9, 0.975, 0.995, 0.999].map((p) => [p, probit(p), normal.inv(p, 0, 1)]);
for (const [p, ours, theirs] of found) {
  console.log(`${p}`.padEnd(6), "simple-statistics", ours.toFixed(4), " jstat", theirs.toFixed(4));
}
console.log("P(Z < 1.9649) =", cumulativeStdNormalProbability(1.9649), " exactly", normal.cdf(1.9649, 0, 1).toFixed(5));
const same =
  Math.abs(found[1][1] - 1.9572) < 1e-4 &&
  Math.abs(found[2][1] - 2.5692) < 1e-4 &&
  Math.abs(found[1][2] - 1.95996) < 1e-4;
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
