#!/usr/bin/env bash
# scikit-learn: the number of workers changes an LDA fitted with a random_state.
#
# Versions:  scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  n_jobs changes the time a fit takes, not its result.
# Happens:   Each worker starts its share of the articles from a copy of the same random numbers, so
#            two workers draw other numbers than one. Same data, same seed: an article's leading
#            topic changes for some articles and single shares move by half a point or more. A
#            laptop with other cores, or n_jobs=-1, gives other topics.
# Output:
#   one worker twice, largest change:   0.0
#   two workers, largest change of a share after pairing: 0.95
#   articles with another leading topic: 20%
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import warnings

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import LatentDirichletAllocation

warnings.simplefilter("ignore")
rng = np.random.default_rng(0)
words = rng.dirichlet(np.full(200, 0.1), size=8)
shares = rng.dirichlet(np.full(8, 0.3), size=300)
counts = np.array([rng.multinomial(40, share @ words) for share in shares])


def fit(jobs):
    return LatentDirichletAllocation(8, random_state=0, n_jobs=jobs).fit(counts).transform(counts)


one, again, two = fit(1), fit(1), fit(2)
gap = np.abs(one[:, :, None] - two[:, None, :]).mean(axis=0)
rows, columns = linear_sum_assignment(gap)             # the best pairing of the topics
moved = np.abs(one - two[:, columns])
print("one worker twice, largest change:  ", np.abs(one - again).max())
print(f"two workers, largest change of a share after pairing: {moved.max():.2f}")
print(f"articles with another leading topic: {(one.argmax(1) != two[:, columns].argmax(1)).mean():.0%}")
raise SystemExit(0 if np.abs(one - again).max() == 0 and moved.max() > 0.1 else "changed")
PY
