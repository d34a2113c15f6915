#!/usr/bin/env bash
# ctparse: "last Monday" is the Monday to come, and every day without a year lies ahead.
#
# Versions:  ctparse 0.3.6; Python 3.11
# Expected:  "last Monday" is in the past, "last week" and "last month" too; "22 October" in an
#            article of 24 October 2018 is two days ago.
# Happens:   It was written for appointments: "last" is kept as a part of the day (beside morning
#            and evening) and the day is the next one. "last Monday" said on Wednesday 24 October is
#            29 October, "last week" is today, "22 October" is 22 October 2019, "30 dead" is the
#            30th. What articles tell of last week lands in weeks that they could not know.
# Output:
#   yesterday          2018-10-23
#   last Monday        2018-10-29
#   Monday last week   2018-10-29
#   last week          2018-10-24
#   22 October         2019-10-22
#   30 dead            2018-10-30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  ctparse==0.3.6 regex==2026.11.19
cd "$work"

venv/bin/python - <<'PY'
import logging
from datetime import datetime

from ctparse import ctparse

logging.disable(logging.CRITICAL)
wednesday = datetime(2018, 10, 24, 12)
found = {}
for text in ("yesterday", "last Monday", "Monday last week", "last week", "22 October", "30 dead"):
    day = ctparse(text, ts=wednesday, timeout=60).resolution
    found[text] = f"{day.year}-{day.month:02}-{day.day:02}"
    print(f"{text:18}", found[text])
same = found == {
    "yesterday": "2018-10-23",
    "last Monday": "2018-10-29",
    "Monday last week": "2018-10-29",
    "last week": "2018-10-24",
    "22 October": "2019-10-22",
    "30 dead": "2018-10-30",
}
raise SystemExit(0 if same else "changed")
PY
