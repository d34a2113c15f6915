#!/usr/bin/env bash
# openpyxl: in read-only mode a sheet with a wrong size note gives one row of four.
#
# Versions:  openpyxl 3.1.5, et_xmlfile 2.0.0; Python 3.11
# Expected:  read_only=True is a faster way to the same rows.
# Happens:   Some exporters write <dimension ref="A1"/> into every sheet (the note is optional).
#            Read-only mode believes it and yields the single cell A1; the normal mode reads all
#            four rows of two columns. No warning. reset_dimensions() before reading gives all of
#            them.
# Output:
#   normal:                   [('id', 'title'), (1, 'Talks open'), (2, 'Talks end'), (3, 'Markets fall')]
#   read_only:                [('id',)]
#   after reset_dimensions(): [('id', 'title'), (1, 'Talks open'), (2, 'Talks end'), (3, 'Markets fall')]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  openpyxl==3.1.5 et_xmlfile==2.0.0
cd "$work"

venv/bin/python - <<'PY'
import re
import zipfile

import openpyxl

book = openpyxl.Workbook()
for row in (["id", "title"], [1, "Talks open"], [2, "Talks end"], [3, "Markets fall"]):
    book.active.append(row)
book.save("right.xlsx")
with zipfile.ZipFile("right.xlsx") as old, zipfile.ZipFile("noted.xlsx", "w") as new:
    for name in old.namelist():
        new.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', old.read(name)))

normal = list(openpyxl.load_workbook("noted.xlsx").active.values)
sheet = openpyxl.load_workbook("noted.xlsx", read_only=True).active
read_only = list(sheet.values)
sheet.reset_dimensions()
reset = [tuple(row) for row in sheet.values]
print("normal:                  ", normal)
print("read_only:               ", read_only)
print("after reset_dimensions():", reset)
raise SystemExit(0 if len(normal) == len(reset) == 4 and read_only == [("id",)] else "changed")
PY
