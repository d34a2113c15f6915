#!/usr/bin/env bash
# openpyxl, polars: a text of more than 32,767 characters is cut when it is put into a cell, without a
# warning.
#
# Versions:  openpyxl 3.1.5, polars 2.1.0, xlsxwriter 3.2.9; Python 3.11
# Expected:  An error or a warning (pandas.DataFrame.to_excel warns): a long report is longer than a
#            cell can be.
# Happens:   openpyxl cuts the value at the assignment, so that the workbook in memory is short before
#            anything is saved; DataFrame.write_excel of polars writes the first 32,767 characters. The
#            end of every long article is gone, and its words are missing from every count.
# Output:
#   written: 40000 characters; warnings: 0
#   openpyxl, before saving:    32767
#   polars, read back:          32767
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  openpyxl==3.1.5 polars==2.1.0 xlsxwriter==3.2.9
cd "$work"

venv/bin/python - <<'PY'
import warnings

import openpyxl
import polars as pl

text = "word " * 8000
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    sheet = openpyxl.Workbook().active
    sheet.append([text])
    pl.DataFrame({"text": [text]}).write_excel("news.xlsx")
in_memory = len(sheet["A1"].value)
read_back = len(openpyxl.load_workbook("news.xlsx").active["A2"].value)
print(f"written: {len(text)} characters; warnings: {len(caught)}")
print("openpyxl, before saving:   ", in_memory)
print("polars, read back:         ", read_back)
raise SystemExit(0 if (in_memory, read_back, len(caught)) == (32767, 32767, 0) else "changed")
PY
