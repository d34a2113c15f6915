#!/usr/bin/env bash
# parsedatetime: the time stamps of Atom are 20:18 today, those of RSS the first of their month.
#
# Versions:  parsedatetime 2.6; Python 3.11
# Expected:  2018-10-22T10:30:00Z and "Mon, 22 Oct 2018 10:30:00 GMT", the two forms of every feed,
#            are 22 October 2018, or the flag beside the result is 0 for "not understood".
# Happens:   With a T between date and time the year is a time of today, 20:18, and the flag says "a
#            time"; with a space it is read right. With a weekday and a comma the day is lost: 1
#            October at 10:30, and the flag says "date and time". Articles of 2014 crowd at 20:14 of
#            the day they are read, others on the first of a month.
# Output:
#   2018-10-22 10:30:00            2018-10-22 10:30 3
#   2018-10-22T10:30:00Z           2020-01-15 20:18 2
#   2014-03-05T09:00:00+02:00      2020-01-15 20:14 2
#   22 Oct 2018 10:30:00 GMT       2018-10-22 10:30 3
#   Mon, 22 Oct 2018 10:30:00 GMT  2018-10-01 10:30 3
#   in 2014                        2020-01-15 20:14 2
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  parsedatetime==2.6
cd "$work"

venv/bin/python - <<'PY'
from datetime import datetime

import parsedatetime

calendar = parsedatetime.Calendar()
found = {}
for text in (
    "2018-10-22 10:30:00",
    "2018-10-22T10:30:00Z",
    "2014-03-05T09:00:00+02:00",
    "22 Oct 2018 10:30:00 GMT",
    "Mon, 22 Oct 2018 10:30:00 GMT",
    "in 2014",
):
    day, flag = calendar.parseDT(text, sourceTime=datetime(2020, 1, 15, 12))
    found[text] = (f"{day:%Y-%m-%d %H:%M}", int(flag))
    print(f"{text:30}", *found[text])
same = list(found.values()) == [
    ("2018-10-22 10:30", 3),
    ("2020-01-15 20:18", 2),
    ("2020-01-15 20:14", 2),
    ("2018-10-22 10:30", 3),
    ("2018-10-01 10:30", 3),
    ("2020-01-15 20:14", 2),
]
raise SystemExit(0 if same else "changed")
PY
