#!/usr/bin/env bash
# duckdb: sem() is the standard error for a known population, smaller than stddev() / sqrt(n) of
# the same query.
#
# Versions:  duckdb 2.0.1, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  sem(x) is stddev(x) / sqrt(count(x)), as scipy, pandas and textbooks have it;
#            stddev() of duckdb divides by n - 1.
# Happens:   sem() divides by n: it is stddev_pop(x) / sqrt(n). Of five outlets or weeks the error
#            is 11 % too small, of two 29 %, of one it is 0 and not missing, so that a group with
#            one article has an exact mean. Intervals made from it are too narrow just where there
#            is little, and those made by hand in the next column are right.
# Output:
#   five outlets: sem 0.0522, stddev / sqrt(n) 0.0583
#   two outlets: sem 0.1061, stddev / sqrt(n) 0.15
#   one outlets: sem 0.0000, stddev / sqrt(n) None
#   scipy, five outlets: 0.0583
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  duckdb==2.0.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import duckdb
from scipy import stats

shares = {"five": [0.1, 0.2, 0.4, 0.1, 0.3], "two": [0.1, 0.4], "one": [0.1]}
seen = {}
for name, values in shares.items():
    query = f"select sem(x), stddev(x) / sqrt(count(x)) from (select unnest({values}) as x)"
    own, hand = duckdb.sql(query).fetchall()[0]
    seen[name] = own, hand
    print(f"{name} outlets: sem {own:.4f}, stddev / sqrt(n) {hand if hand is None else round(hand, 4)}")
print("scipy, five outlets:", round(float(stats.sem(shares["five"])), 4))
five, two, one = seen.values()
fine = abs(five[0] / five[1] - 0.8 ** 0.5) < 1e-9 and abs(two[0] / two[1] - 0.5 ** 0.5) < 1e-9
raise SystemExit(0 if fine and one == (0, None) else "changed")
PY
