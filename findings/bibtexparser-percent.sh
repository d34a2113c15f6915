#!/usr/bin/env bash
# bibtexparser: decoding LaTeX cuts a title at a per cent sign and drops an ampersand.
#
# Versions:  bibtexparser 2.1.0, pylatexenc 2.11; Python 3.11
# Expected:  "A rise of 5% in ferries" and "Trade & Travel", as reference managers and databases
#            write them into .bib files.
# Happens:   In LaTeX a per cent sign begins a comment, so the rest of the title is gone; the
#            ampersand of a table becomes blanks. The words behind them are in no count.
# Output:
#   title:  'A rise of 5'
#   outlet: 'Trade     Travel'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  bibtexparser==2.1.0 pylatexenc==2.11
cd "$work"

venv/bin/python - <<'PY'
import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware

entry = "@article{one, title = {A rise of 5% in ferries}, journal = {Trade & Travel}}"
library = bibtexparser.parse_string(entry, append_middleware=[LatexDecodingMiddleware()])
fields = library.entries[0].fields_dict
title, outlet = fields["title"].value, fields["journal"].value
print(f"title:  {title!r}")
print(f"outlet: {outlet!r}")
raise SystemExit(0 if title == "A rise of 5" and "&" not in outlet else "changed")
PY
