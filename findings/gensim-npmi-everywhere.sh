#!/usr/bin/env bash
# gensim: two words that stand in every headline have an NPMI of -1, with one other headline 1.
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  NPMI is -1 for words that never stand together and 1 for words that always do; for two
#            words of every document it is 0 / 0, so missing, left out or by convention 1.
# Happens:   A small number is added to the probability, so that 0 / 0 is -1: in headlines that were
#            collected by "climate change", the pair climate and change is as incoherent as two words
#            that never meet, and one unrelated headline more makes it 1. c_v of both corpora is 1.
#            A topic with both words falls in the ranking, for the mean is taken with the -1.
# Output:
#   200 headlines, climate + change           c_npmi -1.0   c_v 1.0
#   200 headlines, climate + change + talks   c_npmi -0.333   c_v 0.74
#   one more headline, climate + change       c_npmi 1.0   c_v 1.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
from gensim.corpora import Dictionary
from gensim.models.coherencemodel import CoherenceModel

words = ["talks", "report", "tax", "protest"]
headlines = [["climate", "change", words[number % 4], ["paris", "bonn", "doha"][number % 3]] for number in range(200)]


def coherence(texts, topic):
    dictionary = Dictionary(texts)
    values = []
    for measure in ("c_npmi", "c_v"):
        model = CoherenceModel(topics=[topic], texts=texts, dictionary=dictionary, coherence=measure, processes=1)
        values.append(round(float(model.get_coherence()), 3))
    return values


seen = {
    "200 headlines, climate + change": coherence(headlines, ["climate", "change"]),
    "200 headlines, climate + change + talks": coherence(headlines, ["climate", "change", "talks"]),
    "one more headline, climate + change": coherence([*headlines, ["cup", "final", "tonight"]], ["climate", "change"]),
}
for name, (npmi, c_v) in seen.items():
    print(f"{name:41} c_npmi {npmi}   c_v {c_v}")
wanted = [[-1.0, 1.0], [-0.333, 0.74], [1.0, 1.0]]
raise SystemExit(0 if list(seen.values()) == wanted else "changed")
PY
