#!/usr/bin/env bash
# statsmodels: one missing p-value turns every corrected p-value into NaN and still rejects.
#
# Versions:  statsmodels 0.15.0, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1; Python 3.11
# Expected:  An error, or the missing one is left out and the others are corrected.
# Happens:   multipletests(method="fdr_bh") returns NaN for all corrected p-values, beside reject
#            flags that are True for some of them, and the missing test counts as one of the family.
#            A table of topics shows no p-value but "differs". method="holm" keeps the others and
#            counts the missing test too.
# Output:
#   fdr_bh  reject [True, True, False, False, False]
#           p      [nan, nan, nan, nan, nan]
#   holm    reject [True, False, False, False, False]
#           p      [0.005, 0.08, nan, 0.12, 1.0]
#   fdr_bh of the four: [True, True, False, False] [0.004, 0.04, 0.053, 0.5]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from statsmodels.stats.multitest import multipletests

p_values = [0.001, 0.02, np.nan, 0.04, 0.5]            # topic 2 had no articles in one group
results = {}
for method in ("fdr_bh", "holm"):
    reject, corrected, *_ = multipletests(p_values, method=method)
    results[method] = (reject.tolist(), corrected.tolist())
    print(f"{method:7} reject {reject.tolist()}")
    print(f"{'':7} p      {corrected.round(3).tolist()}")
without = multipletests([p for p in p_values if p == p], method="fdr_bh")
print("fdr_bh of the four:", without[0].tolist(), without[1].round(3).tolist())
same = (
    all(np.isnan(results["fdr_bh"][1]))
    and results["fdr_bh"][0] == [True, True, False, False, False]
    and results["holm"][1][1] == 0.08
)
raise SystemExit(0 if same else "changed")
PY
