#!/usr/bin/env bash
# seaborn: the bars of countplot in per cent sum to less than 100 where a category is missing.
#
# Versions:  seaborn 0.13.2, matplotlib 3.11.2, pandas 2.3.3; Python 3.11
# Expected:  "bar heights will be normalized so that they sum to 100", says the documentation of
#            stat="percent".
# Happens:   Rows without a category draw no bar and stay in the denominator. Of four articles, one
#            without a section, two of politics are 50 % in place of 67 %; the bars sum to 75. A hue
#            that is missing does the same. histplot of the same column leaves such rows out of the
#            denominator, so that two charts of one table disagree.
# Output:
#   countplot: [50.0, 25.0] sum 75.0
#   countplot, hue missing: sum 75.0
#   histplot:  [66.7, 33.3] sum 100.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  seaborn==0.13.2 matplotlib==3.11.2 pandas==2.3.3
cd "$work"

MPLBACKEND=agg venv/bin/python - <<'PY'
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

articles = pd.DataFrame({"section": ["politics", "politics", "sport", None], "outlet": ["Post", "Times", None, "Post"]})


def heights(draw, **options):
    figure, ax = plt.subplots()
    draw(articles, stat="percent", ax=ax, **options)
    return [round(float(bar.get_height()), 1) for bar in ax.patches]


count = heights(sns.countplot, x="section")
hue = heights(sns.countplot, x="outlet", hue="outlet")
hist = heights(sns.histplot, x="section")
print("countplot:", count, "sum", sum(count))
print("countplot, hue missing: sum", sum(hue))
print("histplot: ", hist, "sum", sum(hist))
raise SystemExit(0 if (sum(count), sum(hue), sum(hist)) == (75, 75, 100) else "changed")
PY
