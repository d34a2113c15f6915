#!/usr/bin/env bash
# fastavro: a date and time without a zone is taken for one of the machine that writes it.
#
# Versions:  fastavro 1.13.1; Python 3.11
# Expected:  A datetime without a zone is written as it is, as pandas and pyarrow write it, or refused
#            for timestamp-millis, which is UTC.
# Happens:   22 October 2018, 01:30, is written as 21 October, 22:30 UTC, where the machine stands in
#            Riyadh, and as 22 October, 05:30 UTC, in New York. A file that a server in UTC wrote is
#            right, one from a laptop is not: articles of the first hours move to the day before.
#            local-timestamp-millis keeps the value.
# Output:
#   UTC       2018-10-22 01:30:00+00:00  local type 2018-10-22 01:30:00
#   Riyadh    2018-10-21 22:30:00+00:00  local type 2018-10-22 01:30:00
#   New York  2018-10-22 05:30:00+00:00  local type 2018-10-22 01:30:00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  fastavro==1.13.1
cd "$work"

venv/bin/python - <<'PY'
import datetime as dt
import io
import os
import time

import fastavro

kinds = {"utc": "timestamp-millis", "local": "local-timestamp-millis"}
fields = [{"name": name, "type": {"type": "long", "logicalType": kind}}
          for name, kind in kinds.items()]
schema = {"type": "record", "name": "article", "fields": fields}
printed = dt.datetime(2018, 10, 22, 1, 30)
expected = {"UTC": ("UTC0", "2018-10-22 01:30"), "Riyadh": ("AST-3", "2018-10-21 22:30"),
            "New York": ("EST5EDT,M3.2.0,M11.1.0", "2018-10-22 05:30")}
same = True
for zone, (rule, moment) in expected.items():
    os.environ["TZ"] = rule
    time.tzset()
    file = io.BytesIO()
    fastavro.writer(file, schema, [dict.fromkeys(kinds, printed)])
    file.seek(0)
    (row,) = fastavro.reader(file)
    print(f"{zone:9} {row['utc']}  local type {row['local']}")
    same &= str(row["utc"]).startswith(moment) and row["local"] == printed
raise SystemExit(0 if same else "changed")
PY
