#!/usr/bin/env bash
# duckdb: NaN is missing when it comes from pandas and a number when it comes from polars.
#
# Versions:  duckdb 2.0.1, pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1, numpy 2.4.6; Python 3.11
# Expected:  One rule for NaN in a column of floats, wherever the table comes from.
# Happens:   The column 0.1, NaN, 0.3 has the mean 0.2 over 2 rows as a pandas frame, and the mean
#            NaN over 3 rows as a polars frame or Arrow table. Moving a notebook from pandas to
#            polars changes denominators; where a NaN is only ordered or counted, nothing looks odd.
# Output:
#   pandas_frame  mean 0.2, count 2
#   polars_frame  mean nan, count 3
#   arrow_table   mean nan, count 3
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  duckdb==2.0.1 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

values = [0.1, float("nan"), 0.3]
pandas_frame = pd.DataFrame({"share": values})
polars_frame = pl.DataFrame({"share": values})
arrow_table = pa.table({"share": values})
found = {}
for name in ("pandas_frame", "polars_frame", "arrow_table"):
    found[name] = duckdb.sql(f"select avg(share), count(share) from {name}").fetchall()[0]
    print(f"{name:13} mean {found[name][0]:.1f}, count {found[name][1]}")
same = (
    found["pandas_frame"][1] == 2
    and all(found[name][1] == 3 and found[name][0] != found[name][0] for name in ("polars_frame", "arrow_table"))
)
raise SystemExit(0 if same else "changed")
PY
