#!/usr/bin/env bash
# dateparser: a Croatian date is read a month late, because a Slavic month name means another
# month next door.
#
# Versions:  dateparser 1.5.0, babel 2.19.0; Python 3.11
# Expected:  A date with a day, a month name and a year is read right or not at all, above all with
#            STRICT_PARSING.
# Happens:   "5. listopada 2018." is October in Croatian and November in Polish; dateparser takes
#            the first language that fits and says November. Of the short names lip, srp and lis all
#            three are a month late. A corpus from the Balkans shifts by a month in some months
#            only, which looks like news. With languages=["hr"] it is right.
# Output:
#   5 lip 2018       is 2018-06-05, read as 2018-07-05, with languages=['hr'] 2018-06-05
#   5 srp 2018       is 2018-07-05, read as 2018-08-05, with languages=['hr'] 2018-07-05
#   5 listopada 2018 is 2018-10-05, read as 2018-11-05, with languages=['hr'] 2018-10-05
#   5 lis 2018       is 2018-10-05, read as 2018-11-05, with languages=['hr'] 2018-10-05
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
wrong = []
for month in range(1, 13):
    day = datetime.date(2018, month, 5)
    for pattern in ("d MMMM y", "d MMM y"):
        text = format_date(day, pattern, locale="hr")
        read = dateparser.parse(text, settings={"STRICT_PARSING": True})
        told = dateparser.parse(text, languages=["hr"])
        if read and read.date() != day:
            wrong.append(text)
            print(f"{text:16} is {day}, read as {read.date()}, with languages=['hr'] {told.date()}")
raise SystemExit(0 if wrong == ["5 lip 2018", "5 srp 2018", "5 listopada 2018", "5 lis 2018"] else "changed")
PY
