#!/usr/bin/env bash
# tmtoolkit: the words that every topic uses alike are the most salient ones where one topic is
# larger than another.
#
# Versions:  tmtoolkit 0.12.0, numpy 1.26.4, scipy 1.17.1, pandas 2.3.3; Python 3.11
# Expected:  word_distinctiveness is KL(P(T|w), P(T)), as its page and Chuang et al. (2012) have
#            it: 0 for a word whose topics are those of the corpus. word_saliency is that times
#            P(w).
# Happens:   P(T|w) is made of the columns of the topic-word table alone, without the sizes of the
#            topics: a word as frequent in each topic has (0.5, 0.5) beside topics of 0.9 and 0.1,
#            and 0.51 in place of 0. Times its frequency it leads the list of salient words, which
#            is there to leave such words out; words of the large topic fall to the end, and the
#            words least distinctive, which one would drop, are its subject.
# Output:
#   sizes of the topics: [0.9 0.1]
#   said    distinct 0.511 (formula 0.000), salient 0.204 (formula 0.000)
#   war     distinct 0.090 (formula 0.103), salient 0.024 (formula 0.028)
#   troops  distinct 0.090 (formula 0.103), salient 0.024 (formula 0.028)
#   oil     distinct 2.273 (formula 2.107), salient 0.070 (formula 0.065)
#   price   distinct 2.273 (formula 2.106), salient 0.070 (formula 0.065)
#   most salient: said ; by the formula: oil
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  tmtoolkit==0.12.0 numpy==1.26.4 scipy==1.17.1 pandas==2.3.3
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from tmtoolkit.topicmod.model_stats import marginal_topic_distrib, word_distinctiveness, word_saliency

words = ["said", "war", "troops", "oil", "price"]
topic_words = np.array([[0.4, 0.298, 0.3, 0.001, 0.001], [0.4, 0.001, 0.001, 0.3, 0.298]])
doc_topics = np.array([[0.9, 0.1]] * 50)
sizes = marginal_topic_distrib(doc_topics, np.full(50, 100))
given = topic_words * sizes[:, None]
share = given.sum(0)
given /= share
right = (given * np.log(given / sizes[:, None])).sum(0)
seen = word_distinctiveness(topic_words, sizes)
salient = word_saliency(topic_words, doc_topics, np.full(50, 100))
print("sizes of the topics:", sizes.round(2))
for word, one, other, own, reference in zip(words, seen, right, salient, right * share):
    print(f"{word:7} distinct {one:.3f} (formula {abs(other):.3f}), salient {own:.3f} (formula {abs(reference):.3f})")
print("most salient:", words[salient.argmax()], "; by the formula:", words[(right * share).argmax()])
fine = words[salient.argmax()] == "said" and abs(right[0]) < 1e-12 and 0.5 < seen[0] < 0.52
raise SystemExit(0 if fine and words[(right * share).argmax()] in ("oil", "price") else "changed")
PY
