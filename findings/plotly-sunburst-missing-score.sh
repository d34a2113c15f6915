#!/usr/bin/env bash
# plotly: in the colour of a treemap or sunburst an article without a score counts as 0.
#
# Versions:  plotly 7.1.0, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  With path= and color= a sector has the mean of the scores of its articles; what is
#            missing is left out, as in groupby().mean() of pandas, or makes the mean missing.
# Happens:   The colour is a sum of score times count over the count of all rows, and a missing score
#            adds nothing to the sum: an outlet with the scores 0.5 and blank has 0.25, one with -0.8
#            and two blanks is nearly neutral, by sunburst, treemap and icicle alike. No warning.
# Output:
#   pandas    {'Courier': -0.8, 'Post': 0.5, 'Times': 1.0}
#   sunburst  {'Courier': -0.267, 'Post': 0.25, 'Times': 1.0}
#   treemap   {'Courier': -0.267, 'Post': 0.25, 'Times': 1.0}
#   icicle    {'Courier': -0.267, 'Post': 0.25, 'Times': 1.0}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check plotly==7.1.0 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
import plotly.express as px

articles = pd.DataFrame(
    {
        "outlet": ["Post", "Post", "Times", "Courier", "Courier", "Courier"],
        "score": [0.5, None, 1.0, -0.8, None, None],
    }
)
seen = {"pandas": articles.groupby("outlet")["score"].mean().to_dict()}
for figure in (px.sunburst, px.treemap, px.icicle):
    sectors = figure(articles, path=["outlet"], color="score").data[0]
    colours = {name: round(float(colour), 3) for name, colour in zip(sectors.ids, sectors.marker.colors)}
    seen[figure.__name__] = dict(sorted(colours.items()))
for name, of_outlets in seen.items():
    print(f"{name:9} {of_outlets}")
wrong = {"Courier": -0.267, "Post": 0.25, "Times": 1.0}
means = {"Courier": -0.8, "Post": 0.5, "Times": 1.0}
raise SystemExit(0 if list(seen.values()) == [means, wrong, wrong, wrong] else "changed")
PY
