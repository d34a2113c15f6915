#!/usr/bin/env bash
# gensim: after Dictionary.filter_extremes the bags of words made before name other words, and no
# error says so.
#
# Versions:  gensim 4.4.0; Python 3.11
# Expected:  A bag of words made with a dictionary is read with it, or refused.
# Happens:   Filtering numbers the terms anew. Bags counted before keep the old numbers, which now
#            belong to other words: counts of one word are shown, weighed and modelled under
#            another's name as long as the number exists.
# Output:
#   before: [('arms', 1), ('border', 1), ('council', 2)]
#   after:  [('council', 1), ('war', 1)]   (the third number is gone)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0
cd "$work"

venv/bin/python - <<'PY'
from gensim.corpora import Dictionary

articles = [["arms", "border", "council", "council"], ["council", "war"], ["council", "war"]]
dictionary = Dictionary(articles)
bag = dictionary.doc2bow(articles[0])
before = [(dictionary[number], count) for number, count in bag]
dictionary.filter_extremes(no_below=2, no_above=1.0)
after = [(dictionary[number], count) for number, count in bag if number in dictionary.keys()]
print("before:", before)
print("after: ", after)
expected = ([("arms", 1), ("border", 1), ("council", 2)], [("council", 1), ("war", 1)])
raise SystemExit(0 if (before, after) == expected else "changed")
PY
