#!/usr/bin/env bash
# pandas: read_xml keeps the last of an article's paragraphs, and of that the words before the first
# mark in it.
#
# Versions:  pandas 3.1.1, lxml 6.1.3; Python 3.11
# Expected:  Elements that repeat in a record become a list or joined text, or an error says that the
#            record is no row; the text of an element is all of its text.
# Happens:   Of <p>…</p><p>…</p> only the last comes out, under the name "p", with either parser. An
#            element with <b> or <a> in it ends there: "Shares of <b>BP</b> fell" is "Shares of ".
#            An article of forty paragraphs is one of three words, and nothing says so. The second
#            article, of one paragraph, is right, so a look at the first rows may not tell.
# Output:
#   lxml   ['Shares of ', 'One goal.'] ['Oil', nan]
#   etree  ['Shares of ', 'One goal.'] ['Oil', nan]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pandas==3.1.1 lxml==6.1.3
cd "$work"

venv/bin/python - <<'PY'
import io

import pandas as pd

feed = """<feed>
<article><title>Talks open</title><p>Envoys met on Sunday.</p><p>They spoke for hours.</p>
<p>Shares of <b>BP</b> fell.</p><category>World</category><category>Oil</category></article>
<article><title>Cup final</title><p>One goal.</p></article>
</feed>"""
same = True
for parser in ("lxml", "etree"):
    table = pd.read_xml(io.StringIO(feed), xpath=".//article", parser=parser)
    print(f"{parser:6}", table["p"].tolist(), table["category"].tolist())
    same &= table["p"].tolist() == ["Shares of ", "One goal."] and table["category"][0] == "Oil"
raise SystemExit(0 if same else "changed")
PY
