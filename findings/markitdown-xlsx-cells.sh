#!/usr/bin/env bash
# markitdown: of a workbook the id 007 is 7, the word NA is NaN, and a bar in a headline begins a
# cell.
#
# Versions:  markitdown 0.1.9, pandas 3.1.1, openpyxl 3.1.5; Python 3.11
# Expected:  A sheet becomes a Markdown table with the texts of its cells.
# Happens:   Cells go through pandas' guesses and its HTML: 007 typed as text is 7, a count beside
#            an empty cell is 1.0, empty cells are the word NaN and empty dates NaT, NA (a country,
#            an abbreviation) too. "War | peace" is two cells of one row, so later columns slip,
#            though from CSV the bar is escaped and 007 stays. A line break is a backslash and an n.
# Output:
#   | 7 | NaN | War | peace\nand talks | 1.0 |
#   | 8 | DE | Talks | NaN |
#   | 007 | NA | War \| peace |
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: markitdown==0.1.9 pandas==3.1.1 openpyxl==3.1.5
cd "$work"

venv/bin/python - <<'PY'
import io

import openpyxl
from markitdown import MarkItDown

book = openpyxl.Workbook()
for row in (["id", "country", "headline", "pages"], ["007", "NA", "War | peace\nand talks", 1], ["008", "DE", "Talks", None]):
    book.active.append(row)
stream = io.BytesIO()
book.save(stream)
stream.seek(0)
seen = MarkItDown().convert_stream(stream, file_extension=".xlsx").text_content.splitlines()[3:]
text = io.BytesIO(b"id,country,headline\n007,NA,War | peace\n")
csv = MarkItDown().convert_stream(text, file_extension=".csv").text_content.splitlines()[2:]
for line in seen + csv:
    print(line)
wanted = ["| 7 | NaN | War | peace\\nand talks | 1.0 |", "| 8 | DE | Talks | NaN |"]
raise SystemExit(0 if seen == wanted and csv == ["| 007 | NA | War \\| peace |"] else "changed")
PY
