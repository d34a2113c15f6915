#!/usr/bin/env bash
# sacremoses: the normaliser of punctuation turns 10 000 into 10.000 and joins a year to the
# number after it.
#
# Versions:  sacremoses 0.2.0; Python 3.11
# Expected:  MosesPunctNormalizer makes quotation marks and dashes plain; numbers stay.
# Happens:   A no-break space between two digits becomes a full stop in English too, a comma in
#            German, French, Spanish and Czech: 10 000 troops are 10.000, which is ten to an
#            English reader; "in 2018 12 people" is 2018.12. Full stops and commas behind a
#            quotation mark move in front of it, and an em dash gets spaces. Words and numbers of
#            one outlet, by its typesetting, differ from those of others, and offsets lead
#            elsewhere.
# Output:
#   '10\xa0000 troops' -> 10.000 troops
#   'in 2018\xa012 people' -> in 2018.12 people
#   'He said \u201cyes\u201d.' -> He said "yes."
#   'war\u2014peace' -> war - peace
#   German: 10,000 Soldaten
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  sacremoses==0.2.0
cd "$work"

venv/bin/python - <<'PY'
from sacremoses import MosesPunctNormalizer

cases = {
    "10\u00a0000 troops": "10.000 troops",
    "in 2018\u00a012 people": "in 2018.12 people",
    'He said \u201cyes\u201d.': 'He said "yes."',
    "war\u2014peace": "war - peace",
}
english = MosesPunctNormalizer(lang="en")
seen = {text: english.normalize(text) for text in cases}
for text, plain in seen.items():
    print(ascii(text), "->", plain)
german = MosesPunctNormalizer(lang="de").normalize("10\u00a0000 Soldaten")
print("German:", german)
raise SystemExit(0 if seen == cases and german == "10,000 Soldaten" else "changed")
PY
