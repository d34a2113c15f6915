#!/usr/bin/env bash
# ruptures: one missing week makes Pelt report a break at every other week, and Binseg one at the
# start.
#
# Versions:  ruptures 1.1.10, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  An error, or the week without articles is left out.
# Happens:   One NaN makes each cost that contains it NaN, and comparisons with NaN choose the first
#            candidate. Pelt (jump=1) returns 4, 6, 8 ... 20; Binseg, asked for one break in a
#            series with one clear step at 7, returns 2. No error and no warning.
# Output:
#   complete  Pelt [7, 20], Binseg [7, 20]
#   one gap   Pelt [4, 6, 8, 10, 12, 14, 16, 18, 20], Binseg [2, 20]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  ruptures==1.1.10 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import numpy as np
import ruptures

warnings.simplefilter("error")
weeks = np.r_[np.zeros(7), np.ones(13)]
gap = weeks.copy()
gap[3] = np.nan
found = {}
for name, series in (("complete", weeks), ("one gap", gap)):
    pelt = ruptures.Pelt(model="l2", jump=1).fit(series).predict(pen=0.5)
    binseg = ruptures.Binseg(model="l2", jump=1).fit(series).predict(n_bkps=1)
    found[name] = ([int(i) for i in pelt], [int(i) for i in binseg])
    print(f"{name:9} Pelt {found[name][0]}, Binseg {found[name][1]}")
same = found["complete"] == ([7, 20], [7, 20]) and len(found["one gap"][0]) > 5 and found["one gap"][1][0] != 7
raise SystemExit(0 if same else "changed")
PY
