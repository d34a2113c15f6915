#!/usr/bin/env bash
# pingouin: the observed counts that come back from a chi-square test are not those observed.
#
# Versions:  pingouin 0.6.1, pandas 2.3.3, numpy 1.26.4; Python 3.11
# Expected:  chi2_independence returns expected counts, observed counts and statistics; observed is
#            the table of the articles.
# Happens:   For two outlets and two categories the correction for continuity is set, and it is made
#            in the table itself: observed has 39.5 and 10.5 in place of 40 and 10, and
#            likelihood-ratio and all other statistics of the list are of the moved counts. A table
#            printed from it, or shares made of it, are of no corpus; with three outlets the counts
#            are whole again.
# Output:
#   war       no   yes
#   outlet
#   Post    39.5  10.5
#   Times   30.5  19.5
#   war     no  yes
#   outlet
#   Post    40   10
#   Times   30   20
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: pingouin==0.6.1 pandas==2.3.3 numpy==1.26.4
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
import pingouin

articles = pd.DataFrame({"outlet": ["Post"] * 50 + ["Times"] * 50, "war": (["no"] * 40 + ["yes"] * 10) + (["no"] * 30 + ["yes"] * 20)})
_, observed, _ = pingouin.chi2_independence(articles, "outlet", "war")
counted = pd.crosstab(articles["outlet"], articles["war"])
print(observed.to_string())
print(counted.to_string())
same = observed.to_numpy().tolist() == [[39.5, 10.5], [30.5, 19.5]] and counted.to_numpy().tolist() == [[40, 10], [30, 20]]
raise SystemExit(0 if same else "changed")
PY
