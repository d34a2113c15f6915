#!/usr/bin/env bash
# dateutil: with fuzzy=True "No 10 says talks open on 22 October 2018" is the year 2010, at 20:18.
#
# Versions:  python-dateutil 4.0.0; Python 3.11
# Expected:  fuzzy skips the words around a date; 22 October 2018 is complete and is taken.
# Happens:   Each number in the sentence is a candidate for a part of the date. The 10 of Downing
#            Street becomes the year 2010 and 2018 becomes the time 20:18; "193 states ... on 22
#            October" is the year 193. The result is a full datetime, eight years off, with no sign.
# Output:
#   No 10 says talks open on 22 October 2018   2010-10-22 20:18:00
#   The 193 states met on 22 October           0193-10-22 00:00:00
#   Talks open on 22 October 2018              2018-10-22 00:00:00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check python-dateutil==4.0.0
cd "$work"

venv/bin/python - <<'PY'
import datetime

from dateutil.parser import parse

texts = ("No 10 says talks open on 22 October 2018", "The 193 states met on 22 October", "Talks open on 22 October 2018")
read = [parse(text, fuzzy=True, default=datetime.datetime(2026, 1, 1)) for text in texts]
for text, date in zip(texts, read):
    print(f"{text:42} {date}")
same = (
    read[0] == datetime.datetime(2010, 10, 22, 20, 18)
    and read[1].year == 193
    and read[2] == datetime.datetime(2018, 10, 22)
)
raise SystemExit(0 if same else "changed")
PY
