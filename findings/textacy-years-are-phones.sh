#!/usr/bin/env bash
# textacy, clean-text: the war of 1914-1918 is a telephone number, and so are ten million people.
#
# Versions:  textacy 0.13.0, spacy 3.8.18, clean-text 0.7.1; Python 3.11
# Expected:  replace.phone_numbers and no_phone_numbers=True take out telephone numbers.
# Happens:   Two years of the last century with a hyphen are one (a 1, then 914-1918), and so is a
#            number of seven digits without commas, or of eight from 1 on, after a dollar sign too;
#            years of this century are none. A step that is there to protect persons takes the
#            periods out of the history of one century, and the sizes of sums and crowds, and puts
#            one and the same term in their place.
# Output:
#   The war of 1914-1918:  The war of _PHONE_  The war of <PHONE>
#   the 1990-1991 war:     the _PHONE_ war     the <PHONE> war
#   the 2003-2011 war:     the 2003-2011 war   the 2003-2011 war
#   12500000 dollars:      _PHONE_ dollars     <PHONE> dollars
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  textacy==0.13.0 spacy==3.8.18 clean-text==0.7.1
cd "$work"

venv/bin/python - <<'PY'
import cleantext
from textacy.preprocessing import replace

wanted = {
    "The war of 1914-1918": "The war of {}",
    "the 1990-1991 war": "the {} war",
    "the 2003-2011 war": "the 2003-2011 war",
    "12500000 dollars": "{} dollars",
}
same = True
for text, without in wanted.items():
    one = replace.phone_numbers(text)
    other = cleantext.clean(text, no_phone_numbers=True, lower=False, to_ascii=False)
    print(f"{text + ':':22} {one:19} {other}")
    same = same and (one, other) == (without.format("_PHONE_"), without.format("<PHONE>"))
raise SystemExit(0 if same else "changed")
PY
