#!/usr/bin/env bash
# babel: in compact form 1,500 articles and 2,500 articles are both "2K", and a million is "1000K".
#
# Versions:  Babel 2.16.0; Python 3.11
# Expected:  1500 is "1.5K", or at least "2K" where 2500 is "3K"; 999,999 is "1M".
# Happens:   Without decimals, which is what is set, halves go to the even number: 1500 and 2500 are
#            one label of an axis, 3500 and 4500 the next. The unit is chosen before the number is
#            rounded, so 999,999 is "1000K" beside "1M".
# Output:
#   {1500: '2K', 2500: '2K', 3500: '4K', 4500: '4K', 999999: '1000K', 1000000: '1M'}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: Babel==2.16.0
cd "$work"

venv/bin/python - <<'PY'
from babel.numbers import format_compact_decimal

seen = {n: format_compact_decimal(n, locale="en") for n in (1500, 2500, 3500, 4500, 999_999, 1_000_000)}
print(seen)
raise SystemExit(0 if list(seen.values()) == ["2K", "2K", "4K", "4K", "1000K", "1M"] else "changed")
PY
