#!/usr/bin/env bash
# dask: the median in describe() and quantile() depends on the number of partitions.
#
# Versions:  dask 2026.8.0, pandas 3.1.1, pyarrow 26.0.1, numpy 2.4.6; Python 3.11
# Expected:  describe() and quantile(0.5) of 1,001 article lengths are those of pandas, or say that
#            they are estimates.
# Happens:   Each partition gives some percentiles, and these are merged. Sorted by outlet, so that
#            partitions differ (500 short articles of 100 words, then 501 long ones of 900), the row
#            "50%" is 900 with one partition and 100 with two or more. Nothing in the result says
#            that it is an estimate, and a cluster with more workers has more partitions.
# Output:
#   pandas:       900
#   dask, by partitions: {1: (900, 900), 2: (100, 100), 3: (100, 100), 8: (100, 100)}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  "dask[dataframe]==2026.8.0" pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import dask.dataframe as dd
import pandas as pd

lengths = pd.DataFrame({"words": [100] * 500 + [900] * 501})
found = {}
for n in (1, 2, 3, 8):
    words = dd.from_pandas(lengths, npartitions=n)["words"]
    found[n] = (int(words.describe().compute()["50%"]), int(words.quantile(0.5).compute()))
median = int(lengths["words"].median())
print("pandas:      ", median)
print("dask, by partitions:", found)
same = median == 900 and found == {1: (900, 900), **dict.fromkeys((2, 3, 8), (100, 100))}
raise SystemExit(0 if same else "changed")
PY
