#!/usr/bin/env bash
# pyarrow: with a format, 31 June 2018 is 1 July, in compute.strptime where errors are to be null
# and in CSV files.
#
# Versions:  pyarrow 26.0.1; Python 3.11
# Expected:  A day that does not exist is an error, or null with error_is_null=True, as Python,
#            pandas and polars have it; a CSV file with one keeps a column of text.
# Happens:   Any day from 1 to 31 passes in any month, and what is too much runs into the next
#            one: 31/06/2018 is 2018-07-01, 30/02/2018 is 2018-03-02, in compute.strptime and in
#            columns read with timestamp_parsers. Misprints are not noticed, and an article
#            changes its month. The ISO parser of the same reader refuses 2018-06-31, so two files
#            with one mistake differ.
# Output:
#   31/06/2018 -> 2018-07-01
#   30/02/2018 -> 2018-03-02
#   31/09/2018 -> 2018-10-01
#   32/06/2018 -> None
#   CSV, 31/06/2018 with a format: 2018-07-01
#   CSV, 2018-06-31 as ISO 8601: '2018-06-31'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
import io

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

days = ["31/06/2018", "30/02/2018", "31/09/2018", "32/06/2018"]
moments = pc.strptime(pa.array(days), format="%d/%m/%Y", unit="s", error_is_null=True)
seen = [str(moment.as_py())[:10] for moment in moments]
for day, moment in zip(days, seen):
    print(day, "->", moment)


def column(day, form):
    options = csv.ConvertOptions(timestamp_parsers=[form])
    return csv.read_csv(io.BytesIO(f"day\n{day}\n".encode()), convert_options=options)["day"]


slashes, iso = column("31/06/2018", "%d/%m/%Y"), column("2018-06-31", csv.ISO8601)
print("CSV, 31/06/2018 with a format:", slashes[0].as_py().date())
print("CSV, 2018-06-31 as ISO 8601:", repr(iso[0].as_py()))
fine = seen == ["2018-07-01", "2018-03-02", "2018-10-01", "None"] and iso[0].as_py() == "2018-06-31"
raise SystemExit(0 if fine and str(slashes[0].as_py().date()) == "2018-07-01" else "changed")
PY
