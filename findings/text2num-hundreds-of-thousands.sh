#!/usr/bin/env bash
# text2num: hundreds of thousands of people are 100 of 1000 people.
#
# Versions:  text2num 3.1.0; Python 3.11
# Expected:  alpha2digit leaves hundreds of thousands in words; two point five million is 2500000,
#            twenty eighteen 2018 or left as it is.
# Happens:   A plural is read as one of its kind, so an estimate of many becomes two exact numbers.
#            A decimal and its million stay two numbers side by side, a year said in two halves too.
#            Two thousand eighteen is 2018, so a first look finds nothing wrong.
# Output:
#   hundreds of thousands fled -> 100 of 1000 fled
#   two point five million fled -> 2.5 1000000 fled
#   half a million fled -> half a 1000000 fled
#   in twenty eighteen -> in 20 18
#   in two thousand eighteen -> in 2018
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: text2num==3.1.0
cd "$work"

venv/bin/python - <<'PY'
from text_to_num import alpha2digit

expected = {
    "hundreds of thousands fled": "100 of 1000 fled",
    "two point five million fled": "2.5 1000000 fled",
    "half a million fled": "half a 1000000 fled",
    "in twenty eighteen": "in 20 18",
    "in two thousand eighteen": "in 2018",
}
seen = {text: alpha2digit(text, "en") for text in expected}
for text, digits in seen.items():
    print(text, "->", digits)
raise SystemExit(0 if seen == expected else "changed")
PY
