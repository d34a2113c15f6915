#!/usr/bin/env bash
# flashtext: the keyword "iran" is found in "iraní", "terror" in "terrorífico".
#
# Versions:  flashtext 2.7; Python 3.11
# Expected:  Keywords are whole words.
# Happens:   What belongs to a word is the list of ASCII letters, digits and the underscore: any
#            other letter is a boundary. In Spanish, French, Turkish, Polish a keyword is found
#            inside longer words whenever a letter with a mark follows or precedes it, never in
#            English, so counts in two languages are not comparable.
# Output:
#   El gobierno iraní   ['iran']
#   terrorífico         ['terror']
#   wojną i świat       ['wojn']
#   Iranian government  []
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  flashtext==2.7
cd "$work"

venv/bin/python - <<'PY'
from flashtext import KeywordProcessor

keywords = KeywordProcessor()
keywords.add_keywords_from_list(["iran", "terror", "wojn"])
texts = {
    "El gobierno iraní": ["iran"],
    "terrorífico": ["terror"],
    "wojną i świat": ["wojn"],
    "Iranian government": [],
}
seen = {text: keywords.extract_keywords(text) for text in texts}
for text, found in seen.items():
    print(f"{text:19} {found}")
raise SystemExit(0 if seen == texts else "changed")
PY
