#!/usr/bin/env bash
# lexical-diversity: a text in which no word is used twice has the lowest diversity, 0.
#
# Versions:  lexical-diversity 0.1.1, lexicalrichness 0.5.1; Python 3.11
# Expected:  Of texts as long, one without a repeated word is the most diverse; where a measure is
#            not defined, it is missing.
# Happens:   mtld counts the stretches in which the ratio of types to tokens falls below 0.72; where
#            it never does, it gives 0, below a text that says one word 100 times (8.19). hdd of fewer
#            than 42 words is 0, and 1 from 42 on. Briefs and headlines, the densest texts, pull the
#            mean of an outlet down. lexicalrichness gives such a text its length. No warning.
# Output:
#   60 words, none twice     mtld 0.0    hdd 1.0    lexicalrichness mtld 60.0
#   41 words, none twice     mtld 0.0    hdd 0.0    lexicalrichness mtld 41.0
#   one word, 100 times      mtld 8.19   hdd 0.02   lexicalrichness mtld 2.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check lexical-diversity==0.1.1 lexicalrichness==0.5.1
cd "$work"

venv/bin/python - <<'PY'
from string import ascii_lowercase

from lexical_diversity.lex_div import hdd, mtld
from lexicalrichness import LexicalRichness

distinct = [first + second for first in ascii_lowercase[:3] for second in ascii_lowercase][:60]
texts = {
    "60 words, none twice": distinct,
    "41 words, none twice": distinct[:41],
    "one word, 100 times": ["war"] * 100,
}
seen = []
for name, words in texts.items():
    other = LexicalRichness(" ".join(words)).mtld()
    seen.append((round(float(mtld(words)), 2), round(float(hdd(words)), 2), float(other)))
    print(f"{name:24} mtld {seen[-1][0]:<6} hdd {seen[-1][1]:<6} lexicalrichness mtld {seen[-1][2]}")
raise SystemExit(0 if seen == [(0.0, 1.0, 60.0), (0.0, 0.0, 41.0), (8.19, 0.02, 2.0)] else "changed")
PY
