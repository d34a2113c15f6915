#!/usr/bin/env bash
# corpus-toolkit: the United States are the pronoun "we", and two sentences run into one word.
#
# Versions:  corpus-toolkit 0.32; Python 3.11
# Expected:  tokenize() cuts texts into words; "U.S." is "u.s." or "us", and a full stop without a
#            blank behind it ends a word.
# Happens:   Signs are deleted, not replaced by a blank, and the list of lemmas is in use by
#            default. "U.S." becomes "us", whose lemma is "we"; so does the pronoun. "left.Then" is
#            the word "leftthen", and 1.5 is 15. In news the commonest country is among the
#            commonest pronouns.
# Output:
#   ['the', 'we', 'leave', 'they', 'tell', 'we', 'talk']
#   ['troop', 'leftthen', 'talk', '15', 'percent']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  corpus-toolkit==0.32 "setuptools<80"
cd "$work"

venv/bin/python -W ignore - <<'PY' | tail -n 2
import sys

from corpus_toolkit import corpus_tools

texts = ["The U.S. left. They told us: talks.", "Troops left.Then talks; 1.5 percent"]
countries, joined = corpus_tools.tokenize(texts)
print(countries)
print(joined)
as_described = countries.count("we") == 2 and {"leftthen", "15"} <= set(joined)
sys.exit(0 if as_described else "changed")
PY
[ "${PIPESTATUS[0]}" -eq 0 ]
