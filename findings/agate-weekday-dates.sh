#!/usr/bin/env bash
# agate (csvkit): a column of weekdays, or of headlines such as "May" and "Today", becomes dates
# of the year 1.
#
# Versions:  agate 1.14.2; Python 3.11
# Expected:  Automatic types make a date of 2018-10-22, not of "Monday".
# Happens:   The test for dates asks parsedatetime, which reads relative words, and counts from year
#            1: "Monday" is 0001-01-08, "May" 0001-05-01, "3 weeks" 0001-01-22. One value that it
#            cannot read keeps the whole column as text, so the type changes with the rows. csvsql,
#            csvstat and csvsort work on these types, and days of the week sort by a date that
#            nobody meant.
# Output:
#   {'id': 'Number', 'day': 'Date', 'title': 'Date', 'lag': 'Date'}
#   ['1', '0001-01-08', '0001-05-01', '0001-01-22']
#   ['2', '0001-01-02', '0001-01-01', '0002-01-01']
#   title with 'May wins' as well: Text
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  agate==1.14.2 parsedatetime==2.6 babel==2.16.0
cd "$work"

venv/bin/python - <<'PY'
import io

import agate

table = agate.Table.from_csv(io.StringIO(
    "id,day,title,lag\n1,Monday,May,3 weeks\n2,Tuesday,Today,1 year\n"
))
more = agate.Table.from_csv(io.StringIO("id,title\n1,May\n2,May wins\n"))
types = {column.name: type(column.data_type).__name__ for column in table.columns}
print(types)
for row in table.rows:
    print([str(value) for value in row.values()])
print("title with 'May wins' as well:", type(more.columns["title"].data_type).__name__)
same = (
    types == {"id": "Number", "day": "Date", "title": "Date", "lag": "Date"}
    and all(table.columns[name].values()[0].year == 1 for name in ("day", "title", "lag"))
    and type(more.columns["title"].data_type).__name__ == "Text"
)
raise SystemExit(0 if same else "changed")
PY
