#!/usr/bin/env bash
# topica: topic_stability compares the columns of two models by place, not by word.
#
# Versions:  topica 0.62.0, numpy 2.4.6, pandas 3.1.1; Python 3.11
# Expected:  Two models that know their vocabulary are compared word by word; the order of the
#            articles, which sets the order of the columns, makes no difference.
# Happens:   The same corpus in reverse order gives the same topics (the three lists of leading
#            words are equal as sets), and stability falls from 1 to about 0.4, because column 3 of
#            one model is held against column 3 of the other. No warning; both vocabularies are at
#            hand and have the same size.
# Output:
#   same leading words: True
#   same vocabulary:    True
#   first columns:      ['war', 'market', 'team', 'troops'] ['coach', 'goal', 'match', 'league']
#   topic_stability:    0.37
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  topica==0.62.0 numpy==2.4.6 pandas==3.1.1
cd "$work"

venv/bin/python - <<'PY'
import random
import warnings

import topica

warnings.simplefilter("ignore")
random.seed(0)
themes = [
    "war troops attack border army".split(),
    "market bank shares price trade".split(),
    "team match goal coach league".split(),
]
articles = [[random.choice(themes[i % 3]) for _ in range(20)] for i in range(90)]
head = [theme[0] for theme in themes] + [theme[1] for theme in themes]
articles.insert(0, head)                              # a review of the year names all three themes


def fit(texts):
    model = topica.LDA(3, seed=1)
    model.fit(texts, iters=300)
    top = model.topic_word.argsort(axis=1)[:, -5:]
    leading = {frozenset(model.vocabulary[w] for w in row) for row in top}
    return model, leading


first, words = fit(articles)
other, other_words = fit(list(reversed(articles)))
print("same leading words:", words == other_words == {frozenset(theme) for theme in themes})
print("same vocabulary:   ", set(first.vocabulary) == set(other.vocabulary))
print("first columns:     ", list(first.vocabulary)[:4], list(other.vocabulary)[:4])
stability = topica.topic_stability([first, other], topn=5)
print(f"topic_stability:    {stability:.2f}")
same = words == other_words and set(first.vocabulary) == set(other.vocabulary) and stability < 0.7
raise SystemExit(0 if same else "changed")
PY
