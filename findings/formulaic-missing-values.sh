#!/usr/bin/env bash
# formulaic: an article without an outlet is of the first outlet; one missing length empties a model.
#
# Versions:  formulaic 1.2.2, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  With na_action="ignore" what is missing stays missing in the columns of a category, as
#            it does in those of a number. With na_action="drop", the default, a row is left out
#            where its own value is missing.
# Happens:   With "ignore" a row without an outlet is 0 in all columns of outlets, which says that it
#            is of the first outlet, and counts in its mean; a missing number stays NaN. With "drop"
#            center(), scale() and standardize() take the mean of a column with NaN, which is NaN,
#            and no row at all is left; poly() and bs() leave out one of four. No warning.
# Output:
#   ignore: words  [300.0, 500.0, nan, 400.0]
#   ignore: outlet [1, 0, 0, 1]
#   drop, rows of 4: {'words': 3, 'center(words)': 0, 'scale(words)': 0, 'poly(words, 1)': 3, 'bs(words, df=4)': 3}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  formulaic==1.2.2 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python -W ignore - <<'PY'
import pandas as pd
from formulaic import model_matrix

articles = pd.DataFrame({"words": [300, 500, None, 400], "outlet": ["Post", "Courier", None, "Post"]})
kept = model_matrix("words + outlet", articles, na_action="ignore")
words, outlet = kept["words"].tolist(), kept["outlet[T.Post]"].tolist()
print("ignore: words ", words)
print("ignore: outlet", outlet)
terms = ["words", "center(words)", "scale(words)", "poly(words, 1)", "bs(words, df=4)"]
rows = {term: len(model_matrix(term, articles)) for term in terms}
print("drop, rows of 4:", rows)
same = str(words) == "[300.0, 500.0, nan, 400.0]" and outlet == [1, 0, 0, 1]
raise SystemExit(0 if same and list(rows.values()) == [3, 0, 0, 3, 3] else "changed")
PY
