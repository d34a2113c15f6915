#!/usr/bin/env bash
# recordlinkage: two articles without a date, or without a headline, are as unlike as can be; two
# whose day and month are changed are half alike.
#
# Versions:  recordlinkage 0.16, pandas 2.3.3; Python 3.11
# Expected:  A comparison with a missing value is missing, as pandas has it, and does not count;
#            different dates are different.
# Happens:   A missing value on either side gives 0, the same as two values that have nothing in
#            common, so a copy of a story that lacks its byline and date scores lower than another
#            story of the same day. 10 November and 11 October have 0.5, and so have 22 June and 22
#            July, since some months are taken for misprints of each other. Sums and thresholds over
#            columns take both for evidence.
# Output:
#        headline  date
#   0 0       1.0   0.5
#   1 1       0.0   0.0
#   2 2       1.0   0.5
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: recordlinkage==0.16 pandas==2.3.3
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
import recordlinkage

one = pd.DataFrame({"headline": ["Talks fail", None, "War"], "date": pd.to_datetime(["2018-10-11", None, "2018-06-22"])})
two = pd.DataFrame({"headline": ["Talks fail", None, "War"], "date": pd.to_datetime(["2018-11-10", "2018-10-11", "2018-07-22"])})
compare = recordlinkage.Compare()
compare.string("headline", "headline", label="headline")
compare.date("date", "date", label="date")
found = compare.compute(pd.MultiIndex.from_tuples([(0, 0), (1, 1), (2, 2)]), one, two)
print(found.to_string())
raise SystemExit(0 if found.values.tolist() == [[1.0, 0.5], [0.0, 0.0], [1.0, 0.5]] else "changed")
PY
