#!/usr/bin/env bash
# jq: "October 2018" read with its month and year is 30 September 2018.
#
# Versions:  jq 1.13.0 (PyPI, with libjq inside); Python 3.11
# Expected:  A date without a day is an error, or the first of the month, as in other libraries.
# Happens:   strptime leaves the day at 0, and mktime takes day 0 of October for the day before
#            the first: every issue dated by month moves into the month before, January's into
#            December of the year before. A day that does not exist runs over in the same way:
#            31/06/2018 is 1 July. Counts by month are those of the neighbour, and nothing is
#            reported.
# Output:
#   October 2018 -> 2018-09-30
#   01/2018 -> 2017-12-31
#   31/06/2018 -> 2018-07-01
#   22/10/2018 -> 2018-10-22
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  jq==1.13.0
cd "$work"

venv/bin/python - <<'PY'
import jq


def read(text, form):
    return jq.compile(f'strptime("{form}") | mktime | todate').input_value(text).first()


cases = {"October 2018": "%B %Y", "01/2018": "%m/%Y", "31/06/2018": "%d/%m/%Y", "22/10/2018": "%d/%m/%Y"}
seen = [read(text, form)[:10] for text, form in cases.items()]
for text, day in zip(cases, seen):
    print(text, "->", day)
raise SystemExit(0 if seen == ["2018-09-30", "2017-12-31", "2018-07-01", "2018-10-22"] else "changed")
PY
