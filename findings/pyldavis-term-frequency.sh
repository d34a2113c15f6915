#!/usr/bin/env bash
# pyLDAvis: the "overall term frequency" is not that of the corpus; term_frequency is checked, then
# replaced.
#
# Versions:  pyLDAvis 3.4.1, numpy 2.4.6, pandas 3.1.1; Python 3.11
# Expected:  The bars of all terms are term_frequency: "the count of each particular term over the
#            entire corpus".
# Happens:   prepare computes them anew from the model: sum over topics of P(word | topic) times the
#            tokens of the topic. Counts a thousand times too large, or those of another corpus,
#            give the same picture to the last digit, and the bar of a word may be too short or too long. The
#            order of the terms (saliency) rests on the same numbers.
# Output:
#   given   war 80, troops 60, bank 50, shares 60:  shown {'war': 79.0, 'troops': 52.0, 'bank': 48.0, 'shares': 71.0}
#   given   war 1, troops 1, bank 1000, shares 1:   shown {'war': 79.0, 'troops': 52.0, 'bank': 48.0, 'shares': 71.0}
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pyLDAvis==3.4.1 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1 scikit-learn==1.9.1
cd "$work"

venv/bin/python - <<'PY'
import warnings

import numpy as np
import pyLDAvis

warnings.simplefilter("ignore")
topics = np.array([[0.5, 0.3, 0.1, 0.1], [0.1, 0.1, 0.3, 0.5]])
shares = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
lengths = np.array([100, 100, 50])
words = ["war", "troops", "bank", "shares"]
shown = []
for counts in ([80, 60, 50, 60], [1, 1, 1000, 1]):
    page = pyLDAvis.prepare(topics, shares, lengths, words, np.array(counts), R=4, n_jobs=1)
    rows = page.topic_info[page.topic_info["Category"] == "Default"].set_index("Term")["Freq"]
    shown.append({word: float(rows[word]) for word in words})
    given = ", ".join(f"{word} {n}" for word, n in zip(words, counts, strict=True))
    print(f"given   {given + ':':<39} shown {shown[-1]}")
same = shown[0] == shown[1] and shown[0]["shares"] == 71 and shown[0]["war"] == 79
raise SystemExit(0 if same else "changed")
PY
