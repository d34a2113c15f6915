#!/usr/bin/env bash
# dateparser: the 1990s are half an hour ago, "$5m and 20m" is a time of day.
#
# Versions:  dateparser 1.5.0; Python 3.11
# Expected:  A decade is no day, a length of time is none, a sum of money is none.
# Happens:   "s" is seconds and "m" minutes: the 1990s are 1990 seconds before the run, the 90s a
#            minute and a half, and search_dates finds both in sentences, and millions of dollars and
#            of people too: stories about the past are dated by the day they are read. A length is
#            that long ago ("lasted 3 days"); with a comma only what is behind it counts, "2,5 Jahre"
#            (two and a half years) is five years ago.
# Output:
#   of the run, 2018-10-22 12:00
#   the 1990s                                 2018-10-22 11:26
#   the 90s                                   2018-10-22 11:58
#   2,5 Jahre                                 2013-10-22 12:00
#   Sanctions of the 1990s hurt the economy   2018-10-22 11:26
#   The war lasted 3 days                     2018-10-19 12:00
#   It cost $5m and 20m people left           2018-10-22 11:40
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check dateparser==1.5.0
cd "$work"

venv/bin/python -W ignore - <<'PY'
from datetime import datetime

import dateparser
from dateparser.search import search_dates

settings = {"RELATIVE_BASE": datetime(2018, 10, 22, 12)}
wanted = {
    "the 1990s": "2018-10-22 11:26",
    "the 90s": "2018-10-22 11:58",
    "2,5 Jahre": "2013-10-22 12:00",
    "Sanctions of the 1990s hurt the economy": "2018-10-22 11:26",
    "The war lasted 3 days": "2018-10-19 12:00",
    "It cost $5m and 20m people left": "2018-10-22 11:40",
}
print("of the run, 2018-10-22 12:00")
seen = {}
for text in wanted:
    if len(text) < 10:
        moment = dateparser.parse(text, languages=["de" if "Jahre" in text else "en"], settings=settings)
    else:
        ((_, moment),) = search_dates(text, languages=["en"], settings=settings)
    seen[text] = f"{moment:%Y-%m-%d %H:%M}"
    print(f"{text:41} {seen[text]}")
raise SystemExit(0 if seen == wanted else "changed")
PY
