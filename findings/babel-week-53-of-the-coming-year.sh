#!/usr/bin/env bash
# babel: in American English the Monday 31 December 2018 is in week 53 of 2019.
#
# Versions:  Babel 2.16.0; Python 3.11
# Expected:  The year of a week (Y) and its number (w) name one week: 31 December 2018 is in week 1
#            of 2019, as in German, or in week 53 of 2018.
# Happens:   Of the week that holds New Year, Y gives the coming year, and w the last number of the
#            old one for the days before New Year. Sunday 30 and Monday 31 December 2018 are "2019
#            W53", a week that lies a year later in any table by week; 1 January is "2019 W1", so
#            that one week of news is counted as two. German, by the weeks of ISO 8601, is right.
# Output:
#   en_US  2018-12-24: 2018 W52; 2018-12-31: 2019 W53; 2019-01-01: 2019 W1;
#   de     2018-12-24: 2018 W52; 2018-12-31: 2019 W1; 2019-01-01: 2019 W1;
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: Babel==2.16.0
cd "$work"

venv/bin/python - <<'PY'
import datetime as dt

from babel.dates import format_date

seen = {}
for locale in ("en_US", "de"):
    days = [dt.date(2018, 12, 24), dt.date(2018, 12, 31), dt.date(2019, 1, 1)]
    seen[locale] = [format_date(day, "YYYY 'W'w", locale=locale) for day in days]
    print(f"{locale:6}", *[f"{day}: {week};" for day, week in zip(days, seen[locale])])
same = seen == {"en_US": ["2018 W52", "2019 W53", "2019 W1"], "de": ["2018 W52", "2019 W1", "2019 W1"]}
raise SystemExit(0 if same else "changed")
PY
