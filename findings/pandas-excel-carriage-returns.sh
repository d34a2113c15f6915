#!/usr/bin/env bash
# pandas, XlsxWriter, openpyxl: a line break of Windows comes back from a workbook as the word
# _x000D_, or not, by which packages are installed.
#
# Versions:  pandas 3.1.1, xlsxwriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1; Python 3.11
# Expected:  What pandas writes to .xlsx it reads again.
# Happens:   Excel and XlsxWriter write CR as _x000D_, as the format says. openpyxl, which pandas
#            reads with, leaves the escape in the text, so "x000d" is among the commonest words of a
#            corpus. calamine resolves it. openpyxl writes a bare CR, which XML reads as a line end,
#            and leaves "_x0041_" in a text as it is, which calamine reads as "A". pandas writes with
#            XlsxWriter if it is there.
# Output:
#   written by xlsxwriter  read by openpyxl: 'One._x000D_\nTwo._x000D_\nThree.', 'page_x0041_1'
#   written by xlsxwriter  read by calamine: 'One.\r\nTwo.\r\nThree.', 'page_x0041_1'
#   written by openpyxl    read by openpyxl: 'One.\nTwo.\nThree.', 'page_x0041_1'
#   written by openpyxl    read by calamine: 'One.\nTwo.\nThree.', 'pageA1'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import pandas as pd

warnings.simplefilter("ignore")
texts = ["One.\r\nTwo.\r\nThree.", "page_x0041_1"]
found = {}
for writer in ("xlsxwriter", "openpyxl"):
    pd.DataFrame({"text": texts}).to_excel("texts.xlsx", index=False, engine=writer)
    for reader in ("openpyxl", "calamine"):
        read = pd.read_excel("texts.xlsx", engine=reader)["text"].tolist()
        found[writer, reader] = read
        print(f"written by {writer:11} read by {reader}:", ", ".join(map(repr, read)))
same = (
    "_x000D_" in found["xlsxwriter", "openpyxl"][0]
    and found["xlsxwriter", "calamine"] == texts
    and found["openpyxl", "calamine"][1] == "pageA1"
)
raise SystemExit(0 if same else "changed")
PY
