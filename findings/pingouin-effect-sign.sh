#!/usr/bin/env bash
# pingouin: one difference of two groups has a negative T and a positive Cohen's d.
#
# Versions:  pingouin 0.6.1, numpy 1.26.4, pandas 2.3.3, scipy 1.12.0, statsmodels 0.15.0; Python
#            3.11
# Expected:  T, the interval and the effect size of one row have one sign: the first group minus the
#            second.
# Happens:   ttest gives Cohen's d without its sign, compute_effsize and pairwise_tests with it. A
#            table of effects from ttest says that every theme is commoner in the first outlet;
#            pasted beside those of pairwise_tests, half of the directions contradict each other.
# Output:
#   ttest            T -1.34, interval [-0.52, 0.14], cohen_d 0.85
#   compute_effsize  -0.85
#   pairwise_tests   Post and Times: T -1.34, cohen -0.85
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pingouin==0.6.1 numpy==1.26.4 pandas==2.3.3 scipy==1.12.0 statsmodels==0.15.0
cd "$work"

venv/bin/python - <<'PY'
import warnings

import pandas as pd

warnings.simplefilter("ignore")
import pingouin

post = [0.10, 0.20, 0.30, 0.40, 0.50]
times = [0.20, 0.30, 0.45, 0.90, 0.60]
test = pingouin.ttest(post, times).iloc[0]
size = pingouin.compute_effsize(post, times, eftype="cohen")
long = pd.DataFrame({"outlet": ["Post"] * 5 + ["Times"] * 5, "share": post + times})
pair = pingouin.pairwise_tests(data=long, dv="share", between="outlet", effsize="cohen").iloc[0]
print(f"ttest            T {test['T']:.2f}, interval {test['CI95'].tolist()}, cohen_d {test['cohen_d']:.2f}")
print(f"compute_effsize  {size:.2f}")
print(f"pairwise_tests   {pair['A']} and {pair['B']}: T {pair['T']:.2f}, cohen {pair['cohen']:.2f}")
same = test["T"] < 0 < test["cohen_d"] and size < 0 and pair["cohen"] < 0
raise SystemExit(0 if same else "changed")
PY
