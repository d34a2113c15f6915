#!/usr/bin/env bash
# tomotopy: get_topic_dist of HLDA, PA and HDP does not stand beside their topic words.
#
# Versions:  tomotopy 0.14.0, numpy 2.4.6; Python 3.11
# Expected:  doc.get_topic_dist()[k] is the share of the topic whose words get_topic_words(k)
#            prints, as in LDAModel, whatever the model.
# Happens:   HLDAModel gives one share per level of the tree (3 numbers, each level another topic
#            for each document). PAModel gives shares of the super-topics while get_topic_words(k)
#            prints sub-topic k. HDPModel gives columns for dead topics too, whose words are noise.
#            All rows sum to 1, so a table made the LDA way looks right and says something else.
# Output:
#   HLDA: 7 live topics, 3 shares an article (levels)
#   PA:   2 super-topics, 5 sub-topics, 2 shares an article
#         get_topic_words(0): ['cup', 'player', 'league', 'goal']
#         get_topic_words(1): ['profit', 'shares', 'market', 'growth']
#         get_topic_words(2): ['attack', 'missile', 'war', 'border']
#         get_topic_words(3): ['price', 'shares', 'market', 'growth']
#         get_topic_words(4): ['troops', 'war', 'strike', 'army']
#   HDP:  6 live topics, 10 shares an article, dead: True
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  tomotopy==0.14.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import random

import tomotopy

random.seed(0)
themes = [
    "war troops attack border army strike missile siege".split(),
    "market bank shares price trade profit growth debt".split(),
    "team match goal coach league player season cup".split(),
]
articles = [[random.choice(themes[i % 3]) for _ in range(30)] for i in range(150)]


def fit(model):
    for words in articles:
        model.add_doc(words)
    model.train(150, workers=1)
    return model, [doc.get_topic_dist() for doc in model.docs]


hlda, hlda_rows = fit(tomotopy.HLDAModel(depth=3, seed=1))
pa, pa_rows = fit(tomotopy.PAModel(k1=2, k2=5, seed=1))
hdp, hdp_rows = fit(tomotopy.HDPModel(initial_k=10, seed=1))
dead = [k for k in range(hdp.k) if not hdp.is_live_topic(k)]

print(f"HLDA: {hlda.live_k} live topics, {len(hlda_rows[0])} shares an article (levels)")
print(f"PA:   {pa.k1} super-topics, {pa.k2} sub-topics, {len(pa_rows[0])} shares an article")
for k in range(pa.k2):
    print(f"      get_topic_words({k}):", [word for word, _ in pa.get_topic_words(k, top_n=4)])
print(f"HDP:  {hdp.live_k} live topics, {len(hdp_rows[0])} shares an article, dead: {len(dead) > 0}")

same = (
    len(hlda_rows[0]) == 3 != hlda.live_k
    and len(pa_rows[0]) == 2
    and all(len(pa.get_topic_words(k)) > 0 for k in range(5))
    and len(hdp_rows[0]) == hdp.k > hdp.live_k
    and len(dead) == hdp.k - hdp.live_k
    and all(abs(row.sum() - 1) < 1e-4 for row in hlda_rows + pa_rows + hdp_rows)
)
raise SystemExit(0 if same else "changed")
PY
