#!/usr/bin/env bash
# spacy: a year at the end of a German, Norwegian or Hungarian sentence is "2018.", and ends none.
#
# Versions:  spacy 3.8.18, numpy 2.4.6; Python 3.11
# Expected:  "2018" at the end of a sentence is the token of every other place, and the full stop
#            ends the sentence, as in English, Finnish or Czech, which write "3." for the third too.
# Happens:   In German, Bokmål and Hungarian a number keeps any full stop, as if it were an ordinal:
#            "1914." and "1914" are two terms, and the sentencizer sees no end, so that four sentences
#            are one. Danish does so up to 31 only.
# Output:
#   de  1 sentence   ['1914.', '2018.', '12.']
#   nb  1 sentence   ['1914.', '2018.', '12.']
#   hu  1 sentence   ['1914.', '2018.', '12.']
#   da  3 sentences  ['1914', '2018', '12.']
#   fi  4 sentences  ['1914', '2018', '12']
#   en  4 sentences  ['1914', '2018', '12']
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check spacy==3.8.18 numpy==2.4.6
cd "$work"

venv/bin/python -W ignore - <<'PY'
import spacy

text = "Es begann 1914. Er kam 2018. Tote: 12. Ende."
whole, cut = ["1914.", "2018.", "12."], ["1914", "2018", "12"]
wanted = {
    "de": (1, whole),
    "nb": (1, whole),
    "hu": (1, whole),
    "da": (3, ["1914", "2018", "12."]),
    "fi": (4, cut),
    "en": (4, cut),
}
seen = {}
for language in wanted:
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    doc = nlp(text)
    numbers = [token.text for token in doc if token.text[0].isdigit()]
    seen[language] = (len(list(doc.sents)), numbers)
    sentences = f"{seen[language][0]} sentence{'s' if seen[language][0] > 1 else ''}"
    print(f"{language}  {sentences:12} {numbers}")
raise SystemExit(0 if seen == wanted else "changed")
PY
