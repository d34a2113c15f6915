#!/usr/bin/env bash
# polars: fields of JSON Lines that first appear after 100 lines are left out, without an error.
#
# Versions:  polars 2.1.0; Python 3.11
# Expected:  A column for every field of the file, or an error that names the unknown field (as DuckDB
#            and PyArrow do one or the other).
# Happens:   read_ndjson and scan_ndjson learn the fields from the first 100 lines and pass over all
#            others. An archive sorted by date, whose older articles have no "updated" or "language",
#            loses both columns. infer_schema_length=None reads the whole file and keeps them.
# Output:
#   lines: 151; rows: 151
#   columns read:                      ['title', 'date']
#   lazily:                            ['title', 'date']
#   with infer_schema_length=None:     ['title', 'date', 'updated', 'language']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check polars==2.1.0
cd "$work"

venv/bin/python - <<'PY'
import json
from pathlib import Path

import polars as pl

rows = [{"title": f"Story {at}", "date": "2018-10-22"} for at in range(150)]
rows += [{"title": "Talks", "date": "2018-10-23", "updated": "2018-10-24", "language": "en"}]
Path("news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

read = pl.read_ndjson("news.jsonl")
lazy = pl.scan_ndjson("news.jsonl").collect()
whole = pl.read_ndjson("news.jsonl", infer_schema_length=None)
print(f"lines: {len(rows)}; rows: {len(read)}")
print("columns read:                     ", read.columns)
print("lazily:                           ", lazy.columns)
print("with infer_schema_length=None:    ", whole.columns)
short, full = ["title", "date"], ["title", "date", "updated", "language"]
same = (read.columns, lazy.columns, whole.columns, len(read)) == (short, short, full, 151)
raise SystemExit(0 if same else "changed")
PY
