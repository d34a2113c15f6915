#!/usr/bin/env bash
# geotext: Damascus, Moscow, Paris and Rome are places in the United States.
#
# Versions:  geotext 0.4.0; Python 3.11
# Expected:  A city whose name several places bear is the largest of them: Paris counts for France.
# Happens:   Of places with one name the last line of its gazetteer stays, and that is often the
#            small one: country_mentions gives Damascus, Moscow, Paris, Rome, Geneva and Palestine
#            to the United States, Santiago to the Philippines. Tehran is no place at all. An
#            article on talks in Geneva about Damascus is American news, and Iran is missing where
#            its capital stands for it.
# Output:
#   Damascus   {'US': 1}
#   Moscow     {'US': 1}
#   Paris      {'US': 1}
#   Rome       {'US': 1}
#   Geneva     {'US': 1}
#   Palestine  {'US': 1}
#   Santiago   {'PH': 1}
#   Cairo      {'EG': 1}
#   Tehran     {}
#   an article: {'US': 4}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  geotext==0.4.0
cd "$work"

venv/bin/python - <<'PY'
from geotext import GeoText

cities = ("Damascus", "Moscow", "Paris", "Rome", "Geneva", "Palestine", "Santiago", "Cairo", "Tehran")
found = {}
for city in cities:
    found[city] = dict(GeoText(f"Talks in {city} will go on").country_mentions)
    print(f"{city:10}", found[city])
article = "The talks in Geneva about Damascus end today; Moscow and Paris sent ministers."
print("an article:", dict(GeoText(article).country_mentions))
same = (
    all(found[city] == {"US": 1} for city in cities[:6])
    and found["Santiago"] == {"PH": 1}
    and found["Cairo"] == {"EG": 1}
    and found["Tehran"] == {}
    and dict(GeoText(article).country_mentions) == {"US": 4}
)
raise SystemExit(0 if same else "changed")
PY
