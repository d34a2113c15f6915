#!/usr/bin/env bash
# gdeltdoc: a query up to 31 January ends at midnight before that day.
#
# Versions:  gdeltdoc 1.12.0; Python 3.11
# Expected:  Filters(start_date="2018-01-01", end_date="2018-01-31") asks for January; two queries
#            month by month ask for every day once.
# Happens:   Both dates become midnight at their start, and enddatetime is 2018-01-31 00:00:00: nothing
#            of the last day is asked for. Month by month, the 31st is in no query; day by day, with
#            one date for both ends, a query is of no time at all. The counts look like those of a
#            month and are of 30 days in January, of 27 in February.
# Output:
#   January            from 2018-01-01 00:00:00 to 2018-01-31 00:00:00
#   February           from 2018-02-01 00:00:00 to 2018-02-28 00:00:00
#   22 October         from 2018-10-22 00:00:00 to 2018-10-22 00:00:00
#   hours between the queries of two months: 24
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gdeltdoc==1.12.0
cd "$work"

venv/bin/python - <<'PY'
import datetime
import re

from gdeltdoc import Filters


def bounds(start, end):
    query = Filters(keyword="climate change", start_date=start, end_date=end).query_string
    return [
        datetime.datetime.strptime(re.search(rf"{name}=(\d{{14}})", query)[1], "%Y%m%d%H%M%S")
        for name in ("startdatetime", "enddatetime")
    ]


asked = {
    "January": bounds("2018-01-01", "2018-01-31"),
    "February": bounds("2018-02-01", "2018-02-28"),
    "22 October": bounds("2018-10-22", "2018-10-22"),
}
for name, (start, end) in asked.items():
    print(f"{name:18} from {start} to {end}")
hours = (asked["February"][0] - asked["January"][1]) // datetime.timedelta(hours=1)
print("hours between the queries of two months:", hours)
same = hours == 24 and asked["22 October"][0] == asked["22 October"][1]
raise SystemExit(0 if same else "changed")
PY
