#!/usr/bin/env bash
# dateparser: the Thai abbreviation of March is read as January, even when the language is given.
#
# Versions:  dateparser 1.5.0, babel 2.19.0; Python 3.11
# Expected:  The twelve abbreviations that CLDR lists for Thai give the twelve months, or None.
# Happens:   "5 มี.ค. 2018" (5 March) becomes 5 January 2018; the other eleven are right.
#            STRICT_PARSING and languages=["th"] do not help. A Thai corpus has no March and a
#            double January every year.
# Output:
#   5 มี.ค. 2018 is 2018-03-05, read as 2018-01-05
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  dateparser==1.5.0 babel==2.19.0
cd "$work"

venv/bin/python - <<'PY'
import datetime
import warnings

import dateparser
from babel.dates import format_date

warnings.simplefilter("ignore")
wrong = {}
for month in range(1, 13):
    day = datetime.date(2018, month, 5)
    for pattern in ("d MMM y", "d MMMM y"):
        text = format_date(day, pattern, locale="th")
        read = dateparser.parse(text, languages=["th"], settings={"STRICT_PARSING": True})
        if read is None or read.date() != day:
            wrong[pattern, month] = read.date()
            print(f"{text} is {day}, read as {read.date()}")
raise SystemExit(0 if wrong == {("d MMM y", 3): datetime.date(2018, 1, 5)} else "changed")
PY
