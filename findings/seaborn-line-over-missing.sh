#!/usr/bin/env bash
# seaborn: lineplot draws through a missing month as if it had been measured.
#
# Versions:  seaborn 0.13.2, matplotlib 3.11.2, pandas 2.3.3; Python 3.11
# Expected:  A missing value in the middle leaves a gap, as plot of matplotlib and of pandas do with
#            the same table.
# Happens:   Rows without a value are dropped before drawing, so the points on either side are
#            joined by a straight line: a month in which nothing was published has the share half
#            way between its neighbours. errorbar=None and estimator=None change nothing.
# Output:
#   seaborn:    [(1, 0.1), (3, 0.5), (4, 0.4)]
#   estimator:  [(1, 0.1), (3, 0.5), (4, 0.4)]
#   matplotlib: [(1, 0.1), (2, nan), (3, 0.5), (4, 0.4)]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: seaborn==0.13.2 matplotlib==3.11.2 pandas==2.3.3
cd "$work"

venv/bin/python - <<'PY'
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

table = pd.DataFrame({"month": [1, 2, 3, 4], "share": [0.1, float("nan"), 0.5, 0.4]})


def points(ax):
    return [(int(x), float(y)) for x, y in ax.lines[0].get_xydata()]


figure, axes = plt.subplots(3)
sns.lineplot(table, x="month", y="share", errorbar=None, ax=axes[0])
sns.lineplot(table, x="month", y="share", errorbar=None, estimator=None, ax=axes[1])
axes[2].plot(table["month"], table["share"])
found = [points(ax) for ax in axes]
for name, line in zip(["seaborn:", "estimator:", "matplotlib:"], found):
    print(f"{name:11}", line)
seen = [str(line) for line in found]
joined = "[(1, 0.1), (3, 0.5), (4, 0.4)]"
expected = [joined, joined, "[(1, 0.1), (2, nan), (3, 0.5), (4, 0.4)]"]
raise SystemExit(0 if seen == expected else "changed")
PY
