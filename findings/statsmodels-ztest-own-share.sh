#!/usr/bin/env bash
# statsmodels: no article of ten is, beyond any doubt, less than a tenth.
#
# Versions:  statsmodels 0.15.0, scipy 1.17.1; Python 3.11
# Expected:  The z test of a share against 0.1 takes the error from 0.1: p is 0.29 for 0 of 10, and
#            a warning at most; the exact one gives 0.35 of no article at all on one side.
# Happens:   The error is that of the share found, unless prop_var is given: 0 of 10 has none, z is
#            minus infinity and p is 0. Of 5 in 100 p is 0.022 in place of 0.096. Themes that did
#            not occur in a week get the most stars, whatever the number of articles.
# Output:
#   0 of 10: p 0.0; with prop_var=0.1: 0.292
#   5 of 100: p 0.022; with prop_var=0.1: 0.096
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: statsmodels==0.15.0 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

from statsmodels.stats.proportion import proportions_ztest

warnings.simplefilter("ignore")
seen = {}
for n_with, n in ((0, 10), (5, 100)):
    own = proportions_ztest(n_with, n, 0.1)[1]
    null = proportions_ztest(n_with, n, 0.1, prop_var=0.1)[1]
    seen[n_with] = round(float(own), 3), round(float(null), 3)
    print(f"{n_with} of {n}: p {seen[n_with][0]}; with prop_var=0.1: {seen[n_with][1]}")
raise SystemExit(0 if seen == {0: (0.0, 0.292), 5: (0.022, 0.096)} else "changed")
PY
