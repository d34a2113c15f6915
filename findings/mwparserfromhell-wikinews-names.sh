#!/usr/bin/env bash
# mwparserfromhell: strip_code drops the people of a Wikinews story and counts its picture's settings.
#
# Versions:  mwparserfromhell 0.7.2; Python 3.11
# Expected:  strip_code, which promises the text without unprintable code, leaves what a reader sees.
# Happens:   Wikinews links people and places by a template, {{w|Ban Ki-moon}}: these names are gone
#            from the sentence, while those in [[brackets]] stay. A picture leaves "thumb|250px|" in
#            front of its caption, a category "Category:Politics", a link to another language
#            "de:Gespräche", a footnote its text right behind the full stop ("began.Post"). So
#            "thumb", "category" and "px" are among the commonest words, and heads of state among the
#            rarest.
# Output:
#   'thumb|250px|The envoys met.\nThe talks in Vienna with  began.Post, 2018\nCategory:Politics\nde:Gespräche'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  mwparserfromhell==0.7.2
cd "$work"

PYTHONUTF8=1 venv/bin/python - <<'PY'
import mwparserfromhell

page = """{{date|October 22, 2018}}
[[File:Envoys.jpg|thumb|250px|The envoys met.]]
The '''talks''' [[Vienna|in Vienna]] with {{w|Ban Ki-moon}} began.<ref>Post, 2018</ref>
[[Category:Politics]]
[[de:Gespräche]]"""
found = mwparserfromhell.parse(page).strip_code()
print(repr(found))
raise SystemExit(0 if found == (
    "thumb|250px|The envoys met.\nThe talks in Vienna with  began.Post, 2018\n"
    "Category:Politics\nde:Gespräche") else "changed")
PY
