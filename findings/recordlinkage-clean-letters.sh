#!/usr/bin/env bash
# recordlinkage: the cleaning before a comparison drops letters with marks, points and whatever
# stands in brackets.
#
# Versions:  recordlinkage 0.16, pandas 2.3.3; Python 3.11
# Expected:  clean makes small letters and takes punctuation away; names stay whole.
# Happens:   Every sign that is not one of a to z, a digit or a blank is dropped: Erdogan with its
#            breve is "erdoan", all of a Cyrillic headline is empty, 1.5 is 15, U.S. is "us". Text
#            in brackets goes with them. Two headlines in Cyrillic are then equal, and so are two
#            that differ in brackets only; an option for accents (strip_accents="unicode") is not
#            set.
# Output:
#   Erdoğan: 1.5% (not 15%) growth   'erdoan 15 growth'
#   U.S. [update] talks              'us talks'
#   Война и мир                      ''
#   Мир                              ''
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: recordlinkage==0.16 pandas==2.3.3
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd
from recordlinkage.preprocessing import clean

headlines = ["Erdoğan: 1.5% (not 15%) growth", "U.S. [update] talks", "Война и мир", "Мир"]
seen = clean(pd.Series(headlines)).tolist()
for headline, cleaned in zip(headlines, seen):
    print(f"{headline:32} {cleaned!r}")
same = seen == ["erdoan 15 growth", "us talks", "", ""]
raise SystemExit(0 if same else "changed")
PY
