#!/usr/bin/env bash
# polars: read_csv(try_parse_dates=True) reads 13/02/18 as the year 18.
#
# Versions:  polars 2.1.0; Python 3.11
# Expected:  13/02/18 is 2018, or the column stays text.
# Happens:   The column becomes a Date and the year is 18 after Christ: 0018-02-13. Nothing fails; a
#            plot by year has one group far on the left, a filter "since 2015" is empty.
# Output:
#   Date [datetime.date(18, 2, 13), datetime.date(18, 3, 1)]
#   years: [18, 18] ; articles since 2015: 0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check polars==2.1.0
cd "$work"

venv/bin/python - <<'PY'
import io

import polars as pl

table = pl.read_csv(io.StringIO("id,date\n1,13/02/18\n2,01/03/18\n"), try_parse_dates=True)
years = table["date"].dt.year().to_list()
print(table["date"].dtype, table["date"].to_list())
print("years:", years, "; articles since 2015:", table.filter(pl.col("date") > pl.date(2015, 1, 1)).height)
raise SystemExit(0 if table["date"].dtype == pl.Date and years == [18, 18] else "changed")
PY
