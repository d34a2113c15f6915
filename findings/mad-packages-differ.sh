#!/usr/bin/env bash
# pingouin, scipy, statsmodels: the median absolute deviation of the same values is 1 or 1.48.
#
# Versions:  pingouin 0.6.1, scipy 1.17.1, statsmodels 0.15.0, numpy 2.4.6; Python 3.11
# Expected:  mad is the median of the distances from the median; of 1, 2, 3, 4, 5 it is 1.
# Happens:   pingouin.mad and statsmodels.robust.mad are divided by 0.6745, so that it is a standard
#            deviation where values are normal; scipy's median_abs_deviation is not. A threshold of
#            three MAD taken from a paper finds other months: with one package a month is a burst,
#            with the other it is not.
# Output:
#   scipy        1.500; a week of 9 is 3.67 away
#   pingouin     2.224; a week of 9 is 2.47 away
#   statsmodels  2.224; a week of 9 is 2.47 away
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: pingouin==0.6.1 scipy==1.17.1 statsmodels==0.15.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
import pingouin
from scipy.stats import median_abs_deviation
from statsmodels.robust import mad

weeks = np.array([1, 2, 3, 4, 5, 7])
centre = np.median(weeks)
seen = {"scipy": median_abs_deviation(weeks), "pingouin": pingouin.mad(weeks), "statsmodels": mad(weeks)}
for name, value in seen.items():
    print(f"{name:12} {value:.3f}; a week of 9 is {(9 - centre) / value:.2f} away")
values = [round(float(value), 3) for value in seen.values()]
raise SystemExit(0 if values == [1.5, 2.224, 2.224] else "changed")
PY
