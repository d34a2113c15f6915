#!/usr/bin/env bash
# prettytable: a cell of an HTML table with a word in bold or a link keeps its last piece alone.
#
# Versions:  prettytable 3.18.0; Python 3.11
# Expected:  from_html reads the text of a cell: "War and peace talks".
# Happens:   At each tag inside a cell the text before it is replaced: "War <b>and</b> peace" is
#            "peace", a headline that is a link and ends with a date is the date. No warning, and
#            cells without marks are whole, so some rows of one table are cut and some are not.
# Output:
#   ['Post', 'peace']
#   ['Times', '(22 October)']
#   ['Wire', 'Envoy leaves']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: prettytable==3.18.0
cd "$work"

venv/bin/python - <<'PY'
from prettytable import from_html_one

page = (
    "<table><tr><th>outlet</th><th>headline</th></tr>"
    "<tr><td>Post</td><td>War <b>and</b> peace</td></tr>"
    "<tr><td>Times</td><td><a href='a'>Talks fail</a> (22 October)</td></tr>"
    "<tr><td>Wire</td><td>Envoy leaves</td></tr></table>"
)
seen = [[cell.strip() for cell in row] for row in from_html_one(page).rows]
for row in seen:
    print(row)
same = seen == [["Post", "peace"], ["Times", "(22 October)"], ["Wire", "Envoy leaves"]]
raise SystemExit(0 if same else "changed")
PY
