#!/usr/bin/env bash
# polars: quantile(0.5) of 1, 2, 3, 4 is 3, while median() is 2.5.
#
# Versions:  polars 2.1.0, numpy 2.4.6; Python 3.11
# Expected:  quantile(0.5) is the median, and interpolates as numpy and pandas do.
# Happens:   The default interpolation is "nearest": quantile(0.5) returns an element, 3, and
#            median() the mean of the two. Ends of bootstrap intervals made with quantile(0.025) and
#            quantile(0.975) differ from numpy's, most where there are few draws; with 10 draws the
#            95 % interval is the full range.
# Output:
#   quantile(0.5): 3.0 ; median(): 2.5 ; numpy: 2.5
#   ends of 10 draws:  0.0 9.0 ; numpy: [0.225 8.775]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  polars==2.1.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
import polars as pl

values = pl.Series([1, 2, 3, 4])
draws = pl.Series([float(x) for x in range(10)])
print("quantile(0.5):", values.quantile(0.5), "; median():", values.median(), "; numpy:", np.quantile(values, 0.5))
print("ends of 10 draws: ", draws.quantile(0.025), draws.quantile(0.975), "; numpy:", np.quantile(draws, [0.025, 0.975]).round(3))
same = values.quantile(0.5) == 3 and values.median() == 2.5 and draws.quantile(0.025) == 0 and draws.quantile(0.975) == 9
raise SystemExit(0 if same else "changed")
PY
