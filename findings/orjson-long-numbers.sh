#!/usr/bin/env bash
# orjson: a whole number of more than 64 bits is read as a float, and its last digits are gone.
#
# Versions:  orjson 3.13.0, ijson 3.6.0; Python 3.11
# Expected:  json.loads of orjson gives what json.loads of Python gives, only faster: whole numbers
#            stay whole.
# Happens:   From 18446744073709551616 on (20 digits; below -9223372036854775808 on the other side) a
#            number is the nearest float. Identifiers that an export writes without quotes, as hashes
#            in digits, fall together in their first sixteen digits: two articles have one id, neither
#            has the one that other files hold, and nothing is raised. A number of one digit less is
#            whole, so that one column has both types. Python's json and ijson keep every digit.
# Output:
#   json    123456789012345678901 123456789012345678902  distinct 2
#   ijson   123456789012345678901 123456789012345678902  distinct 2
#   orjson  1.2345678901234568e+20 1.2345678901234568e+20  distinct 1
#   orjson, one digit less: 12345678901234567890
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  orjson==3.13.0 ijson==3.6.0
cd "$work"

venv/bin/python - <<'PY'
import io
import json

import ijson
import orjson

text = '[{"id": 123456789012345678901}, {"id": 123456789012345678902}]'
readers = {
    "json": json.loads,
    "ijson": lambda given: next(ijson.items(io.BytesIO(given.encode()), "")),
    "orjson": orjson.loads,
}
distinct = {}
for name, reader in readers.items():
    ids = [article["id"] for article in reader(text)]
    distinct[name] = len(set(ids))
    print(f"{name:6} ", *ids, f" distinct {distinct[name]}")
shorter = orjson.loads("12345678901234567890")
print("orjson, one digit less:", shorter)
same = distinct == {"json": 2, "ijson": 2, "orjson": 1} and shorter == 12345678901234567890
raise SystemExit(0 if same else "changed")
PY
