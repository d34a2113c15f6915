#!/usr/bin/env bash
# simple-statistics: the median of a series with a gap depends on where the gap is.
#
# Versions:  simple-statistics 7.12.1 (npm); Node.js 20
# Expected:  median, quantile and max of values with one NaN are NaN, as the mean is, or leave it
#            out.
# Happens:   The values are ordered by comparisons that a NaN never passes: the median of 1, 2, 3, 4
#            and a gap is 2, 3 or 4, by its place, and the largest value is NaN where the gap comes
#            first and 4 where it comes later. The mean is NaN always. A series without an article
#            in some month has a median that moves when the table is sorted another way.
# Output:
#   NaN,1,2,3,4: median 2, max NaN
#   1,NaN,2,3,4: median 3, max 4
#   4,3,NaN,2,1: median 4, max 4
#   1,2,3,4,NaN: median 2, max 4
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund simple-statistics@7.12.1

cat > look.mjs <<'JS'
import { max, mean, median } from "simple-statistics";

const orders = [[NaN, 1, 2, 3, 4], [1, NaN, 2, 3, 4], [4, 3, NaN, 2, 1], [1, 2, 3, 4, NaN]];
const seen = orders.map((values) => [median(values), max(values), mean(values)]);
orders.forEach((values, place) => console.log(`${values}: median ${seen[place][0]}, max ${seen[place][1]}`));
const same =
  seen.map(([middle]) => middle).join() === "2,3,4,2" &&
  seen.map(([, largest]) => largest).join() === "NaN,4,4,4" &&
  seen.every(([, , average]) => Number.isNaN(average));
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
