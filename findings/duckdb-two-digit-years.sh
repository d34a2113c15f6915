#!/usr/bin/env bash
# duckdb: dates with two-digit years are read year first: 25.06.19 is 2025-06-19.
#
# Versions:  duckdb 2.0.1; Python 3.11
# Expected:  03.04.18 and 25.06.19 (day, month, year, as printed in Europe) are 2018 and 2019, or
#            the column stays text.
# Happens:   The sniffer tries year-month-day before day-month-year for two-digit years, so 03.04.18
#            is 18 April 2003 and 25.06.19 is 19 June 2025. With four-digit years the same file is
#            read day first. The column has the type DATE and no warning, and a chart by month
#            spreads one year of news over two decades.
# Output:
#   two digits  ['03.04.18', '25.06.19', '11.12.18'] -> ['2003-04-18', '2025-06-19', '2011-12-18'] as %y.%m.%d
#   four digits ['03.04.2018', '25.06.2019', '11.12.2018'] -> ['2018-04-03', '2019-06-25', '2018-12-11'] as %d.%m.%Y
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check duckdb==2.0.1
cd "$work"

venv/bin/python - <<'PY'
import duckdb

files = {
    "two digits": ["03.04.18", "25.06.19", "11.12.18"],
    "four digits": ["03.04.2018", "25.06.2019", "11.12.2018"],
}
got = {}
for name, dates in files.items():
    with open("dates.csv", "w") as file:
        file.write("id,date\n" + "".join(f"{i},{date}\n" for i, date in enumerate(dates)))
    got[name] = [str(date) for (date,) in duckdb.sql("select date from 'dates.csv'").fetchall()]
    form = duckdb.sql("select DateFormat from sniff_csv('dates.csv')").fetchall()[0][0]
    print(f"{name:11}", dates, "->", got[name], "as", form)
same = (
    got["two digits"] == ["2003-04-18", "2025-06-19", "2011-12-18"]
    and got["four digits"] == ["2018-04-03", "2019-06-25", "2018-12-11"]
)
raise SystemExit(0 if same else "changed")
PY
