#!/usr/bin/env bash
# mlxtend, statsmodels: McNemar's test of two coders who never differ has p = 0.
#
# Versions:  mlxtend 0.25.0, statsmodels 0.15.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  p = 1 where no article, or as many one way as the other, is coded differently: nothing
#            speaks for a difference; or no p-value.
# Happens:   mcnemar of mlxtend, as called by default, and that of statsmodels with exact=False take
#            1 from a difference of 0 before they square it, and divide by 0 where nobody differs: the
#            statistic is infinite and p = 0 (with a RuntimeWarning of NumPy about a division). Of
#            one article each way p = 0.48, of five 0.75; of one article one way p = 1. In a table of
#            themes the codes that agree wholly get the most stars.
# Output:
#   differ one way, the other   mlxtend   statsmodels   exact
#   0, 0                        0.000     0.000         1.000
#   1, 0                        1.000     1.000         1.000
#   1, 1                        0.480     0.480         1.000
#   5, 5                        0.752     0.752         1.000
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  mlxtend==0.25.0 statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import numpy as np
from mlxtend.evaluate import mcnemar
from statsmodels.stats.contingency_tables import mcnemar as other

warnings.simplefilter("ignore")
print("differ one way, the other   mlxtend   statsmodels   exact")
seen = []
for one, two in ((0, 0), (1, 0), (1, 1), (5, 5)):
    table = np.array([[40, one], [two, 10]])
    values = (mcnemar(table)[1], other(table, exact=False).pvalue, mcnemar(table, exact=True)[1])
    seen.append([f"{float(value):.3f}" for value in values])
    print(f"{one}, {two:<24} {seen[-1][0]}     {seen[-1][1]}         {seen[-1][2]}")
wanted = [["0.000"] * 2, ["1.000"] * 2, ["0.480"] * 2, ["0.752"] * 2]
raise SystemExit(0 if seen == [[*row, "1.000"] for row in wanted] else "changed")
PY
