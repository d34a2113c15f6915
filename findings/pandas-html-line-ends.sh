#!/usr/bin/env bash
# pandas: to_html writes the line ends of a text as a backslash and an n.
#
# Versions:  pandas 3.1.1, lxml 6.1.3, Jinja2 3.1.6; Python 3.11
# Expected:  The cell holds the text with its line ends, which HTML shows as blanks, or <br>.
# Happens:   "Talks open.\n\nNorway hosts." is written as "Talks open.\\n\\nNorway hosts.", four
#            letters that stay letters: read_html gives them back, a browser shows them, and the first
#            word of each paragraph becomes "nNorway". A tab becomes \t. to_xml, to_latex and the same
#            table by way of style.to_html keep the line ends, so one table is two texts.
# Output:
#   to_html        ['Talks open.\\n\\nNorway hosts.'] words: open n nNorway hosts
#   style.to_html  a line end
#   to_xml         ['Talks open.\n\nNorway hosts.']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 lxml==6.1.3 Jinja2==3.1.6
cd "$work"

venv/bin/python - <<'PY'
import io
import re

import pandas as pd

table = pd.DataFrame({"title": ["Talks"], "text": ["Talks open.\n\nNorway hosts."]})
back = pd.read_html(io.StringIO(table.to_html(index=False)))[0]["text"].tolist()
words = re.findall(r"\w+", back[0])
print("to_html       ", back, "words:", *words[1:])
styled = "open.\n\nNorway" in table.style.to_html()
print("style.to_html ", "a line end" if styled else "no line end")
xml = pd.read_xml(io.StringIO(table.to_xml()))["text"].tolist()
print("to_xml        ", xml)
same = back == [r"Talks open.\n\nNorway hosts."] and "nNorway" in words
same = same and styled and xml == table["text"].tolist()
raise SystemExit(0 if same else "changed")
PY
