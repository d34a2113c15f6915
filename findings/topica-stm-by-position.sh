#!/usr/bin/env bash
# topica: STM joins articles and covariates by position, so a pruned article and a missing value
# cancel.
#
# Versions:  topica 0.62.0, formulaic 1.2.2, pandas 3.1.1; Python 3.11
# Expected:  Covariates follow their article (by index), or unequal numbers are refused.
# Happens:   Corpus.from_documents drops an article that pruning leaves without words; the formula
#            drops a row with a missing covariate. One of each and the two lengths are equal again:
#            no error, no warning, and every article between the two carries its neighbour's
#            covariate. Here outlets alternate, and the effect of the outlet on the war topic
#            changes its sign.
# Output:
#   articles kept: 119 of 120
#   120 rows of covariates: ValueError: prevalence has 120 rows but corpus has 119 documents
#   effect of the outlet, aligned by hand:        +0.82
#   effect of the outlet, with one missing value: -0.41
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  "topica[formula]==0.62.0" numpy==2.4.6 pandas==3.1.1 formulaic==1.2.2
cd "$work"

venv/bin/python - <<'PY'
import random
import warnings

import pandas as pd
import topica

warnings.simplefilter("ignore")
random.seed(0)
war = "war troops attack border army strike missile siege".split()
money = "market bank shares price trade profit growth debt".split()
articles, outlet = [], []
for i in range(120):
    outlet.append(float(i % 2))
    articles.append([random.choice(war if random.random() < 0.1 + 0.8 * (i % 2) else money) for _ in range(15)])
articles[10] = ["correction"]                         # rare word: pruning empties this article
corpus = topica.Corpus.from_documents(articles, min_doc_freq=2)
table = pd.DataFrame({"outlet": outlet})


def war_effect(data):
    model = topica.STM(2, seed=1).fit(corpus, formula="~ outlet", data=data)
    topic = int(model.topic_word[:, list(model.vocabulary).index("war")].argmax())
    effect = topica.estimate_effect(model, formula="~ outlet", data=data).to_frame()
    return effect.query("topic == @topic and feature == 'outlet'")["coef"].item()


right = war_effect(table.drop(index=10))              # aligned by hand
try:
    war_effect(table)
    refused = "accepted"
except ValueError as error:
    refused = f"ValueError: {error}"
table.loc[100, "outlet"] = None                       # another article has no outlet
wrong = war_effect(table)

print("articles kept:", corpus.num_docs, "of", len(articles))
print("120 rows of covariates:", refused)
print(f"effect of the outlet, aligned by hand:        {right:+.2f}")
print(f"effect of the outlet, with one missing value: {wrong:+.2f}")
same = corpus.num_docs == 119 and refused.startswith("ValueError") and right > 0.7 and wrong < -0.2
raise SystemExit(0 if same else "changed")
PY
