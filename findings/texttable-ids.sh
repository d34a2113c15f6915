#!/usr/bin/env bash
# texttable: the id 00123 is printed as 123, the date 2018.10 as 2018.100 and the share 0.00004 as
# 0.000.
#
# Versions:  texttable 1.7.2; Python 3.11
# Expected:  Cells given as text are printed as they were given; a library that draws boxes does not
#            look for numbers in them.
# Happens:   Every text that float() takes is a number, written anew: leading zeros are gone, a
#            month gets three decimals, 1_000 is 1000, a small share is 0.000 and 1e5 is 100000. Two
#            ids that differ in zeros are one. set_cols_dtype of "t" leaves them alone.
# Output:
#   auto: 123, 2018.100, 1000, 0.000, 100000
#   text: 00123, 2018.10, 1_000, 0.00004, 1e5
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: texttable==1.7.2
cd "$work"

venv/bin/python - <<'PY'
from texttable import Texttable

cells = ["00123", "2018.10", "1_000", "0.00004", "1e5"]


def printed(kind):
    table = Texttable()
    table.set_deco(0)
    table.set_cols_dtype([kind])
    table.add_rows([[cell] for cell in cells], header=False)
    return [line.strip() for line in table.draw().splitlines()]


seen = [printed("a"), printed("t")]
print("auto:", ", ".join(seen[0]))
print("text:", ", ".join(seen[1]))
expected = [["123", "2018.100", "1000", "0.000", "100000"], cells]
raise SystemExit(0 if seen == expected else "changed")
PY
