#!/usr/bin/env bash
# text2digits: the Second World War is "the 2 World War", and neighbouring numbers run together.
#
# Versions:  text2digits 0.1.2; Python 3.11
# Expected:  Numbers in words become digits; an ordinal stays one (2nd, or as it is), and what a
#            reader takes for two numbers stays two.
# Happens:   Ordinals become whole numbers: the Second World War and the First Lady are a 2 and a 1, and
#            phrases that hold them are not found. Point and million are put one behind the other, so
#            that two point five million is 2.5000000, that is 2.5, and "eleven two thousand one" is
#            112001.
# Output:
#   the Second World War               the 2 World War
#   the First Lady                     the 1 Lady
#   two point five million             2.5000000
#   September eleven two thousand one  September 112001
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  text2digits==0.1.2
cd "$work"

venv/bin/python - <<'PY'
from text2digits.text2digits import Text2Digits

wanted = {
    "the Second World War": "the 2 World War",
    "the First Lady": "the 1 Lady",
    "two point five million": "2.5000000",
    "September eleven two thousand one": "September 112001",
}
found = {text: Text2Digits().convert(text) for text in wanted}
for text, digits in found.items():
    print(f"{text:34} {digits}")
raise SystemExit(0 if found == wanted else "changed")
PY
