#!/usr/bin/env bash
# rapidfuzz: of Russia, U.S. and Peru the nearest to "US" is Russia.
#
# Versions:  RapidFuzz 3.14.6; Python 3.11
# Expected:  extractOne with the scorer that is set and the processor of the package finds "U.S."
#            for "US".
# Happens:   WRatio, which is set, looks for a short text anywhere within a longer one and takes ten
#            per cent off: "us" within "russia" has 90, as "un" has within "hungary". A full stop
#            becomes a blank, so "U.S." has 80. Names of countries and outlets of two to four
#            letters are joined to whatever holds their letters, with a score that passes the usual
#            thresholds.
# Output:
#   US [('Russia', 90), ('U.S.', 80), ('Peru', 60)]
#   UN [('Hungary', 90), ('U.N.', 80), ('Oman', 60)]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: RapidFuzz==3.14.6
cd "$work"

venv/bin/python - <<'PY'
from rapidfuzz import process, utils

seen = {}
for query, names in {"US": ["Peru", "U.S.", "Russia"], "UN": ["Oman", "U.N.", "Hungary"]}.items():
    found = process.extract(query, names, processor=utils.default_process)
    seen[query] = [(name, round(score)) for name, score, _ in found]
    print(query, seen[query])
same = all(found[0] == (name, 90) and found[1][1] == 80 for found, name in zip(seen.values(), ("Russia", "Hungary")))
raise SystemExit(0 if same else "changed")
PY
