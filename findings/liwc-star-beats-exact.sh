#!/usr/bin/env bash
# liwc: with "war*" in the dictionary the entry "warm" is never used, and words with a capital
# match nothing.
#
# Versions:  liwc 0.5.0; Python 3.11
# Expected:  The most exact entry of a dictionary decides, and case does not matter.
# Happens:   The first star met while reading the letters decides, so "war*" takes "warm",
#            "warning" and "warsaw" even where the file lists them with another category. "War" and
#            "WAR" belong to no category: the caller has to lower the text, and nothing says so
#            when he does not.
# Output:
#   war     ['conflict']
#   warm    ['conflict']
#   peace   ['peace']
#   Peace   []
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  liwc==0.5.0
cd "$work"

venv/bin/python - <<'PY'
from pathlib import Path

import liwc

Path("words.dic").write_text("%\n1\tconflict\n2\tpeace\n%\nwar*\t1\nwarm\t2\npeace\t2\n")
parse, categories = liwc.load_token_parser("words.dic")
expected = {"war": ["conflict"], "warm": ["conflict"], "peace": ["peace"], "Peace": []}
seen = {word: list(parse(word)) for word in expected}
for word, found in seen.items():
    print(f"{word:7} {found}")
raise SystemExit(0 if seen == expected else "changed")
PY
