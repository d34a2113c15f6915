#!/usr/bin/env bash
# wquantiles: a weight of two is not the same as twice, and the median with a gap is the last value.
#
# Versions:  wquantiles 0.6, numpy 1.26.4; Python 3.11
# Expected:  The weighted median of 1 with weight 2, 2 and 3 is that of 1, 1, 2, 3, which is 1.5;
#            with a missing value it is missing.
# Happens:   Weights are spread about the middle of each value and the line between them is read:
#            1.67. A NaN is the largest value with its weight, and the median of 1, NaN and 3 is 3.
#            Outlets given by their number of articles and the articles themselves have two medians.
# Output:
#   weight 2: 1.67; twice: 1.50; with a NaN: 3.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: wquantiles==0.6 numpy==1.26.4
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
import wquantiles

weighted = wquantiles.median(np.array([1.0, 2, 3]), np.array([2.0, 1, 1]))
repeated = wquantiles.median(np.array([1.0, 1, 2, 3]), np.ones(4))
gap = wquantiles.median(np.array([1.0, np.nan, 3]), np.ones(3))
print(f"weight 2: {weighted:.2f}; twice: {repeated:.2f}; with a NaN: {gap}")
raise SystemExit(0 if (round(float(weighted), 2), float(repeated), float(gap)) == (1.67, 1.5, 3.0) else "changed")
PY
