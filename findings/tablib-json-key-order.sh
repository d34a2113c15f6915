#!/usr/bin/env bash
# tablib: a record of JSON whose keys come in another order has its values under other headers.
#
# Versions:  tablib 3.10.0; Python 3.11
# Expected:  The keys of a JSON object have no order; a record that has a field more or less than
#            the first one leaves a cell empty, or is refused.
# Happens:   load(text, "json") takes the headers from the first record and the values of the others
#            by position. An outlet whose records begin with the date has dates as headlines; a
#            record with `section` in place of `title` has its section as the headline. No error, as
#            long as each record has as many fields. The same holds for Dataset.dict = [...], whose
#            documentation shows records in two orders.
# Output:
#   {'title': 'War ends', 'date': '2018-10-22'}
#   {'title': '2018-10-23', 'date': 'Talks fail'}
#   {'title': 'politics', 'date': '2018-10-24'}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check tablib==3.10.0
cd "$work"

venv/bin/python - <<'PY'
import tablib

text = """[{"title": "War ends", "date": "2018-10-22"},
           {"date": "2018-10-23", "title": "Talks fail"},
           {"section": "politics", "date": "2018-10-24"}]"""
read = tablib.Dataset().load(text, format="json").dict
print(*(dict(row) for row in read), sep="\n")
set_ = tablib.Dataset()
set_.dict = [{"title": "War ends", "date": "2018-10-22"}, {"date": "2018-10-23", "title": "Talks fail"}]
same = [row["title"] for row in read] == ["War ends", "2018-10-23", "politics"]
same = same and set_["title"] == ["War ends", "2018-10-23"]
raise SystemExit(0 if same else "changed")
PY
