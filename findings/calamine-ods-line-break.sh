#!/usr/bin/env bash
# calamine: a line break inside a cell of an .ods sheet is lost, and the words on both sides
# become one.
#
# Versions:  python-calamine 0.9.1, odfpy 1.4.1, defusedxml 0.7.1, pandas 3.1.1, numpy 2.4.6; Python
#            3.11
# Expected:  A line break in a cell is "\n" or a blank, as it is for a second paragraph in the cell.
# Happens:   text:line-break (Ctrl+Enter in LibreOffice) gives nothing: "Talks fail" + break +
#            "peace waits" is "Talks failpeace waits". pandas' odf engine gives "\n"; A headline set
#            in two lines makes a word that nobody wrote, and loses two that were.
# Output:
#   calamine: 'Talks failpeace waits'
#   odf:      'Talks fail\npeace waits'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  python-calamine==0.9.1 odfpy==1.4.1 defusedxml==0.7.1 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P
from python_calamine import load_workbook

book = OpenDocumentSpreadsheet()
table = Table(name="articles")
book.spreadsheet.addElement(table)
for pieces in (["title"], ["Talks fail", "peace waits"]):
    row, cell, text = TableRow(), TableCell(valuetype="string"), P()
    for i, piece in enumerate(pieces):
        if i:
            text.addElement(LineBreak())
        text.addText(piece)
    cell.addElement(text)
    row.addElement(cell)
    table.addElement(row)
book.save("articles.ods")

by_calamine = load_workbook("articles.ods").get_sheet_by_index(0).to_python()[1][0]
by_odf = pd.read_excel("articles.ods", engine="odf")["title"][0]
print("calamine:", repr(by_calamine))
print("odf:     ", repr(by_odf))
raise SystemExit(0 if by_calamine == "Talks failpeace waits" and by_odf == "Talks fail\npeace waits" else "changed")
PY
