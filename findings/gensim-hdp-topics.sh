#!/usr/bin/env bash
# gensim: HdpModel brings 150 topics whatever the corpus, and its shares do not sum to 1.
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  HDP finds the number of topics: get_topics() has about as many rows as topics are in
#            use, and model[article] sums to 1.
# Happens:   get_topics() always has T=150 rows; those not in use hold random words (no article
#            names 82 of them here). model[article] leaves out each topic below 0.01 and gives no
#            way to ask for them, so an article's shares sum to 0.85; across articles the missing
#            part differs. Numbers of topics, means and plots made from these two are wrong.
# Output:
#   themes in the corpus:      3
#   rows of get_topics():      150
#   topics any article names:  68
#   sum of an article's shares: 0.857 to 0.861
#   inference(), normalised:   sums 1.0 to 1.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import logging
import random

import numpy as np
from gensim.corpora import Dictionary
from gensim.models import HdpModel

logging.disable(logging.CRITICAL)
random.seed(0)
themes = [
    "war troops attack border army strike missile siege".split(),
    "market bank shares price trade profit growth debt".split(),
    "team match goal coach league player season cup".split(),
]
articles = [[random.choice(themes[i % 3]) for _ in range(6)] for i in range(300)]
words = Dictionary(articles)
bags = [words.doc2bow(article) for article in articles]
model = HdpModel(bags, words, random_state=1)

sums = np.array([sum(p for _, p in model[bag]) for bag in bags])
used = {topic for bag in bags for topic, _ in model[bag]}
print("themes in the corpus:      3")
print("rows of get_topics():     ", model.get_topics().shape[0])
print("topics any article names: ", len(used))
print(f"sum of an article's shares: {sums.min():.3f} to {sums.max():.3f}")
full = model.inference(bags)
full = full / full.sum(axis=1, keepdims=True)
print("inference(), normalised:   sums", full.sum(axis=1).min().round(3), "to", full.sum(axis=1).max().round(3))
raise SystemExit(0 if model.get_topics().shape[0] == 150 and len(used) < 100 and sums.min() < 0.95 else "changed")
PY
