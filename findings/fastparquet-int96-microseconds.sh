#!/usr/bin/env bash
# fastparquet: dates of pandas 3 written with times="int96", for Spark and Impala, are of January 1970.
#
# Versions:  fastparquet 2026.9.0, pandas 3.1.1, duckdb 2.0.1; Python 3.11
# Expected:  The dates of the table.
# Happens:   pandas 3 keeps dates in microseconds (pandas 2: nanoseconds). fastparquet writes their
#            numbers as if they were nanoseconds, so that all moments shrink to a thousandth of their
#            distance from 1970: 2018 becomes 18 January 1970. Every reader sees that, fastparquet too.
#            Columns in nanoseconds are written right, and so are all with times="int64", the default.
# Output:
#   in the table:                    2018-10-22 2019-10-22
#   fastparquet reads its file:      1970-01-18 1970-01-19
#   DuckDB reads it:                 1970-01-18 1970-01-19
#   from a column in nanoseconds:    2018-10-22 2019-10-22
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
    fastparquet==2026.9.0 pandas==3.1.1 duckdb==2.0.1
cd "$work"

venv/bin/python - <<'PY'
import duckdb
import fastparquet
import pandas as pd

frame = pd.DataFrame({"date": pd.to_datetime(["2018-10-22", "2019-10-22"])})


def days(column):
    return [str(moment)[:10] for moment in column]


fastparquet.write("us.parquet", frame, times="int96")
fastparquet.write("ns.parquet", frame.astype("datetime64[ns]"), times="int96")
own = days(fastparquet.ParquetFile("us.parquet").to_pandas()["date"])
peer = days(row[0] for row in duckdb.sql("select date from 'us.parquet'").fetchall())
right = days(fastparquet.ParquetFile("ns.parquet").to_pandas()["date"])
written = days(frame["date"])
print("in the table:                   ", *written)
print("fastparquet reads its file:     ", *own)
print("DuckDB reads it:                ", *peer)
print("from a column in nanoseconds:   ", *right)
wrong = ["1970-01-18", "1970-01-19"]
raise SystemExit(0 if own == peer == wrong and right == written else "changed")
PY
