#!/usr/bin/env bash
# boilerpy3: a quotation in <q> cuts its sentence in three, and <wbr> cuts a word in two.
#
# Versions:  boilerpy3 1.0.7; Python 3.11
# Expected:  Inline elements do not end a line.
# Happens:   Elements it does not know as inline end a block: "said: <q>Not today</q> and left"
#            becomes three lines, "cease<wbr>fire" two words on two lines. Measures per sentence
#            count three, and "ceasefire" is not found.
# Output:
#   'The envoy said:'
#   'Not today'
#   'was his answer on the cease'
#   'fire, in the long talks about the war in the north of the country on Monday.'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  boilerpy3==1.0.7
cd "$work"

venv/bin/python - <<'PY'
from boilerpy3 import extractors

story = "<p>The council has met each Monday to speak about the war and the talks in the capital of the north.</p>" * 5
quoted = (
    "<p>The envoy said: <q>Not today</q> was his answer on the cease<wbr>fire, in the long talks "
    "about the war in the north of the country on Monday.</p>"
)
page = f"<html><head><title>Talks</title></head><body>{story}{quoted}{story}</body></html>"
lines = extractors.KeepEverythingExtractor().get_content(page).splitlines()
start = lines.index("The envoy said:") if "The envoy said:" in lines else None
seen = lines[start : start + 4] if start is not None else lines
for line in seen:
    print(repr(line))
expected = ["The envoy said:", "Not today", "was his answer on the cease"]
raise SystemExit(0 if seen[:3] == expected else "changed")
PY
