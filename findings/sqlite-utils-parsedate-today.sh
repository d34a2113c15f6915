#!/usr/bin/env bash
# sqlite-utils: the date recipe gives months the day of the run; ids lose their zeros on the way in.
#
# Versions:  sqlite-utils 4.2.1; Python 3.11
# Expected:  convert with r.parsedate(value) makes ISO dates of what is a date, and leaves or
#            refuses the rest; insert --csv keeps 007 as it is.
# Happens:   "October 2018" and "2018-10" become the day of October 2018 that today has. The
#            recipe overwrites the column, so what was printed is gone. insert --csv makes numbers
#            of ids since version 4: 007 is 7, and matches no other table; --no-detect-types keeps
#            them.
# Output (30 November 2026):
#   {'id': 7, 'date': '2018-10-22'}
#   {'id': 8, 'date': '2018-10-30'}
#   {'id': 9, 'date': '2018-10-30'}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check sqlite-utils==4.2.1
cd "$work"

printf 'id,date\n007,22 October 2018\n008,2018-10\n009,October 2018\n' > articles.csv
before=$(date +%d)
venv/bin/sqlite-utils insert articles.db articles articles.csv --csv --silent
venv/bin/sqlite-utils convert articles.db articles date 'r.parsedate(value)' --silent
venv/bin/sqlite-utils rows articles.db articles > rows.json
venv/bin/python - "$before" "$(date +%d)" <<'PY'
import json
import sys

rows = json.load(open("rows.json"))
print(*rows, sep="\n")
dates = [row["date"] for row in rows]
fine = [row["id"] for row in rows] == [7, 8, 9] and dates[0] == "2018-10-22"
fine = fine and dates[1] == dates[2] and dates[1][8:] in sys.argv[1:]
raise SystemExit(0 if fine else "changed")
PY
