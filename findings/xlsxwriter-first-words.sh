#!/usr/bin/env bash
# XlsxWriter, pandas: headlines lose a first word, and long addresses become empty cells.
#
# Versions:  pandas 3.1.1, xlsxwriter 3.3.1, openpyxl 3.1.5 (to read the file); Python 3.11
# Expected:  to_excel writes the texts of a table as texts.
# Happens:   pandas takes XlsxWriter whenever it is installed, and that takes a text that begins with
#            "internal:", "external:" or "mailto:" for a link and shows it without that word. A text
#            that begins with "http" and is longer than 2,079 signs (a text that opens with its
#            address, an address with a trail of parameters) is an empty cell, with a warning that
#            names no row. With openpyxl all are kept.
# Output:
#   xlsxwriter  [' affairs of the council', ' the editor, with thanks'] nan
#   openpyxl    ['internal: affairs of the council', 'mailto: the editor, with thanks'] 2427 signs
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 xlsxwriter==3.3.1 openpyxl==3.1.5
cd "$work"

venv/bin/python - <<'PY'
import warnings

import pandas as pd

warnings.simplefilter("ignore")
story = "http://example.org/ " + "The council has met each Monday to speak about the war. " * 43
texts = ["internal: affairs of the council", "mailto: the editor, with thanks", story.strip()]
found = {}
for engine in (None, "openpyxl"):
    pd.DataFrame({"number": [1, 2, 3], "text": texts}).to_excel("texts.xlsx", index=False, engine=engine)
    read = pd.read_excel("texts.xlsx")["text"].tolist()
    name = engine or "xlsxwriter"
    found[name] = read
    last = f"{len(read[2])} signs" if isinstance(read[2], str) else read[2]
    print(f"{name:11}", read[:2], last)
same = (
    found["openpyxl"] == texts
    and found["xlsxwriter"][:2] == [" affairs of the council", " the editor, with thanks"]
    and isinstance(found["xlsxwriter"][2], float)
)
raise SystemExit(0 if same else "changed")
PY
