#!/usr/bin/env bash
# pyarrow: the first of a month is rounded up to the first of the next one, a Monday stays.
#
# Versions:  pyarrow 26.0.1; Python 3.11
# Expected:  ceil_temporal leaves alone what lies on a boundary, since ceil_is_strictly_greater is
#            False by default ("1970-01-01T00:00:00 if set to False").
# Happens:   So it is with days and weeks. With months, quarters and years the option does nothing,
#            and the first of January becomes the first of February, April or of the next year: issues
#            and counts that are dated by the first of their month move by one.
# Output:
#   2018-01-01 up to a day       2018-01-01
#   2018-01-01 up to a week      2018-01-01
#   2018-01-01 up to a month     2018-02-01
#   2018-01-01 up to a quarter   2018-04-01
#   2018-01-01 up to a year      2019-01-01
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

monday = pa.array([date(2018, 1, 1)])
seen = {}
for unit in ("day", "week", "month", "quarter", "year"):
    seen[unit] = str(pc.ceil_temporal(monday, 1, unit, ceil_is_strictly_greater=False)[0])
    print(f"2018-01-01 up to a {unit:9} {seen[unit]}")
wanted = ["2018-01-01", "2018-01-01", "2018-02-01", "2018-04-01", "2019-01-01"]
raise SystemExit(0 if list(seen.values()) == wanted else "changed")
PY
