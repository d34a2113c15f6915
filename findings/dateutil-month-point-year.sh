#!/usr/bin/env bash
# dateutil: 10.2018 is the tenth of the month of the run.
#
# Versions:  python-dateutil 4.0.0; Python 3.11
# Expected:  A month and a year with a point between, as German, Russian and Polish papers print
#            them, are October 2018, as 10/2018 and 2018.10 are, or an error.
# Happens:   10.2018 is read as one number, and what stands before its point is the day; month and
#            year are those of the run, and 2018 is lost. 12.2017 is the twelfth of the same month,
#            01.2018 the first; 1.2018 is an error. Twelve issues of a monthly paper lie on the first
#            twelve days of the month in which they are read, whatever their year.
# Output (the days of the default date, 30 November 2026):
#   10.2018   2026-11-10
#   12.2017   2026-11-12
#   01.2018   2026-11-01
#   10/2018   2018-10-30
#   2018.10   2018-11-30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  python-dateutil==4.0.0
cd "$work"

venv/bin/python - <<'PY'
import datetime

from dateutil import parser

run = datetime.datetime(2026, 11, 30)
found = {}
for text in ("10.2018", "12.2017", "01.2018", "10/2018", "2018.10"):
    found[text] = str(parser.parse(text, default=run).date())
    print(f"{text:9} {found[text]}")
same = list(found.values()) == ["2026-11-10", "2026-11-12", "2026-11-01", "2018-10-30", "2018-11-30"]
raise SystemExit(0 if same else "changed")
PY
