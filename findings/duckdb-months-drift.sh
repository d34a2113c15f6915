#!/usr/bin/env bash
# duckdb: the ends of months from 31 January on are the 28th from February on; polars has the
# ends.
#
# Versions:  duckdb 2.0.1, polars 2.1.0; Python 3.11
# Expected:  generate_series(date '2018-01-31', ..., interval 1 month) gives the last day of each
#            month, as adding n months to the first one does.
# Happens:   Each date is the one before plus a month, so February's 28 stays: 2018-03-28,
#            2018-04-28. polars.date_range adds n months to the start and has 2018-03-31. A series
#            that is joined to counts at month ends keeps its first two rows and is empty
#            afterwards, or zero with coalesce, and counts between such bounds put the last three
#            days of each month into the next one.
# Output:
#   duckdb: 2018-01-31 2018-02-28 2018-03-28 2018-04-28 2018-05-28 2018-06-28
#   polars: 2018-01-31 2018-02-28 2018-03-31 2018-04-30 2018-05-31 2018-06-30
#   31 January plus two months in duckdb: 2018-03-31
#   ten articles in each month, joined: 10 10 0 0 0 0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  duckdb==2.0.1 polars==2.1.0
cd "$work"

venv/bin/python - <<'PY'
from datetime import date

import duckdb
import polars

series = duckdb.sql(
    "select unnest(generate_series(date '2018-01-31', date '2018-06-30', interval 1 month))::date"
).fetchall()
drifted = [str(day) for (day,) in series]
ends = polars.date_range(date(2018, 1, 31), date(2018, 6, 30), "1mo", eager=True)
print("duckdb:", *drifted)
print("polars:", *(str(day) for day in ends))
added = duckdb.sql("select (date '2018-01-31' + interval 2 month)::date").fetchall()[0][0]
print("31 January plus two months in duckdb:", added)
duckdb.sql("create table counts as select last_day(month) as month, 10 as articles from "
           "(select unnest(range(date '2018-01-01', date '2018-07-01', interval 1 month)) as month)")
joined = duckdb.sql(
    "select coalesce(articles, 0) from (select unnest(generate_series(date '2018-01-31', date '2018-06-30', "
    "interval 1 month))::date as month) left join counts using (month) order by month"
).fetchall()
print("ten articles in each month, joined:", *(count for (count,) in joined))
fine = drifted[2] == "2018-03-28" and str(ends[2]) == str(added) == "2018-03-31"
raise SystemExit(0 if fine and [count for (count,) in joined] == [10, 10, 0, 0, 0, 0] else "changed")
PY
