#!/usr/bin/env bash
# pandas, polars, pyarrow, duckdb: seven days begin on a Thursday, on a Monday or on the first day.
#
# Versions:  pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1, duckdb 2.0.1, numpy 2.4.6; Python 3.11
# Expected:  Seven days are a week: from a Monday, as "1w" of polars and "week" of pyarrow are, or in
#            all of them from the first article.
# Happens:   pandas' resample("7D") begins with the first article, so that two outlets have other
#            bounds, and floor("7D") of the same library on Thursdays, as truncate("7d") of polars and
#            floor_temporal(7, "day") of pyarrow do, for 1970-01-01 was one. time_bucket of duckdb
#            begins on Mondays. A story of Thursday opens a period here and is in its middle there.
# Output:
#   articles of Tue 02, Wed 03, Thu 04, Sun 07, Mon 08 October 2018
#   pandas resample 7D     Tue 02: 5
#   pandas floor 7D        Thu 27: 2  Thu 04: 3
#   polars truncate 7d     Thu 27: 2  Thu 04: 3
#   polars truncate 1w     Mon 01: 4  Mon 08: 1
#   pyarrow floor 7 days   Thu 27: 2  Thu 04: 3
#   duckdb bucket 7 days   Mon 01: 4  Mon 08: 1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from collections import Counter
from datetime import date

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

days = [date(2018, 10, day) for day in (2, 3, 4, 7, 8)]
column = pd.Series(pd.to_datetime(days))
bucket = duckdb.sql(
    f"select time_bucket(interval '7 days', unnest({[str(day) for day in days]}::date[]))"
).fetchall()
first = [day for day, count in column.to_frame("day").resample("7D", on="day").size().items() for _ in range(count)]
starts = {
    "pandas resample 7D": first,
    "pandas floor 7D": list(column.dt.floor("7D")),
    "polars truncate 7d": pl.Series(days).dt.truncate("7d").to_list(),
    "polars truncate 1w": pl.Series(days).dt.truncate("1w").to_list(),
    "pyarrow floor 7 days": pc.floor_temporal(pa.array(days), 7, "day").to_pylist(),
    "duckdb bucket 7 days": [start for (start,) in bucket],
}
print("articles of", ", ".join(f"{day:%a %d}" for day in days), "October 2018")
seen = {}
for name, of_library in starts.items():
    seen[name] = "  ".join(f"{start}: {count}" for start, count in Counter(f"{day:%a %d}" for day in of_library).items())
    print(f"{name:22} {seen[name]}")
thursdays, mondays = "Thu 27: 2  Thu 04: 3", "Mon 01: 4  Mon 08: 1"
wanted = ["Tue 02: 5", thursdays, thursdays, mondays, thursdays, mondays]
raise SystemExit(0 if list(seen.values()) == wanted else "changed")
PY
