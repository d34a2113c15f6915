#!/usr/bin/env bash
# quantulum3: half a million is one and a half million, £2bn is two, and a date is 52,018.
#
# Versions:  quantulum3 0.10.0, inflect 7.6.0, num2words 0.5.14; Python 3.11
# Expected:  Quantities as a reader takes them: 500,000 refugees, two billion pounds, five million
#            dollars; a date is no quantity.
# Happens:   "half a million" is read as "a half and a million". The abbreviations of the press are
#            units: £2bn is 2 pounds times bits (or barns) times newtons, $5m is 5 dollar metre.
#            "May 5 2018" holds the number 52018. 9/11 is 0.82 of something. Sums and largest values
#            of what articles report are wrong by factors of three to a billion, each with a unit
#            beside it.
# Output:
#   half a million refugees  [(1500000.0, 'dimensionless')]
#   half a billion dollars   [(1500000000.0, 'dollar')]
#   a pledge of £2bn         [(2.0, 'pound sterling bit newton')]
#   $5m in aid               [(5.0, 'dollar metre')]
#   on May 5 2018            [(52018.0, 'dimensionless')]
#   after 9/11               [(0.82, 'dimensionless')]
#   2.5 million people       [(2500000.0, 'dimensionless')]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  quantulum3==0.10.0 inflect==7.6.0 num2words==0.5.14
cd "$work"

venv/bin/python - <<'PY'
import warnings

warnings.simplefilter("ignore")
from quantulum3 import parser

texts = (
    "half a million refugees",
    "half a billion dollars",
    "a pledge of £2bn",
    "$5m in aid",
    "on May 5 2018",
    "after 9/11",
    "2.5 million people",
)
found = {}
for text in texts:
    found[text] = [(round(quantity.value, 2), quantity.unit.name) for quantity in parser.parse(text)]
    print(f"{text:24}", found[text])
same = (
    found[texts[0]] == [(1500000.0, "dimensionless")]
    and found[texts[1]] == [(1500000000.0, "dollar")]
    and found[texts[2]][0][0] == 2.0
    and found[texts[3]] == [(5.0, "dollar metre")]
    and found[texts[4]] == [(52018.0, "dimensionless")]
    and found[texts[5]] == [(0.82, "dimensionless")]
    and found[texts[6]] == [(2500000.0, "dimensionless")]
)
raise SystemExit(0 if same else "changed")
PY
