#!/usr/bin/env bash
# dateutil: 10.30pm is read as 22:00, the minutes are lost.
#
# Versions:  python-dateutil 4.0.0; Python 3.11
# Expected:  10.30pm, as British and Indian papers print it, is 22:30, or an error.
# Happens:   "22 October 2018 10.30pm" gives 22:00 and "11.45 am" 11:00, while "9.05am" and "10.30"
#            are errors: hours of two digits lose their minutes, the others are refused. Which of
#            two versions of a story is newer, and who was first, is decided by minutes that are all
#            0.
# Output:
#   10:30pm  22:30
#   10.30pm  22:00
#   11.45 am 11:00
#   9.05am   ParserError
#   10.30    ParserError
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check python-dateutil==4.0.0
cd "$work"

venv/bin/python - <<'PY'
from dateutil.parser import ParserError, parse

read = {}
for clock in ("10:30pm", "10.30pm", "11.45 am", "9.05am", "10.30"):
    try:
        read[clock] = f"{parse('22 October 2018 ' + clock):%H:%M}"
    except ParserError:
        read[clock] = "ParserError"
    print(f"{clock:8} {read[clock]}")
same = read == {"10:30pm": "22:30", "10.30pm": "22:00", "11.45 am": "11:00", "9.05am": "ParserError", "10.30": "ParserError"}
raise SystemExit(0 if same else "changed")
PY
