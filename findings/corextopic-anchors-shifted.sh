#!/usr/bin/env bash
# corextopic: a list of anchors of which no word is known is left out, and every list after it
# anchors the topic before.
#
# Versions:  corextopic 1.1, numpy 2.4.6, scikit-learn 1.9.1; Python 3.11
# Expected:  anchors[i] belongs to topic i: "anchors" is "a list of variables anchor each
#            corresponding latent factor to".
# Happens:   The vectorizer cuts "cease-fire" in two, so the first list has no word left. A line
#            names the word; that the other lists move up by one it does not say. Shares of topic
#            1, "economy" in the code of the study, are those of sport.
# Output:
#   WARNING: Anchor word not in word column labels provided to CorEx: cease-fire
#   anchored to ['cease-fire']        topic 0: bank, market, shares, trade
#   anchored to ['bank', 'shares']    topic 1: coach, goal, league, match
#   anchored to ['goal']              topic 2: attack, border, cease, fire
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  corextopic==1.1 numpy==2.4.6 scikit-learn==1.9.1 six==1.17.0
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from corextopic import corextopic
from sklearn.feature_extraction.text import CountVectorizer

rng = np.random.default_rng(0)
subjects = [
    "war troops attack border".split(),
    "bank shares market trade".split(),
    "match goal coach league".split(),
]
articles = [" ".join(rng.choice(words, 4)) for words in subjects for _ in range(60)]
articles = [text + " cease-fire" * (row < 60) for row, text in enumerate(articles)]
vectorizer = CountVectorizer()
counts = vectorizer.fit_transform(articles)
words = list(vectorizer.get_feature_names_out())

anchors = [["cease-fire"], ["bank", "shares"], ["goal"]]
model = corextopic.Corex(n_hidden=3, words=words, seed=1)
model.fit(counts, words=words, anchors=anchors, anchor_strength=4)
found = []
for topic, given in enumerate(anchors):
    leading = {row[0] for row in model.get_topics(topic=topic, n_words=4)}
    found.append(leading)
    print(f"anchored to {given!s:<20}  topic {topic}: {', '.join(sorted(leading))}")
same = {"bank", "shares"} <= found[0] and "goal" in found[1] and "fire" in found[2]
raise SystemExit(0 if same else "changed")
PY
