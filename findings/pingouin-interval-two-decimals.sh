#!/usr/bin/env bash
# pingouin: the interval of a difference between two shares is [0.0, 0.01], for one from 0.0043 to
# 0.0059.
#
# Versions:  pingouin 0.7.0, pandas 3.1.1, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  T, p and Cohen's d come with all their digits, and so do the ends of CI95.
# Happens:   The ends alone are rounded to two decimals before they are returned, in ttest, corr
#            and compute_bootci. For measures between 0 and 1 that is the size of what is asked:
#            an interval of shares includes 0 while p is below 1e-30, that of a mean share of
#            0.0125 is [0.01, 0.01]. compute_bootci has an argument for the decimals, ttest has
#            none.
# Output:
#   pingouin: [0.0, 0.01] p 4.1e-31 d 1.0034
#   scipy: [0.00426, 0.00588]
#   mean 0.01247 bootstrap interval [0.01, 0.01]
#   one sample against 0.012: [0.01, 0.01]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pingouin==0.7.0 pandas==3.1.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
import pingouin
from scipy import stats

random = np.random.default_rng(2018)
times, post = (random.binomial(400, share, 300) / 400 for share in (0.012, 0.008))
table = pingouin.ttest(times, post).iloc[0]
exact = stats.ttest_ind(times, post).confidence_interval()
print("pingouin:", [float(end) for end in table["CI95"]], "p", f"{table['p_val']:.1e}", "d", round(table["cohen_d"], 4))
print("scipy:", [round(float(end), 5) for end in exact])
one = pingouin.compute_bootci(times, func="mean", n_boot=500, seed=1)
print("mean", round(times.mean(), 5), "bootstrap interval", [float(end) for end in one])
single = pingouin.ttest(times, 0.012).iloc[0]["CI95"]
print("one sample against 0.012:", [float(end) for end in single])
fine = [float(end) for end in table["CI95"]] == [0.0, 0.01] and table["p_val"] < 1e-20
raise SystemExit(0 if fine and exact.low > 0.004 and [float(end) for end in one] == [0.01, 0.01] else "changed")
PY
