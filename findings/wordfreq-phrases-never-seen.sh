#!/usr/bin/env bash
# wordfreq: a phrase that nobody wrote is more frequent than most words.
#
# Versions:  wordfreq 3.1.1; Python 3.11
# Expected:  word_frequency of several words is how often they stand together, or is refused, or is
#            near the product of their frequencies.
# Happens:   It is made of the frequencies of the words alone, half of that of two equal words: "the
#            of" and "of the war" are far above "warfare", in whatever order. Used as the reference
#            of a keyness list with phrases, every phrase of the corpus seems to be rarer than
#            expected. Numbers are guessed too, by their length and first digits: 1.5 and a year in
#            which nothing was written have a frequency.
# Output:
#   of the war     2.84e-04
#   war the of     2.84e-04
#   united states  1.56e-04
#   states united  1.56e-04
#   warfare        1.12e-05
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: wordfreq==3.1.1
cd "$work"

venv/bin/python - <<'PY'
from wordfreq import word_frequency

phrases = "of the war", "war the of", "united states", "states united", "warfare"
seen = {phrase: word_frequency(phrase, "en") for phrase in phrases}
for phrase, frequency in seen.items():
    print(f"{phrase:14} {frequency:.2e}")
same = (
    seen["of the war"] == seen["war the of"] > 10 * seen["warfare"]
    and seen["united states"] == seen["states united"] > seen["warfare"]
)
raise SystemExit(0 if same else "changed")
PY
