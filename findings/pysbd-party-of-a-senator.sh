#!/usr/bin/env bash
# pysbd: a sentence ends after the state of a senator, and inside a time with its day.
#
# Versions:  pysbd 0.3.4; Python 3.11
# Expected:  "John Smith, R-Ariz., said so." is one sentence, since a comma follows the point; "at 5
#            p.m. Monday" too, and "in Nov. 2018" is.
# Happens:   A comma begins the next sentence, so that a senator's name and what was said are apart,
#            and a theme of both words in a sentence is not found. The day after a time is a
#            sentence's first word. The pieces joined are the text, so a check of their length finds
#            nothing.
# Output:
#   ['Sen. John Smith, R-Ariz.', ', said so. ', 'He left.']
#   ['They met at 5 p.m. ', 'Monday in Washington. ', 'They talked.']
#   ['They met in Nov. 2018 in Washington. ', 'They talked.']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: pysbd==0.3.4
cd "$work"

venv/bin/python - <<'PY'
import warnings

warnings.simplefilter("ignore")
import pysbd

texts = [
    "Sen. John Smith, R-Ariz., said so. He left.",
    "They met at 5 p.m. Monday in Washington. They talked.",
    "They met in Nov. 2018 in Washington. They talked.",
]
segmenter = pysbd.Segmenter(language="en", clean=False)
seen = [segmenter.segment(text) for text in texts]
print(*seen, sep="\n")
expected = [
    ["Sen. John Smith, R-Ariz.", ", said so. ", "He left."],
    ["They met at 5 p.m. ", "Monday in Washington. ", "They talked."],
    ["They met in Nov. 2018 in Washington. ", "They talked."],
]
raise SystemExit(0 if seen == expected else "changed")
PY
