#!/usr/bin/env bash
# pandas: authors parted by " | " are taken apart at every blank, those parted by "|" are not.
#
# Versions:  pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  .str.split(" | ") cuts at the sign with its blanks, as split of Python and of
#            polars do, and as .str.replace of pandas takes its pattern by the letter.
# Happens:   A pattern of one sign is a text, one of two or more a regular expression: " | " is
#            "a blank or a blank", so that Jane Roe is two authors, beside a "|"; "||" cuts between
#            all letters, while ";" and "; " work. No warning.
# Output:
#   'Jane Roe|Li Wei'     '|'    ['Jane Roe', 'Li Wei']
#   'Jane Roe | Li Wei'   ' | '  ['Jane', 'Roe', '|', 'Li', 'Wei']
#   'Roe||Wei'            '||'   ['', 'R', 'o', 'e', '|', '|', 'W', 'e', 'i', '']
#   'Roe; Wei'            '; '   ['Roe', 'Wei']
#   replace 'Jane Roe; Li Wei'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd

wanted = {
    ("Jane Roe|Li Wei", "|"): ["Jane Roe", "Li Wei"],
    ("Jane Roe | Li Wei", " | "): ["Jane", "Roe", "|", "Li", "Wei"],
    ("Roe||Wei", "||"): ["", "R", "o", "e", "|", "|", "W", "e", "i", ""],
    ("Roe; Wei", "; "): ["Roe", "Wei"],
}
seen = {}
for text, separator in wanted:
    seen[text, separator] = pd.Series([text]).str.split(separator)[0]
    print(f"{text!r:21} {separator!r:6} {seen[text, separator]}")
replaced = pd.Series(["Jane Roe | Li Wei"]).str.replace(" | ", "; ")[0]
print("replace", repr(replaced))
raise SystemExit(0 if seen == wanted and replaced == "Jane Roe; Li Wei" else "changed")
PY
