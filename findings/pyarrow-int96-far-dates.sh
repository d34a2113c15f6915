#!/usr/bin/env bash
# pyarrow: a moment of 9999-12-31 or 0001-01-01 in a Parquet file is read as one of 1816 or 1754.
#
# Versions:  pyarrow 26.0.1, duckdb 2.0.1; Python 3.11
# Expected:  The moment that is written, a missing value, or an error, as where a cast overflows.
# Happens:   Spark, Impala and Hive keep moments as INT96, which holds every year. read_table takes
#            them as nanoseconds in 64 bits, which end in 1677 and 2262, and adds modulo 2**64 without
#            a word. Databases write 9999-12-31 for "no end" and 0001-01-01 for "unknown": articles
#            without a day get one in the nineteenth or eighteenth century. DuckDB reads what is
#            written. coerce_int96_timestamp_unit="us" reads it in pyarrow too.
# Output:
#   written:                             9999-12-31 0001-01-01 2018-10-22
#   pyarrow reads:                       1816-03-29 1754-08-30 2018-10-22
#   with coerce_int96_timestamp_unit:    9999-12-31 0001-01-01 2018-10-22
#   DuckDB reads:                        9999-12-31 0001-01-01 2018-10-22
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pyarrow==26.0.1 duckdb==2.0.1
cd "$work"

venv/bin/python - <<'PY'
import datetime as dt

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

moments = [dt.datetime(9999, 12, 31), dt.datetime(1, 1, 1), dt.datetime(2018, 10, 22)]
table = pa.table({"moment": pa.array(moments, pa.timestamp("us"))})
pq.write_table(table, "moments.parquet", use_deprecated_int96_timestamps=True)


def days(table):
    return [text[:10] for text in table["moment"].cast(pa.string()).to_pylist()]


usual = days(pq.read_table("moments.parquet"))
coerced = days(pq.read_table("moments.parquet", coerce_int96_timestamp_unit="us"))
rows = duckdb.sql("select moment::varchar from 'moments.parquet'").fetchall()
peer = [text[:10] for (text,) in rows]
written = days(table)
print("written:                            ", *written)
print("pyarrow reads:                      ", *usual)
print("with coerce_int96_timestamp_unit:   ", *coerced)
print("DuckDB reads:                       ", *peer)
same = coerced == peer == written and usual == ["1816-03-29", "1754-08-30", "2018-10-22"]
raise SystemExit(0 if same else "changed")
PY
