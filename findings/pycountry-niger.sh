#!/usr/bin/env bash
# pycountry: the best match for "Niger" is Nigeria; "Ireland" also gives Papua New Guinea.
#
# Versions:  pycountry 26.2.16; Python 3.11
# Expected:  search_fuzzy() gives the country of exactly that name first.
# Happens:   A name that stands inside a longer one scores as high as the name itself, and ties go
#            by another measure: the first hit for Niger is Nigeria. Names inside subdivisions
#            count as well, so New Ireland brings Papua New Guinea. Taking the first hit moves
#            every article on one country to its neighbour.
# Output:
#   Niger     ['Nigeria', 'Niger']
#   Ireland   ['Ireland', 'United Kingdom', 'Papua New Guinea']
#   Oman      ['Oman', 'Romania', 'North Macedonia']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pycountry==26.2.16
cd "$work"

venv/bin/python - <<'PY'
import pycountry

names = {
    "Niger": ["Nigeria", "Niger"],
    "Ireland": ["Ireland", "United Kingdom", "Papua New Guinea"],
    "Oman": ["Oman", "Romania", "North Macedonia"],
}
seen = {name: [c.name for c in pycountry.countries.search_fuzzy(name)][:3] for name in names}
for name, found in seen.items():
    print(f"{name:9} {found}")
raise SystemExit(0 if seen == names else "changed")
PY
