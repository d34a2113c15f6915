#!/usr/bin/env bash
# pyarrow: a CSV file of one column with line breaks in quoted cells has more rows than articles, from
# about 1 MB on.
#
# Versions:  pyarrow 26.0.1; Python 3.11
# Expected:  One row for each quoted cell, or an error that asks for newlines_in_values.
# Happens:   read_csv cuts the file into blocks of 1 MB at a line break, even within quotes. With
#            several columns the pieces have the wrong number of cells, which is an error. With one
#            column (the texts of articles, one a row) every piece is a valid row: texts are halved
#            behind the first block, and rows no longer match the ids in another file. Small samples
#            are read right. newlines_in_values=True reads all of it right.
# Output:
#   articles written:                120000
#   the first 1,000 alone:           1000
#   rows read:                       more than 120000
#   with newlines_in_values=True:    120000
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
from pathlib import Path

import pyarrow.csv as pc

n, cell = 120_000, '"one line\nanother line\n"\n'
Path("texts.csv").write_text("text\n" + cell * n)
Path("few.csv").write_text("text\n" + cell * 1000)
few = pc.read_csv("few.csv").num_rows
rows = pc.read_csv("texts.csv").num_rows
right = pc.read_csv("texts.csv", parse_options=pc.ParseOptions(newlines_in_values=True)).num_rows
print("articles written:               ", n)
print("the first 1,000 alone:          ", few)
print("rows read:                      ", f"more than {n}" if rows > n else rows)
print("with newlines_in_values=True:   ", right)
raise SystemExit(0 if (few, right) == (1000, n) and rows > n else "changed")
PY
