#!/usr/bin/env bash
# bibtexparser 2: a value joined with # keeps its source text, although plain abbreviations are
# resolved.
#
# Versions:  bibtexparser 2.1.0; Python 3.11
# Expected:  With @string{ng = "The Daily"}, journal = ng # " Sunday" is "The Daily Sunday".
# Happens:   journal = ng is resolved to "The Daily", journal = ng # " Sunday" stays 'ng # "
#            Sunday"'. No block fails. A count by outlet has one outlet for each way of writing.
# Output:
#   ['The Daily', 'ng # " Sunday"'] ; failed blocks: 0
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
library = bibtexparser.parse_string(
    '@string{ng = "The Daily"}\n'
    '@article{a, title = {A}, journal = ng}\n'
    '@article{b, title = {B}, journal = ng # " Sunday"}\n'
)
outlets = [entry["journal"] for entry in library.entries]
print(outlets, "; failed blocks:", len(library.failed_blocks))
raise SystemExit(0 if outlets == ["The Daily", 'ng # " Sunday"'] and not library.failed_blocks else "changed")
PY
