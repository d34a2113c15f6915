#!/usr/bin/env bash
# pandas: handing a column to NumPy makes a hash table of all names of rows, which stays.
#
# Versions:  pandas 3.1.1, numpy 2.4.6, pyarrow 26.0.1; Python 3.11
# Expected:  np.asarray(series) is series.to_numpy(): a view of the values, whatever names rows have.
# Happens:   NumPy first asks the series for attributes of its array interface. pandas looks whether
#            such an attribute is the name of a row, and for that makes every name a Python string
#            and a hash table of them, which the table and all its columns keep.
# Output (time and factor are those of one machine):
#   names hashed by series.to_numpy():         False
#   names hashed by np.asarray(series):        True
#   by the table that shares them:             True
#   np.asarray against to_numpy, a million rows, times: 26760
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 numpy==2.4.6 pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
import time

import numpy as np
import pandas as pd

table = pd.DataFrame({"n": np.arange(1_000_000)})
table.index = pd.Index([f"article-{at}" for at in range(len(table))])
column = table["n"]


def is_hashed(index):
    return "_engine" in index._cache and index._engine.is_mapping_populated


def seconds(call):
    start = time.perf_counter()
    call(column)
    return time.perf_counter() - start


plain = seconds(pd.Series.to_numpy)
before = is_hashed(column.index)
asked = seconds(np.asarray)
after, shared = is_hashed(column.index), is_hashed(table.index)
print("names hashed by series.to_numpy():        ", before)
print("names hashed by np.asarray(series):       ", after)
print("by the table that shares them:            ", shared)
print(f"np.asarray against to_numpy, a million rows, times: {asked / plain:.0f}")
raise SystemExit(0 if not before and after and shared and asked > 20 * plain else "changed")
PY
