#!/usr/bin/env bash
# newspaper4k: the cells of a table are run together: "SideDeadNorth12".
#
# Versions:  newspaper4k 0.9.6, lxml_html_clean 0.4.6, lxml 6.1.3; Python 3.11
# Expected:  Cells are apart, or the table is left out.
# Happens:   The text of a table inside a story is taken without anything between its cells:
#            numbers join words and each other (12 dead and 30 wounded are 1230), and words no list
#            holds are counted.
# Output:
#   'SideDeadHurtNorth1230'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  newspaper4k==0.9.6 lxml_html_clean==0.4.6 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import logging

import newspaper

logging.disable(logging.CRITICAL)
story = "<p>The council has met each Monday to speak about the war and the talks in the capital.</p>" * 6
table = "<table><tr><th>Side</th><th>Dead</th><th>Hurt</th></tr><tr><td>North</td><td>12</td><td>30</td></tr></table>"
page = f"<html><head><title>The council</title></head><body><article><h1>The council</h1>{story}{table}{story}</article></body></html>"
article = newspaper.Article("http://example.org/story", language="en")
article.download(input_html=page)
article.parse()
lines = [line for line in article.text.splitlines() if "North" in line]
print(*map(repr, lines))
raise SystemExit(0 if lines == ["SideDeadHurtNorth1230"] else "changed")
PY
