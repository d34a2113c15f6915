#!/usr/bin/env bash
# agate (csvkit): the time of day 09:20 is read as 9 minutes and 20 seconds.
#
# Versions:  agate 1.14.2; Python 3.11
# Expected:  09:20 in a column "published" is twenty past nine, or text.
# Happens:   The column becomes a TimeDelta: 09:20 is 0:09:20 and 23:45 is 0:23:45, minutes and
#            seconds. Whatever is computed by hour of the day from it has one hour, 0. With seconds
#            (09:20:00) it is 9 hours 20 minutes.
# Output:
#   type:  TimeDelta
#   short: ['0:09:20', '0:23:45']
#   long:  ['9:20:00', '23:45:00']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  agate==1.14.2 parsedatetime==2.6 babel==2.16.0
cd "$work"

venv/bin/python - <<'PY'
import io

import agate

table = agate.Table.from_csv(io.StringIO("id,short,long\n1,09:20,09:20:00\n2,23:45,23:45:00\n"))
read = {name: [str(value) for value in table.columns[name].values()] for name in ("short", "long")}
print("type: ", type(table.columns["short"].data_type).__name__)
print("short:", read["short"])
print("long: ", read["long"])
raise SystemExit(0 if read == {"short": ["0:09:20", "0:23:45"], "long": ["9:20:00", "23:45:00"]} else "changed")
PY
