#!/usr/bin/env bash
# frictionless: shares with a decimal comma are points on the globe, a score of 5-4 is April of
# the year 5.
#
# Versions:  frictionless 5.21.0; Python 3.11
# Expected:  12,5 is a number or a text, 5-4 a text.
# Happens:   The types that describe() infers are tried in an order that has "geopoint" and
#            "yearmonth" before "string". "12,5" is longitude 12 and latitude 5, "5-4" (votes,
#            results) is year 5, month 4, P1M of a list of topics is a duration. Rows that are
#            read with the schema hold those objects, validation passes, and a mean of shares is
#            not a number. A column with one "95,5" is text, since latitudes end at 90: what a
#            column is hangs on its largest value.
# Output:
#   {'id': 'string', 'share': 'geopoint', 'votes': 'yearmonth', 'late': 'string'}
#   [12.0, 1.0] yearmonth(year=5, month=1)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  frictionless==5.21.0
cd "$work"

venv/bin/python - <<'PY'
from frictionless import Resource, describe

rows = "id,share,votes,late\n" + "".join(f'a{i},"12,{i}",5-{i},"12,9{i}"\n' for i in range(1, 6))
with open("shares.csv", "w", encoding="utf-8") as file:
    file.write(rows)
types = {field.name: field.type for field in describe("shares.csv").schema.fields}
first = Resource("shares.csv").read_rows()[0]
print(types)
print(first["share"], first["votes"])
fine = types == {"id": "string", "share": "geopoint", "votes": "yearmonth", "late": "string"}
raise SystemExit(0 if fine and list(first["share"]) == [12, 1] and tuple(first["votes"]) == (5, 1) else "changed")
PY
