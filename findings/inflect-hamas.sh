#!/usr/bin/env bash
# inflect: the singular of Hamas is Hama, of Texas Texa, of was wa.
#
# Versions:  inflect 7.6.0; Python 3.11
# Expected:  singular_noun is False for what is no plural, as its documentation says, and so for
#            names.
# Happens:   Whatever ends in s and is on no list loses it: Hamas becomes Hama, a city in Syria,
#            Paris "Pari", Wales "Wale"; crisis is "crisi" and gas "ga", which are singular already.
#            "us" is "me". plural() takes another s off: plural("sanctions") is "sanction". Counts
#            by singular move from the movement to the city and make words that nobody wrote.
# Output:
#   Hamas    Hama
#   Texas    Texa
#   Paris    Pari
#   Wales    Wale
#   crisis   crisi
#   gas      ga
#   was      wa
#   us       me
#   police   False
#   plural of sanctions: sanction
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  inflect==7.6.0 more-itertools==11.2.1 typeguard==4.6.1
cd "$work"

venv/bin/python - <<'PY'
import inflect

engine = inflect.engine()
found = {word: engine.singular_noun(word) for word in ("Hamas", "Texas", "Paris", "Wales", "crisis", "gas", "was", "us", "police")}
for word, singular in found.items():
    print(f"{word:8} {singular}")
print("plural of sanctions:", engine.plural("sanctions"))
same = list(found.values()) == ["Hama", "Texa", "Pari", "Wale", "crisi", "ga", "wa", "me", False]
raise SystemExit(0 if same and engine.plural("sanctions") == "sanction" else "changed")
PY
