#!/usr/bin/env bash
# topica: the shares that LDA.transform gives an article depend on the other articles in the call.
#
# Versions:  topica 0.62.0, numpy 2.4.6, pandas 3.1.1; Python 3.11
# Expected:  With a seed, transform([x]) and transform([a, b, x]) give x the same shares;
#            scikit-learn's contract is that rows do not know each other.
# Happens:   The seed starts one stream of random numbers for the whole call, so an article's shares
#            move by several points with its place in the batch. Scoring new articles day by day or
#            all at once gives different tables. DMR and CTM of the same package do not do this.
# Output:
#   LDA alone:          [0.202 0.795 0.004]
#   LDA alone, again:   [0.202 0.795 0.004]
#   LDA behind two:     [0.152 0.844 0.004]
#   CTM, largest change: 0.000
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

import numpy as np
import topica

warnings.simplefilter("ignore")
random.seed(0)
themes = [
    "war troops attack border army strike missile siege".split(),
    "market bank shares price trade profit growth debt".split(),
    "team match goal coach league player season cup".split(),
]
articles = [[random.choice(theme) for _ in range(12)] for theme in themes for _ in range(30)]
new = ["war", "troops", "attack", "bank"]

lda = topica.LDA(3, seed=1)
lda.fit(articles)
ctm = topica.CTM(3, seed=1)
ctm.fit(articles)
alone = lda.transform([new], seed=1)[0]
again = lda.transform([new], seed=1)[0]
behind = lda.transform([articles[40], articles[70], new], seed=1)[-1]
print("LDA alone:         ", alone.round(3))
print("LDA alone, again:  ", again.round(3))
print("LDA behind two:    ", behind.round(3))
ctm_gap = np.abs(ctm.transform([new])[0] - ctm.transform([articles[40], articles[70], new])[-1]).max()
print(f"CTM, largest change: {ctm_gap:.3f}")

same = np.array_equal(alone, again) and np.abs(alone - behind).max() > 0.01 and ctm_gap < 1e-6
raise SystemExit(0 if same else "changed")
PY
