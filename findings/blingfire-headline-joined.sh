#!/usr/bin/env bash
# blingfire: a headline or a byline is one sentence with the paragraph below it.
#
# Versions:  blingfire 0.1.8, numpy 2.4.6; Python 3.11
# Expected:  text_to_sentences gives one sentence a line. A paragraph ends a sentence, with or
#            without a full stop, as headlines, bylines and subheads stand in any article.
# Happens:   A line end is a space like any other, two of them as well: headline, byline and first
#            sentence are one sentence of thirteen words, a subhead is the head of the next one.
#            Where such lines end with a full stop they are sentences, so that lengths and counts
#            of sentences differ by the style of an outlet.
# Output:
#   'War in Iran ends  By Jane Roe  The president said so on Monday.'
#   'He left.'
#   'Background  Talks began in May.'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check blingfire==0.1.8 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import blingfire

article = "\n\n".join(
    ["War in Iran ends", "By Jane Roe", "The president said so on Monday. He left.", "Background", "Talks began in May."]
)
sentences = blingfire.text_to_sentences(article).split("\n")
for sentence in sentences:
    print(repr(sentence))
wanted = [
    "War in Iran ends  By Jane Roe  The president said so on Monday.",
    "He left.",
    "Background  Talks began in May.",
]
raise SystemExit(0 if sentences == wanted else "changed")
PY
