#!/usr/bin/env bash
# confidenceinterval: precision, recall and F1 are all the accuracy, and reach beyond 1.
#
# Versions:  confidenceinterval 1.0.5, scikit-learn 1.9.1, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1;
#            Python 3.11
# Expected:  precision_score(y, p), recall_score(y, p) and f1_score(y, p) are those of scikit-learn,
#            whose names and arguments they have, with an interval within 0 and 1.
# Happens:   The default is average="micro", which for two classes is the accuracy, three times;
#            scikit-learn's default is "binary". A theme coded in 10 of 100 articles, of which a
#            classifier finds 4 and adds 4 false ones, has a precision of 0.50 and is reported with
#            0.90. The interval of that default is symmetric: for 9 right of 10 it ends at 1.09, and
#            for 10 of 10 it is [1, 1].
# Output:
#   precision_score  confidenceinterval 0.90, scikit-learn 0.50
#   recall_score     confidenceinterval 0.90, scikit-learn 0.40
#   f1_score         confidenceinterval 0.90, scikit-learn 0.44
#   f1_score, 9 of 10 right: from 0.71 to 1.09
#   f1_score, 10 of 10 right: from 1.00 to 1.00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  confidenceinterval==1.0.5 scikit-learn==1.9.1 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import confidenceinterval
import numpy as np
from sklearn import metrics

warnings.simplefilter("ignore")
coded = np.array([1] * 10 + [0] * 90)
found = np.array([1] * 4 + [0] * 6 + [1] * 4 + [0] * 86)
mine, theirs = {}, {}
for name in ("precision_score", "recall_score", "f1_score"):
    mine[name] = getattr(confidenceinterval, name)(coded, found)[0]
    theirs[name] = getattr(metrics, name)(coded, found)
    print(f"{name:16} confidenceinterval {mine[name]:.2f}, scikit-learn {theirs[name]:.2f}")
ends = {}
for right in (9, 10):
    ends[right] = confidenceinterval.f1_score([1] * 10, [1] * right + [0] * (10 - right))[1]
    print(f"f1_score, {right} of 10 right: from {ends[right][0]:.2f} to {ends[right][1]:.2f}")
same = (
    all(abs(value - 0.9) < 1e-9 for value in mine.values())
    and abs(theirs["precision_score"] - 0.5) < 1e-9
    and ends[9][1] > 1.05
    and ends[10] == (1.0, 1.0)
)
raise SystemExit(0 if same else "changed")
PY
