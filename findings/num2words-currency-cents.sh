#!/usr/bin/env bash
# num2words: a whole number of euros is a number of cents.
#
# Versions:  num2words 0.5.14; Python 3.11
# Expected:  5000000 as currency is five million euro, as 5000000.0 is.
# Happens:   An int is taken for cents, a float or a text for euros: aid of 5000000 is "fifty
#            thousand euro", 5000000.0 and "5000000" are "five million euro". The unit hangs on the
#            type of the column, which pandas changes with the first missing value: the same sum is
#            a hundred times as large in the report of the next month.
# Output:
#   5000000      fifty thousand euro, zero cents
#   5000000.0    five million euro, zero cents
#   '5000000'    five million euro, zero cents
#   '5000000.0'  five million euro, zero cents
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  num2words==0.5.14
cd "$work"

venv/bin/python - <<'PY'
from num2words import num2words

found = {}
for value in (5000000, 5000000.0, "5000000", "5000000.0"):
    found[repr(value)] = num2words(value, to="currency")
    print(f"{value!r:12}", found[repr(value)])
same = list(found.values()) == [
    "fifty thousand euro, zero cents",
    "five million euro, zero cents",
    "five million euro, zero cents",
    "five million euro, zero cents",
]
raise SystemExit(0 if same else "changed")
PY
