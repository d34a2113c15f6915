#!/usr/bin/env bash
# pandas: dayfirst=True turns the ISO date 2018-02-01 into 2 January.
#
# Versions:  pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  dayfirst is about ambiguous forms such as 01/02/2018; year-month-day has one reading.
# Happens:   pd.to_datetime("2018-02-01", dayfirst=True) is 2018-01-02, for single values, for lists
#            and in read_csv, without a warning. Whoever sets dayfirst for a European column and
#            runs it over a column in ISO form swaps day and month wherever the day is below 13; a
#            list that also has 2018-02-13 is an error, or text in read_csv, which at least shows.
# Output:
#   2018-02-01:               2018-01-02
#   2018-02-01, 2018-03-05:   ['2018-01-02', '2018-05-03']
#   read_csv(dayfirst=True):  ['2018-01-02', '2018-05-03']
#   with 2018-02-13 as well:  ValueError
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import io
import warnings

import pandas as pd

warnings.simplefilter("error")
one = pd.to_datetime("2018-02-01", dayfirst=True)
many = pd.to_datetime(["2018-02-01", "2018-03-05"], dayfirst=True)
table = pd.read_csv(io.StringIO("id,date\n1,2018-02-01\n2,2018-03-05\n"), parse_dates=["date"], dayfirst=True)
print("2018-02-01:              ", one.date())
print("2018-02-01, 2018-03-05:  ", [str(day.date()) for day in many])
print("read_csv(dayfirst=True): ", [str(day)[:10] for day in table["date"]])
try:
    mixed = str(pd.to_datetime(["2018-02-01", "2018-02-13"], dayfirst=True))
except ValueError as error:
    mixed = "ValueError"
print("with 2018-02-13 as well: ", mixed)
same = str(one.date()) == "2018-01-02" and [day.month for day in many] == [1, 5] and [day.month for day in table["date"]] == [1, 5]
raise SystemExit(0 if same else "changed")
PY
