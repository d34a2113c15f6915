#!/usr/bin/env bash
# yake: a language that it has no stop list for goes through without a word, and "the" is the
# first keyword.
#
# Versions:  yake 0.7.3; Python 3.11
# Expected:  An unknown code of a language is refused, or at least warned about.
# Happens:   For a code that it does not know the stop list is a general one, without the articles,
#            prepositions and pronouns of the text's language. Only the first two letters of a code
#            are looked at.
# Output:
#   en   ['war', 'city', 'people']
#   xx   ['the', 'war', 'city']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  yake==0.7.3
cd "$work"

venv/bin/python - <<'PY'
import yake

text = "The war in the city and the war of the people of the land and the city."
seen = {}
for code in ("en", "xx"):
    ranked = yake.KeywordExtractor(lan=code, n=1, top=3).extract_keywords(text)
    seen[code] = [word.lower() for word, _ in ranked]
    print(f"{code:4} {seen[code]}")
raise SystemExit(0 if seen == {"en": ["war", "city", "people"], "xx": ["the", "war", "city"]} else "changed")
PY
