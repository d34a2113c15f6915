#!/usr/bin/env bash
# holidays: the United Kingdom has no bank holiday in August and none at Easter Monday.
#
# Versions:  holidays 0.109; Python 3.11
# Expected:  holidays.UK has the days off of England, or of all parts together.
# Happens:   Without a part of the country only the days that all its parts share are there: 27
#            August 2018 and Easter Monday are ordinary days in "UK". A model with days off as a
#            covariate takes the fall of news on those days for something else; with subdiv="ENG"
#            they are there.
# Output:
#   UK       [None, None, 'Boxing Day']
#   UK, ENG  ['Easter Monday', 'Late Summer Bank Holiday', 'Boxing Day']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: holidays==0.109
cd "$work"

venv/bin/python - <<'PY'
import holidays

days = "2018-04-02", "2018-08-27", "2018-12-26"
seen = {}
for name, country in {"UK": holidays.UK(years=2018), "UK, ENG": holidays.UK(years=2018, subdiv="ENG")}.items():
    seen[name] = [country.get(day) for day in days]
    print(f"{name:8}", seen[name])
same = seen["UK"][:2] == [None, None] and seen["UK"][2] and None not in seen["UK, ENG"]
raise SystemExit(0 if same else "changed")
PY
