#!/usr/bin/env bash
# lda: transform leaves the row of an article without words as it finds the memory, often an
# earlier article's shares.
#
# Versions:  lda 3.0.2, numpy 2.4.6; Python 3.11
# Expected:  An article without words gets even shares, the prior, zeros, or an error.
# Happens:   The table of results is made with numpy.empty and only rows with words are filled. The
#            row of the wordless article holds whatever was there before, often the shares of an
#            article of the last call. A log line at warning level says "all zero row", nothing says
#            that its shares are not numbers of this article.
# Output:
#   last call was about article 0: [0. 0. 1.]; wordless row now: [0. 0. 1.]
#   last call was about article 1: [0. 1. 0.]; wordless row now: [0. 1. 0.]
#   last call was about article 2: [1. 0. 0.]; wordless row now: [1. 0. 0.]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  lda==3.0.2 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import logging

import lda
import numpy as np

logging.disable(logging.CRITICAL)
rng = np.random.default_rng(0)
counts = np.zeros((90, 12), dtype=int)
for i in range(90):
    theme = i % 3
    counts[i, theme * 4 : theme * 4 + 4] = rng.integers(1, 5, 4)
model = lda.LDA(n_topics=3, n_iter=200, random_state=1)
model.fit(counts)

wordless = np.zeros((3, 12), dtype=int)
wordless[1:] = counts[1:3]                             # row 0 has no word
stale = []
for earlier in (0, 1, 2):
    last = counts[[earlier] * 3].copy()
    before = model.transform(last)[0].copy()           # result is freed at once
    row = model.transform(wordless)[0]
    stale.append(np.allclose(row, before))
    print(f"last call was about article {earlier}: {before.round(2)}; wordless row now: {row.round(2)}")
even = np.full(3, 1 / 3)
raise SystemExit(0 if any(stale) and not np.allclose(row, even) else "changed")
PY
