#!/usr/bin/env bash
# statsmodels: a blank in a coding sheet is a category of its own for aggregate_raters and
# fleiss_kappa.
#
# Versions:  statsmodels 0.15.0, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1; Python 3.11
# Expected:  An article that a coder left blank counts for fewer coders, or is refused.
# Happens:   "" (and NaN) becomes one more code. Two coders who skip the same articles agree on
#            "blank", so fleiss_kappa rises from 0 to 0.60 here.
# Output:
#   categories: ['', 'peace', 'war'] ; with numbers: [0.0, 1.0, nan]
#   kappa of the articles both coded: 0.00
#   kappa with four blank articles:   0.60
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

done = [["war", "war"], ["war", "peace"], ["peace", "war"], ["peace", "peace"]]
sheet = np.array(done + [["", ""]] * 4)
table, categories = aggregate_raters(sheet)
both = fleiss_kappa(table)
coded_only = fleiss_kappa(aggregate_raters(np.array(done))[0])
numbers = np.array([[1, 1], [1, 0], [0, 1], [0, 0], [np.nan, np.nan]])
print("categories:", categories.tolist(), "; with numbers:", aggregate_raters(numbers)[1].tolist())
print(f"kappa of the articles both coded: {coded_only:.2f}")
print(f"kappa with four blank articles:   {both:.2f}")
raise SystemExit(0 if "" in categories and abs(coded_only) < 1e-9 and both > 0.5 else "changed")
PY
