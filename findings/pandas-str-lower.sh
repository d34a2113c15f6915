#!/usr/bin/env bash
# pandas 3: .str.lower() is not Python's lower(): Greek words end in the wrong sigma, İ loses its
# dot.
#
# Versions:  pandas 3.1.1, pyarrow 26.0.1, numpy 2.4.6; Python 3.11
# Expected:  Series.str.lower() gives what str.lower() gives for each text, as it did with object
#            columns.
# Happens:   The default string type lowers with pyarrow, letter by letter. ΟΥΚΡΑΝΟΣ becomes
#            ουκρανοσ where Python gives ουκρανος, and İdlib becomes idlib where Python gives i +
#            combining dot + dlib. A term list lowered by Python then finds no word of a lowered
#            column, for every Greek word that ends in s. Without pyarrow installed, or with
#            dtype=object, the same line of code gives the other answer. .str.upper() differs too
#            (straße: STRAẞE).
# Output:
#   dtype:         str
#   .str.lower():  ['ο ουκρανοσ προεδροσ', "'idlib'", 'talks']
#   str.lower():   ['ο ουκρανος προεδρος', "'i\\u0307dlib'", 'talks']
#   texts with the lowered term: 0
#   straße .str.upper(): STRAẞE ; str.upper(): STRASSE
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd

texts = ["Ο ΟΥΚΡΑΝΟΣ ΠΡΟΕΔΡΟΣ", "İdlib", "Talks"]
column = pd.Series(texts, dtype="str")
lowered = column.str.lower()
by_python = [text.lower() for text in texts]
as_object = pd.Series(texts, dtype=object).str.lower()
print("dtype:        ", column.dtype)
print(".str.lower(): ", [ascii(text) if "dlib" in text else text for text in lowered])
print("str.lower():  ", [ascii(text) if "dlib" in text else text for text in by_python])
found = lowered.str.contains("ΟΥΚΡΑΝΟΣ".lower(), regex=False).sum()
print("texts with the lowered term:", int(found))
upper = pd.Series(["straße"], dtype="str").str.upper()[0]
print("straße .str.upper():", upper, "; str.upper():", "straße".upper())
same = (
    lowered.tolist() == ["ο ουκρανοσ προεδροσ", "idlib", "talks"]
    and as_object.tolist() == by_python == ["ο ουκρανος προεδρος", "i̇dlib", "talks"]
    and found == 0
    and upper == "STRAẞE"
)
raise SystemExit(0 if same else "changed")
PY
