#!/usr/bin/env bash
# pandas, sqlite-utils, tabulate: a text of two paragraphs is three rows of a Markdown table.
#
# Versions:  pandas 3.1.1, sqlite-utils 4.2.1, tabulate 0.10.0, markdown-it-py 4.2.0; Python 3.11
# Expected:  One row for one article: <br> for the line ends of its text, or an error.
# Happens:   tabulate, which both call for Markdown, ends the row at each line end of a cell and goes
#            on in a further row that is empty but for the rest. Markdown has no such rows, so who reads
#            the table counts three articles, two of them without date and title, one without a word.
# Output:
#   articles 1
#   to_markdown of pandas     rows 3, with a title 1
#   rows --fmt github         rows 3, with a title 1
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 sqlite-utils==4.2.1 tabulate==0.10.0 markdown-it-py==4.2.0
cd "$work"

venv/bin/python - <<'PY'
import json
import re
import subprocess

import pandas as pd
from markdown_it import MarkdownIt

article = {"date": "2018-10-22", "title": "Talks", "text": "Talks open.\n\nNorway hosts."}
shown = pd.DataFrame([article]).to_markdown(index=False)
subprocess.run(
    ["venv/bin/sqlite-utils", "insert", "news.db", "articles", "-"],
    input=json.dumps([article]), text=True, check=True, stdout=subprocess.DEVNULL,
)
listed = subprocess.run(
    ["venv/bin/sqlite-utils", "rows", "news.db", "articles", "--fmt", "github"],
    text=True, check=True, capture_output=True,
).stdout

print("articles 1")
counts = []
for name, table in (("to_markdown of pandas", shown), ("rows --fmt github", listed)):
    body = MarkdownIt().enable("table").render(table).partition("<tbody>")[2]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("<tr>")[1:]]
    counts.append((len(rows), sum(bool(cells[1]) for cells in rows)))
    print(f"{name:<25} rows {counts[-1][0]}, with a title {counts[-1][1]}")
raise SystemExit(0 if counts == [(3, 1), (3, 1)] else "changed")
PY
