#!/usr/bin/env bash
# gensim: the distance between the two least alike topics of two models is 1, however alike they
# are.
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  LdaModel.diff gives Hellinger, Jensen-Shannon or Jaccard distances, which lie between
#            0 and 1 by themselves, for any two models alike.
# Happens:   The matrix is divided by its largest value, whatever the distance. Two models whose
#            only topics are at 0.05 from each other are at 1.0, as topics without a common word
#            are; a model with one odd topic makes all other pairs look stable. Values of two
#            pairs of models, of 10 and of 20 topics, of two seeds or two months, have different
#            units, and a threshold such as 0.5 finds other pairs each time.
# Output:
#   two draws of one topic: 1.000; normed=False: 0.050
#   no common word: 1.000; normed=False: 0.916
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from gensim.corpora import Dictionary
from gensim.models import LdaModel

random = np.random.default_rng(1)
words = Dictionary([[f"w{number}" for number in range(40)]])


def model(probabilities):
    bags = [[(int(word), 1) for word in random.choice(40, 60, p=probabilities)] for _ in range(50)]
    bags = [[(word, sum(1 for other, _ in bag if other == word)) for word in {word for word, _ in bag}] for bag in bags]
    return LdaModel(bags, num_topics=1, id2word=words, random_state=1, passes=2)


even = np.full(40, 1 / 40)
half = np.r_[np.full(20, 1 / 20), np.zeros(20)]
first, again, apart, other = model(even), model(even), model(half), model(half[::-1])
seen = {}
for name, (one, two) in {"two draws of one topic": (first, again), "no common word": (apart, other)}.items():
    seen[name] = [float(one.diff(two, distance="hellinger", normed=normed)[0][0, 0]) for normed in (True, False)]
    print(f"{name}: {seen[name][0]:.3f}; normed=False: {seen[name][1]:.3f}")
close, far = seen.values()
raise SystemExit(0 if close[0] == far[0] == 1 and close[1] < 0.1 and far[1] > 0.9 else "changed")
PY
