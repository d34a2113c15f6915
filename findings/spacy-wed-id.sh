#!/usr/bin/env bash
# spacy: "wed" is "we" and "d", "id" is "i" and "d".
#
# Versions:  spacy 3.8.18, numpy 2.2.6; Python 3.11 (the blank English tokenizer, no model)
# Expected:  Words without an apostrophe are one token.
# Happens:   Contractions are known without their apostrophe too, and some of them are words: the
#            prince "wed", voter "id". "its", "well", "were", "hell" and "shell" were left out of
#            the list, these were not. "Wed", as a calendar prints Wednesday, is cut likewise; WED
#            and ID are not, so counts differ by whether the case is folded before the text is cut.
#            Weddings, Wednesdays and identity cards are no terms, "we" and "i" are in their place.
# Output:
#   the prince wed       ['the', 'prince', 'we', 'd']
#   voter id laws        ['voter', 'i', 'd', 'laws']
#   voter ID laws        ['voter', 'ID', 'laws']
#   its well were hell   ['its', 'well', 'were', 'hell']
#   Wed 5 Oct            ['We', 'd', '5', 'Oct']
#   wed 5 oct            ['we', 'd', '5', 'oct']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  spacy==3.8.18 numpy==2.2.6
cd "$work"

venv/bin/python - <<'PY'
import spacy

cut = spacy.blank("en")
found = {}
for text in ("the prince wed", "voter id laws", "voter ID laws", "its well were hell", "Wed 5 Oct", "wed 5 oct"):
    found[text] = [token.text for token in cut(text)]
    print(f"{text:20}", found[text])
same = (
    found["the prince wed"] == ["the", "prince", "we", "d"]
    and found["voter id laws"] == ["voter", "i", "d", "laws"]
    and found["voter ID laws"] == ["voter", "ID", "laws"]
    and found["its well were hell"] == ["its", "well", "were", "hell"]
    and found["Wed 5 Oct"][0] == "We"
    and found["wed 5 oct"][0] == "we"
)
raise SystemExit(0 if same else "changed")
PY
