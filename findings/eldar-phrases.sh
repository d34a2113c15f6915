#!/usr/bin/env bash
# eldar: a phrase of two words is never found, and AND NOT "cold war" excludes nothing.
#
# Versions:  eldar 0.0.8, Unidecode 1.4.0; Python 3.11
# Expected:  A phrase in quotation marks finds the text that holds it.
# Happens:   By default (match_word=True) a text is a set of single words, in which a phrase, an
#            abbreviation with points or a name with a hyphen can never stand. The query is
#            accepted and the answer is False, as for a text without the words; an exclusion of
#            this kind excludes nothing.
# Output:
#   "drone strike"             A drone strike hit.     False
#   "al-qaida"                 Al-Qaida said so.       False
#   "u.s."                     The U.S. troops left.   False
#   "war" AND NOT "cold war"   The cold war ended.     True
#   "war"                      The cold war ended.     True
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  eldar==0.0.8 Unidecode==1.4.0
cd "$work"

venv/bin/python - <<'PY'
from eldar import Query

cases = [
    ('"drone strike"', "A drone strike hit.", False),
    ('"al-qaida"', "Al-Qaida said so.", False),
    ('"u.s."', "The U.S. troops left.", False),
    ('"war" AND NOT "cold war"', "The cold war ended.", True),
    ('"war"', "The cold war ended.", True),
]
seen = [Query(query)(text) for query, text, _ in cases]
for (query, text, _), found in zip(cases, seen):
    print(f"{query:26} {text:23} {found}")
raise SystemExit(0 if seen == [expected for *_, expected in cases] else "changed")
PY
