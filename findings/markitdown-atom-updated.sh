#!/usr/bin/env bash
# markitdown: entries of an Atom feed have the day of the last change, and not the day on which they
# were published.
#
# Versions:  markitdown 0.1.9; Python 3.11
# Expected:  The text made of an entry has its dates, or the one of its publication, as that made of
#            RSS has.
# Happens:   Of Atom only "updated" is written: a story of 2018 that a site touched in 2020 is of
#            2020, and published is nowhere in the text. Of RSS pubDate is written. Who dates
#            articles by that line has two rules for two outlets.
# Output:
#   # News
#
#   ## War
#   Updated on: 2020-01-01T00:00:00Z
#   Talks
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: markitdown==0.1.9
cd "$work"

venv/bin/python - <<'PY'
import io

from markitdown import MarkItDown

feed = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>War</title>
<published>2018-10-22T00:00:00Z</published><updated>2020-01-01T00:00:00Z</updated><summary>Talks</summary></entry></feed>"""
seen = MarkItDown().convert_stream(io.BytesIO(feed), file_extension=".atom").text_content
print(seen)
raise SystemExit(0 if "2020-01-01" in seen and "2018" not in seen else "changed")
PY
