#!/usr/bin/env bash
# pyarrow: a text split by white space begins and ends with an empty word.
#
# Versions:  pyarrow 26.0.1; Python 3.11
# Expected:  utf8_split_whitespace gives the words, as split() of Python does.
# Happens:   A blank or line end at the beginning or end of a text gives a word without letters: "
#            war peace " has four words, so list_value_length counts up to two too many an article,
#            more often for outlets whose pages end with a line end. A text of two blanks has three
#            words, one without any sign one.
# Output:
#   ' war  peace ': ['', 'war', 'peace', '']
#   '  ': ['', '', '']
#   '': ['']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: pyarrow==26.0.1
cd "$work"

venv/bin/python - <<'PY'
import pyarrow as pa
import pyarrow.compute as pc

texts = [" war  peace ", "  ", ""]
seen = pc.utf8_split_whitespace(pa.array(texts)).to_pylist()
for text, words in zip(texts, seen):
    print(f"{text!r}: {words}")
expected = [["", "war", "peace", ""], ["", "", ""], [""]]
raise SystemExit(0 if seen == expected else "changed")
PY
