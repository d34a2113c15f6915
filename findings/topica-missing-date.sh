#!/usr/bin/env bash
# topica: one article without a date splits every period of topics_over_time in two.
#
# Versions:  topica 0.62.0, numpy 2.4.6, pandas 3.1.1; Python 3.11
# Expected:  One row for each distinct date; the article without a date left out or in a row of its
#            own.
# Happens:   With one NaT among the pandas timestamps each article keeps its own row: the distinct
#            values are found by sorting, and NaT compares as neither smaller nor larger, so equal
#            dates that stand apart are not joined. Each month appears more than once, with the mean
#            over all its articles repeated, and the undated row is NaN. A count of periods or a
#            line drawn through the rows is wrong; the same dates as a numpy array give the right
#            rows.
# Output:
#   all dated  2 rows: ['2018-01', '2018-02']
#   one NaT    5 rows: ['2018-01', '2018-01', '2018-02', '2018-02', 'NaT']
#   one NaT, as a numpy array: 3 rows
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  topica==0.62.0 numpy==2.4.6 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import pandas as pd
import topica

warnings.simplefilter("ignore")
articles = [["war", "troops"], ["war", "market"], ["market", "bank"]] * 2
model = topica.LDA(2, seed=1)
model.fit(articles, iters=50)
months = ["2018-01-01", "2018-02-01", "2018-01-01", "2018-02-01", "2018-02-01", "2018-01-01"]
dated = pd.to_datetime(pd.Series(months))
one_missing = dated.copy()
one_missing[3] = pd.NaT

rows = {}
for name, dates in (("all dated", dated), ("one NaT", one_missing)):
    found = topica.topics_over_time(model, list(dates))
    rows[name] = [str(label)[:7] for label in found["labels"]]
    print(f"{name:10} {len(rows[name])} rows:", rows[name])
as_array = topica.topics_over_time(model, one_missing.to_numpy())["labels"]
print(f"one NaT, as a numpy array: {len(as_array)} rows")

same = rows["all dated"] == ["2018-01", "2018-02"] and len(rows["one NaT"]) > 3 and len(as_array) == 3
raise SystemExit(0 if same else "changed")
PY
