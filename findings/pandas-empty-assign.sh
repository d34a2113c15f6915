#!/usr/bin/env bash
# pandas: a column assigned to a table that a filter has left empty brings all rows back.
#
# Versions:  pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  The articles of a day that has none stay none: columns are matched by index, and
#            an empty index matches nothing. With one row left, it is so.
# Happens:   With no row left, the table takes the index of the column: three rows, whose other
#            columns are missing. Days or outlets without articles get those of all others.
# Output:
#   one article left: 1 row; none left: 3 rows
#     source  n_words
#   0    NaN      120
#   1    NaN      340
#   2    NaN       80
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd

articles = pd.DataFrame({"source": ["Post", "Times", "Post"]})
n_words = pd.Series([120, 340, 80])
one = articles[articles["source"] == "Times"].assign(n_words=n_words)
none = articles[articles["source"] == "Mail"].assign(n_words=n_words)
print(f"one article left: {len(one)} row; none left: {len(none)} rows")
print(none.to_string())
raise SystemExit(0 if len(one) == 1 and len(none) == 3 else "changed")
PY
