#!/usr/bin/env bash
# statsmodels: in a table with an empty cell half an article is added to that cell alone, and the
# chi-square test is of the changed table.
#
# Versions:  statsmodels 0.15.0, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  The correction adds a half to all four cells, as in R's vcd, and is for the odds ratio;
#            a chi-square test needs none.
# Happens:   Table and Table2x2 put 0.5 in place of each zero (shift_zeros is set), and nothing in
#            the other cells: the odds ratio of 5 of 100 against 0 of 100 is 10.53 in place of
#            11.58. All that is asked of the table follows, the test as well: 0.051 in place of
#            0.024, and p-values of a table of a word that one outlet never used and of scipy's for
#            the same counts lie on two sides of a threshold.
# Output:
#   odds ratio: 10.53; a half in each cell: 11.58
#   p: 0.051; scipy: 0.024; shift_zeros=False: 0.024
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: statsmodels==0.15.0 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from scipy.stats import chi2_contingency
from statsmodels.stats.contingency_tables import Table, Table2x2

counts = np.array([[5, 95], [0, 100]])
ratio = Table2x2(counts).oddsratio
wanted = (5.5 * 100.5) / (95.5 * 0.5)
p = Table(counts).test_nominal_association().pvalue
other = chi2_contingency(counts, correction=False).pvalue
print(f"odds ratio: {ratio:.2f}; a half in each cell: {wanted:.2f}")
print(f"p: {p:.3f}; scipy: {other:.3f}; shift_zeros=False: {Table(counts, shift_zeros=False).test_nominal_association().pvalue:.3f}")
same = round(ratio, 2) == 10.53 and p > 0.05 > 0.03 > other
raise SystemExit(0 if same else "changed")
PY
