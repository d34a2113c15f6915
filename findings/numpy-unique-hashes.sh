#!/usr/bin/env bash
# numpy: unique and union1d of whole numbers that hardly repeat take many times a sort; asking for
# counts as well makes unique faster.
#
# Versions:  numpy 2.4.6; Python 3.11
# Expected:  unique sorts and drops repeats, as it did before 2.3; asking for more takes longer.
# Happens:   Since 2.3 it puts the values into a hash table and sorts what is left, also when almost
#            nothing repeats. On two million spread int64 values (ids, hashes) that takes many times
#            the sort, in union1d too. With return_counts=True, it sorts as before, and the
#            values are the same. sorted=False leaves out the last sort, not the table.
# Output (the factors are those of one machine):
#   the same values four ways: True
#   union1d against sort and drop, times:       14
#   unique against unique with counts, times:   12
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import time

import numpy as np

x, y = np.random.default_rng(1).integers(0, 2**62, (2, 1_000_000))
both = np.concatenate([x, y])


def sorted_and_dropped():
    ordered = np.sort(np.concatenate([x, y]))
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]


ways = {
    "union1d": lambda: np.union1d(x, y),
    "sort": sorted_and_dropped,
    "unique": lambda: np.unique(both),
    "counts": lambda: np.unique(both, return_counts=True)[0],
}
values, seconds = {}, {}
for name, way in ways.items():
    taken = []
    for _ in range(4):
        start = time.process_time()
        values[name] = way()
        taken.append(time.process_time() - start)
    seconds[name] = min(taken)
equal = all(np.array_equal(found, values["sort"]) for found in values.values())
union, unique = seconds["union1d"] / seconds["sort"], seconds["unique"] / seconds["counts"]
print("the same values four ways:", equal)
print(f"union1d against sort and drop, times:      {union:3.0f}")
print(f"unique against unique with counts, times:  {unique:3.0f}")
raise SystemExit(0 if equal and union > 3 and unique > 3 else "changed")
PY
