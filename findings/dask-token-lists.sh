#!/usr/bin/env bash
# dask: a column of token lists becomes text, and .str.len() counts letters instead of words.
#
# Versions:  dask 2026.8.0, pandas 3.1.1, pyarrow 26.0.1; Python 3.11
# Expected:  from_pandas keeps the objects of a column; .str.len() of lists is their length, as in
#            pandas.
# Happens:   dask converts object columns to strings, and a list becomes its printed form "['war',
#            'peace']". .str.len() is 16 instead of 2 and explode changes nothing, without a
#            message. Article lengths, and shares with them as denominators, are wrong by a factor
#            that depends on the words.
# Output:
#   pandas:       [2, 1, 3, 0] 7 rows exploded
#   dask:         [16, 9, 15, 2] 4 rows exploded
#   not converted: [2, 1, 3, 0]
#   first cell:   "['war', 'peace']"
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  "dask[dataframe]==2026.8.0" pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import dask
import dask.dataframe as dd
import pandas as pd

table = pd.DataFrame({"tokens": [["war", "peace"], ["talks"], ["a", "b", "c"], []]})
lazy = dd.from_pandas(table, npartitions=1)
lengths = lazy["tokens"].str.len().compute().tolist()
with dask.config.set({"dataframe.convert-string": False}):
    kept = dd.from_pandas(table, npartitions=1)["tokens"].str.len().compute().tolist()
print("pandas:      ", table["tokens"].str.len().tolist(), len(table.explode("tokens")), "rows exploded")
print("dask:        ", lengths, len(lazy.explode("tokens").compute()), "rows exploded")
print("not converted:", kept)
print("first cell:  ", repr(lazy["tokens"].compute()[0]))
raise SystemExit(0 if lengths == [16, 9, 15, 2] and kept == [2, 1, 3, 0] else "changed")
PY
