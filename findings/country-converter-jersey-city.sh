#!/usr/bin/env bash
# country_converter: the South China Sea is China, Jersey City is Jersey, Chadwick is Chad,
# Somaliland is Somalia.
#
# Versions:  country_converter 1.3.2, pandas 2.3.3; Python 3.11
# Expected:  convert() matches names of countries, or answers 'not found'.
# Happens:   Names are searched with regular expressions that may match anywhere in the string and
#            inside words, so places and people that contain a country's name are that country.
#            Nothing marks them beside true matches.
# Output:
#   South China Sea   China
#   Jersey City       Jersey
#   Chadwick          Chad
#   Gulf of Guinea    Guinea
#   British India     India
#   Somaliland        Somalia
#   Northern Ireland  not found
#   Holland           not found
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  country-converter==1.3.2 pandas==2.3.3 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import logging

import country_converter

logging.disable(logging.CRITICAL)
places = {
    "South China Sea": "China",
    "Jersey City": "Jersey",
    "Chadwick": "Chad",
    "Gulf of Guinea": "Guinea",
    "British India": "India",
    "Somaliland": "Somalia",
    "Northern Ireland": "not found",
    "Holland": "not found",
}
seen = {place: country_converter.convert(place, to="name_short") for place in places}
for place, country in seen.items():
    print(f"{place:17} {country}")
raise SystemExit(0 if seen == places else "changed")
PY
