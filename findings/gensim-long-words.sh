#!/usr/bin/env bash
# gensim: simple_preprocess throws away words of more than 15 letters, and cuts the city of İdlib
# to "dlib".
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  A tokeniser drops punctuation and one-letter words; a long word stays, and a capital
#            letter is only lowered.
# Happens:   max_len is 15, so counterterrorism (16 letters), denuclearization, counterinsurgency
#            and internationalization are gone without a word: whole subjects of foreign news cannot
#            be counted. "İdlib", as Turkish papers print it, is lowered to i + combining dot +
#            dlib, split at the dot, and comes out as "dlib".
# Output:
#   tokens: ['aid', 'fell', 'and', 'said', 'the', 'disinformation', 'unit', 'in', 'dlib', 'and', 'idlib']
#   lost:   [('counterterrorism', 16), ('denuclearization', 16), ('counterinsurgency', 17)]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
from gensim.utils import simple_preprocess

text = (
    "Counterterrorism aid fell; denuclearization and counterinsurgency, "
    "said the disinformation unit, in İdlib and Idlib."
)
tokens = simple_preprocess(text)
lost = [w for w in ("counterterrorism", "denuclearization", "counterinsurgency") if w not in tokens]
print("tokens:", tokens)
print("lost:  ", [(word, len(word)) for word in lost])
same = len(lost) == 3 and "disinformation" in tokens and "dlib" in tokens and tokens.count("idlib") == 1
raise SystemExit(0 if same else "changed")
PY
