#!/usr/bin/env bash
# plotly, statsmodels: articles without a value count in the denominator of an ECDF.
#
# Versions:  plotly 6.9.0, statsmodels 0.15.0, seaborn 0.13.2, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  The curve at the largest value is 1, as in seaborn, or a refusal, as in matplotlib
#            3.11.2.
# Happens:   px.ecdf sorts a missing value to the end and counts it: with one of four missing, 50 %
#            of the articles are at or below the middle one in place of 67 %, and the curve ends at
#            75 %. With ecdfmode="reversed" 75 % are at or above the smallest value. ECDF of
#            statsmodels does so too. A missing weight, on the other hand, leaves the denominator of
#            px.ecdf. Two outlets with the same values have curves that part where one leaves more
#            articles blank. No warning.
# Output:
#   plotly, 1, 2, 4, blank: {1.0: 0.25, 2.0: 0.5, 4.0: 0.75, nan: 1.0}
#   the same, reversed:     {1.0: 0.75, 2.0: 0.5, 4.0: 0.25, nan: 1.0}
#   a blank weight:         {1: 0.333, 2: 0.667, 3: nan, 4: 1.0}
#   statsmodels:            {1: 0.25, 2: 0.5, 4: 0.75}
#   seaborn:                {1.0: 0.333, 2.0: 0.667, 4.0: 1.0}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  plotly==6.9.0 statsmodels==0.15.0 seaborn==0.13.2 pandas==3.1.1 numpy==2.4.6
cd "$work"

MPLBACKEND=agg venv/bin/python - <<'PY'
import pandas as pd
import plotly.express as px
import seaborn
from statsmodels.distributions.empirical_distribution import ECDF


def curve(table, **options):
    line = px.ecdf(table, x="words", **options).data[0]
    return {x: round(y, 3) for x, y in zip(line.x.tolist(), line.y.tolist())}


blank = pd.DataFrame({"words": [1, 2, None, 4]})
weighted = pd.DataFrame({"words": [1, 2, 3, 4], "weight": [1, 1, None, 1]})
seen = {
    "plotly, 1, 2, 4, blank": curve(blank),
    "the same, reversed": curve(blank, ecdfmode="reversed"),
    "a blank weight": curve(weighted, y="weight"),
    "statsmodels": {words: float(ECDF(blank["words"])(words)) for words in (1, 2, 4)},
    "seaborn": {x: round(y, 3) for x, y in seaborn.ecdfplot(blank, x="words").lines[0].get_xydata()[1:].tolist()},
}
for name, points in seen.items():
    print(f"{name + ':':23} {points}")
wanted = [
    "{1.0: 0.25, 2.0: 0.5, 4.0: 0.75, nan: 1.0}",
    "{1.0: 0.75, 2.0: 0.5, 4.0: 0.25, nan: 1.0}",
    "{1: 0.333, 2: 0.667, 3: nan, 4: 1.0}",
    "{1: 0.25, 2: 0.5, 4: 0.75}",
    "{1.0: 0.333, 2.0: 0.667, 4.0: 1.0}",
]
raise SystemExit(0 if [str(points) for points in seen.values()] == wanted else "changed")
PY
