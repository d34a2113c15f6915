#!/usr/bin/env bash
# lexicalrichness and lexical-diversity: the MTLD of the same words differs by 14 %, and of eight
# words it is 8 or 0.
#
# Versions:  lexicalrichness 0.5.1, lexical-diversity 0.1.1; Python 3.11
# Expected:  MTLD with the threshold 0.72 (McCarthy & Jarvis 2010) is one number for one list of
#            words.
# Happens:   lexical-diversity ends a factor only after ten words and drops a shorter rest,
#            lexicalrichness ends it as soon as the ratio falls. The measure that has no parameter
#            beside its threshold has a second one, unnamed; values from papers that used different
#            packages cannot be compared, and short texts are 0 in one of them.
# Output:
#   300 words: lexicalrichness 28.10, lexical-diversity 32.16
#     8 words: lexicalrichness 8.00, lexical-diversity 0.00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  lexicalrichness==0.5.1 lexical-diversity==0.1.1 setuptools==80.9.0
cd "$work"

venv/bin/python - <<'PY'
import random

from lexical_diversity import lex_div
from lexicalrichness import LexicalRichness

letters = "abcdefghijklmnopqrstuvwxyz"
random.seed(1)
numbers = [min(int(random.expovariate(0.05)), 200) for _ in range(300)]
words = ["z" + letters[n // 26] + letters[n % 26] if n else "a" for n in numbers]
pairs = []
for part in (words, words[:8]):
    one = LexicalRichness(" ".join(part)).mtld(threshold=0.72)
    other = lex_div.mtld(part)
    pairs.append((round(one, 2), round(other, 2)))
    print(f"{len(part):3} words: lexicalrichness {one:.2f}, lexical-diversity {other:.2f}")
raise SystemExit(0 if pairs == [(28.1, 32.16), (8.0, 0.0)] else "changed")
PY
