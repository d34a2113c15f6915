#!/usr/bin/env bash
# word2number: two point five million is 2, one in three is 4, fifty to sixty thousand are
# 110,000.
#
# Versions:  word2number 1.1; Python 3.11
# Expected:  word_to_num reads a number written in words ("two point three" is 2.3 in its page),
#            and refuses what is not one.
# Happens:   Words that name no number are left out, and what remains is added up: "one in three"
#            is 4, "fifty to sixty thousand" is 110,000, "half a million" a whole one, a year said
#            as "nineteen eighty four" 1,524. After "point" only digits count: the million of "two
#            point five million" is lost and so is the five. Sums of what articles report (dead,
#            refugees, dollars) are wrong by factors of up to a million, in both directions, and
#            nothing is raised.
# Output:
#   two point five: 2.5
#   two point five million: 2
#   half a million: 1000000
#   one in three: 4
#   fifty to sixty thousand: 110000
#   nineteen eighty four: 1524
#   two hundred: 200
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  word2number==1.1
cd "$work"

venv/bin/python - <<'PY'
from word2number.w2n import word_to_num

cases = {
    "two point five": 2.5,
    "two point five million": 2,
    "half a million": 1000000,
    "one in three": 4,
    "fifty to sixty thousand": 110000,
    "nineteen eighty four": 1524,
    "two hundred": 200,
}
seen = {text: word_to_num(text) for text in cases}
for text, number in seen.items():
    print(f"{text}: {number}")
raise SystemExit(0 if seen == cases else "changed")
PY
