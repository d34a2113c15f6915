#!/usr/bin/env bash
# duckdb: no week lies between Sunday and the Monday after it for date_diff, one month between 31
# January and 1 February.
#
# Versions:  duckdb 2.0.1; Python 3.11
# Expected:  date_diff counts the boundaries of the unit between two dates, as its page says, and
#            as it does for days, months, quarters and years; the boundary of a week is where
#            date_trunc('week') moves on, on Monday.
# Happens:   For weeks it counts whole spans of seven days, as date_sub does: from Sunday 21
#            October to Monday 22 it is 0, from Tuesday 16 to Monday 29 it is 1 though two Mondays
#            lie between. "Weeks since the event" made with it begin on the weekday of the event
#            and do not fit counts by date_trunc('week'): of 28 days after a Saturday, 20 have
#            another number.
# Output:
#   Sunday to Monday: 0 ; Tuesday 16 to Monday 29 October: 1
#   31 January to 1 February, in months: 1 ; 31 December to 1 January, in years: 1
#   of 28 days from Saturday 20 October on, with another number than by date_trunc: 20
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  duckdb==2.0.1
cd "$work"

venv/bin/python - <<'PY'
import duckdb

NUMBER = "(date_trunc('week', day)::date - date_trunc('week', date '2018-10-20')::date) // 7"


def ask(query):
    return duckdb.sql(query).fetchall()[0]


sunday = ask("select date_diff('week', date '2018-10-21', date '2018-10-22')")[0]
mondays = ask("select date_diff('week', date '2018-10-16', date '2018-10-29')")[0]
month, year = ask(
    "select date_diff('month', date '2018-01-31', date '2018-02-01'), "
    "date_diff('year', date '2018-12-31', date '2019-01-01')"
)
print("Sunday to Monday:", sunday, "; Tuesday 16 to Monday 29 October:", mondays)
print("31 January to 1 February, in months:", month, "; 31 December to 1 January, in years:", year)
differ = ask(
    f"select count(*) filter (where date_diff('week', date '2018-10-20', day) <> {NUMBER}) from "
    "(select unnest(range(date '2018-10-20', date '2018-11-17', interval 1 day))::date as day)"
)[0]
print("of 28 days from Saturday 20 October on, with another number than by date_trunc:", differ)
raise SystemExit(0 if (sunday, mondays, month, year) == (0, 1, 1, 1) and differ == 20 else "changed")
PY
