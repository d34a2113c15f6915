#!/usr/bin/env bash
# calamine: article 12 becomes 12.0, a failed look-up an empty cell, and leading empty rows are
# left out.
#
# Versions:  python-calamine 0.9.1, openpyxl 3.1.5, et_xmlfile 2.0.0; Python 3.11
# Expected:  to_python() gives the cells as openpyxl does: 12, "#N/A", and row 3 of the sheet is the
#            third row.
# Happens:   Whole numbers are floats (str gives "12.0", which matches no id), cells with #N/A or
#            #REF! are "" like cells that were never filled, and empty rows and columns before the
#            data are dropped, so that "row 2" in a message is row 4 of the sheet.
#            skip_empty_area=False keeps the rows; the other two have no option.
# Output:
#   openpyxl: [[None, None, None], [None, None, None], [None, 'id', 'outlet'], [None, 12, '#N/A'], [None, 13, None]]
#   calamine: [['id', 'outlet'], [12.0, ''], [13.0, '']]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  python-calamine==0.9.1 openpyxl==3.1.5 et_xmlfile==2.0.0
cd "$work"

venv/bin/python - <<'PY'
import openpyxl
from python_calamine import load_workbook

book = openpyxl.Workbook()
sheet = book.active
sheet["B3"], sheet["C3"] = "id", "outlet"
sheet["B4"], sheet["C4"] = 12, "#N/A"
sheet["B5"], sheet["C5"] = 13, None
book.save("articles.xlsx")

by_openpyxl = [[cell.value for cell in row] for row in openpyxl.load_workbook("articles.xlsx").active]
first = load_workbook("articles.xlsx").get_sheet_by_index(0)
by_calamine = first.to_python()
print("openpyxl:", by_openpyxl)
print("calamine:", by_calamine)
same = (
    by_openpyxl[3] == [None, 12, "#N/A"]
    and by_calamine == [["id", "outlet"], [12.0, ""], [13.0, ""]]
    and str(by_calamine[1][0]) == "12.0"
)
raise SystemExit(0 if same else "changed")
PY
