#!/usr/bin/env bash
# bibtexparser 2: entries with the same key, or with one field twice, are not among
# library.entries.
#
# Versions:  bibtexparser 2.1.0; Python 3.11
# Expected:  library.entries holds every entry of the file, or parsing fails.
# Happens:   Of two articles with the key daily2018 the second goes to library.failed_blocks; an
#            entry with two keywords fields goes there too, whole. The only sign is a line in the
#            log. Where keys are made of outlet and year, most articles of an outlet share one and
#            are lost.
# Output:
#   entries in the text: 3
#   library.entries:       ['Talks open']
#   library.failed_blocks: ['DuplicateBlockKeyBlock', 'DuplicateFieldKeyBlock']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check bibtexparser==2.1.0
cd "$work"

venv/bin/python - <<'PY'
import logging

import bibtexparser

logging.disable(logging.CRITICAL)
text = """
@article{daily2018, title = {Talks open}, date = {2018-10-22}}
@article{daily2018, title = {Talks end}, date = {2018-10-30}}
@article{other2018, title = {Markets fall}, keywords = {trade}, keywords = {war}}
"""
library = bibtexparser.parse_string(text)
titles = [entry["title"] for entry in library.entries]
failed = [type(block).__name__ for block in library.failed_blocks]
print("entries in the text: 3")
print("library.entries:      ", titles)
print("library.failed_blocks:", failed)
same = titles == ["Talks open"] and failed == ["DuplicateBlockKeyBlock", "DuplicateFieldKeyBlock"]
raise SystemExit(0 if same else "changed")
PY
