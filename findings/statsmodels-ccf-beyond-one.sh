#!/usr/bin/env bash
# statsmodels: the cross-correlation of two outlets is 9.01, and its lags run backwards.
#
# Versions:  statsmodels 0.15.0, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1; Python 3.11
# Expected:  A correlation is within -1 and 1; in ccf(wire, paper) lag 2 is the paper two days after
#            the wire.
# Happens:   By default sums of n - k products are divided by n - k and then by the standard
#            deviations of all days, so that at long lags one or two days decide and values have
#            no bound: 9.01 at a lag of 18 of 20 days. And lag k pairs wire[t + k] with paper[t]: the
#            paper that follows the wire by two days has its peak at no lag of ccf(wire, paper), only
#            of ccf(paper, wire). acf() divides by n (adjusted=False).
# Output:
#   stories at both ends of 20 days: largest 9.01, with adjusted=False 0.90
#   the paper two days after the wire: ccf(wire, paper)[2] is -0.05, ccf(paper, wire)[2] is 1.00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from statsmodels.tsa.stattools import ccf

late = np.r_[np.zeros(18), 5.0, 6.0]
early = np.r_[5.0, 6.0, np.zeros(18)]
largest = max(ccf(late, early))
bounded = max(ccf(late, early, adjusted=False))
print(f"stories at both ends of 20 days: largest {largest:.2f}, with adjusted=False {bounded:.2f}")
wire = np.random.default_rng(1).poisson(20, 400).astype(float)
paper = np.roll(wire, 2)
one, other = ccf(wire, paper)[2], ccf(paper, wire)[2]
print(f"the paper two days after the wire: ccf(wire, paper)[2] is {one:.2f}, ccf(paper, wire)[2] is {other:.2f}")
raise SystemExit(0 if largest > 9 and bounded < 1 and abs(one) < 0.3 and other > 0.95 else "changed")
PY
