#!/usr/bin/env bash
# statsmodels: the interval beside an outlet's name is made of the articles of another outlet.
#
# Versions:  statsmodels 0.15.0, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  proportion_confint takes two Series and returns two with the outlets as labels, so that
#            matches meet the articles of the same outlet, as in matches / articles of pandas; or a
#            refusal where the labels differ.
# Happens:   The numbers are paired by position and given the labels of the matches. groupby sorts
#            by name and value_counts by size: the 9 matches of 12 articles are taken of 40, and the
#            interval around 0.225 stands beside a share of 0.75. No warning.
# Output:
#            share    low   high
#   Courier   0.75  0.123  0.375
#   Post      0.10  0.138  0.609
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

corpus = pd.DataFrame(
    {
        "outlet": ["Courier"] * 12 + ["Post"] * 40,
        "match": [True] * 9 + [False] * 3 + [True] * 4 + [False] * 36,
    }
)
matches = corpus.groupby("outlet")["match"].sum()
articles = corpus["outlet"].value_counts()
low, high = proportion_confint(matches, articles, method="wilson")
table = pd.DataFrame({"share": matches / articles, "low": low, "high": high}).round(3).rename_axis(None)
print(table)
wanted = {"Courier": [0.75, 0.123, 0.375], "Post": [0.1, 0.138, 0.609]}
raise SystemExit(0 if table.T.to_dict("list") == wanted else "changed")
PY
