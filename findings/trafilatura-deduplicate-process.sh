#!/usr/bin/env bash
# trafilatura: with deduplicate=True a page has a text or none by what the process read before.
#
# Versions:  trafilatura 2.3.1, lxml_html_clean 0.4.6, lxml 6.1.3; Python 3.11
# Expected:  The call leaves out what is repeated on its page; the same page gives the same text.
# Happens:   What was seen is kept for all calls of the process, and only texts of some length
#            count. The first three readings of a page give its text, from the fourth on None. So a
#            page that was read thrice (a crawl repeated, an outlet's copy of an agency story, a
#            cell run again) vanishes, and which one of ten copies vanishes depends on the order of
#            the files and on the number of workers.
# Output:
#   [118, 118, 118, None, None]
#   in a new process: 118
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  trafilatura==2.3.1 lxml_html_clean==0.4.6 lxml==6.1.3
cd "$work"

cat > reading.py <<'PY'
import logging

import trafilatura

logging.disable(logging.CRITICAL)
story = "".join(
    f"<p>Paragraph {at}: the council has met each Monday to speak about the talks in the capital "
    "of the state.</p>"
    for at in range(6)
)
PAGE = f"<html><body><article><h1>The council meets again</h1>{story}</article></body></html>"


def n_words():
    text = trafilatura.extract(PAGE, deduplicate=True)
    return None if text is None else len(text.split())
PY
venv/bin/python - <<'PY'
import subprocess
import sys

from reading import n_words

found = [n_words() for _ in range(5)]
print(found)
again = subprocess.run(
    [sys.executable, "-c", "from reading import n_words; print(n_words())"],
    capture_output=True, text=True, check=True,
).stdout.strip()
print("in a new process:", again)
same = found[3:] == [None, None] and len(set(found[:3])) == 1 and again == str(found[0])
raise SystemExit(0 if same else "changed")
PY
