#!/usr/bin/env bash
# topica: an article without words gets shares of its own kind in each model, up to nearly all of
# one topic.
#
# Versions:  topica 0.62.0, numpy 2.4.6, pandas 3.1.1; Python 3.11
# Expected:  An article with no word is dropped or gets even shares (or the prior) in every model.
# Happens:   fit([..., []]) keeps the empty article in all of them. PT gives it nearly all of one
#            topic, HDP 0.99; CTM, NMF and LDA an even third. A corpus with some empty pages
#            therefore gains a strong topic under PT and HDP that nobody wrote about.
# Output:
#   LDA  shares of the empty article: [0.33, 0.33, 0.33]
#   CTM  shares of the empty article: [0.33, 0.33, 0.33]
#   NMF  shares of the empty article: [0.33, 0.33, 0.33]
#   PT   shares of the empty article: [0.0, 1.0, 0.0]
#   HDP  shares of the empty article: [0.99, 0.01]
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
    "war troops attack border army strike missile siege".split(),
    "market bank shares price trade profit growth debt".split(),
    "team match goal coach league player season cup".split(),
]
articles = [[random.choice(theme) for _ in range(12)] for theme in themes for _ in range(30)]
articles.append([])

top = {}
for name in ("LDA", "CTM", "NMF", "PT", "HDP"):
    maker = getattr(topica, name)
    model = maker(seed=1) if name == "HDP" else maker(3, seed=1)
    model.fit(articles)
    assert len(model.doc_topic) == 91
    shares = model.doc_topic[-1]
    top[name] = shares.max()
    print(f"{name:4} shares of the empty article:", shares.round(2).tolist())

even = all(abs(top[name] - 1 / 3) < 0.02 for name in ("LDA", "CTM", "NMF"))
raise SystemExit(0 if even and top["PT"] > 0.95 and top["HDP"] > 0.95 else "changed")
PY
