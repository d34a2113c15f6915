#!/usr/bin/env bash
# htmldate: a page that prints only a month gets 1 January, or today's day of that month.
#
# Versions:  htmldate 1.11.0, lxml 6.1.3; Python 3.11
# Expected:  "October 2018" gives 2018-10-01 at most, or nothing: the day is not on the page.
# Happens:   "October 2018" under the headline is read as 2018-01-01, nine months early (only the
#            year is used). The machine-readable form <time datetime="2018-10"> gets the day on
#            which the script runs, so the same page has another date tomorrow. Neither result says
#            that a part is made up. Monthly shares from magazines pile up in January.
# Output:
#   printed 'October 2018':        2018-01-01
#   <time datetime='2018-10'>:     2018-10-28 (today is day 28)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  htmldate==1.11.0 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import datetime

from htmldate import find_date

page = "<html><body><article><h1>The war</h1>{}<p>The talks went on.</p></article></body></html>"
printed = find_date(page.format('<p class="date">October 2018</p>'))
machine = find_date(page.format('<time datetime="2018-10">October 2018</time>'))
today = datetime.date.today()
print("printed 'October 2018':       ", printed)
print("<time datetime='2018-10'>:    ", machine, f"(today is day {today.day})")
same = printed == "2018-01-01" and machine == f"2018-10-{today.day:02}"
raise SystemExit(0 if same else "changed")
PY
