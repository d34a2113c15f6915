#!/usr/bin/env bash
# pandas: read_csv(sep=None) takes a letter of the header for the separator of a file of one column.
#
# Versions:  pandas 3.1.1; Python 3.11 (csv.Sniffer)
# Expected:  A file of one column has no separator: one column comes out, or an error.
# Happens:   The name of the column decides, because only the first line is looked at. "headline" is
#            cut at "e", "title" at "t", and so is every headline below it: letters vanish, the rest
#            lies in columns and in the index. "text" has two letters to choose from. Nothing is
#            raised. Lists of headlines and of addresses are such files.
# Output:
#   headline  ['h', 'adlin', 'Unnamed: 2'] index ['Talks op', 'Mark'] first row ['n in G', 'n', 'va']
#   title     ['Unnamed: 0', 'i', 'le'] index [0, 1] first row ['Talks open in Geneva', nan, nan]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import io

import pandas as pd

found = {}
for name in ("headline", "title"):
    content = f"{name}\nTalks open in Geneva\nMarkets fall again\n"
    table = pd.read_csv(io.StringIO(content), sep=None, engine="python")
    found[name] = list(table.columns)
    print(f"{name:9}", found[name], "index", list(table.index), "first row", table.values[0].tolist())
same = found == {"headline": ["h", "adlin", "Unnamed: 2"], "title": ["Unnamed: 0", "i", "le"]}
raise SystemExit(0 if same else "changed")
PY
