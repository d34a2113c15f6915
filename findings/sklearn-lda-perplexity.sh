#!/usr/bin/env bash
# scikit-learn: LDA's perplexity of the same model and the same articles depends on how many are
# asked at once.
#
# Versions:  scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  Perplexity is per word: parts of the training texts have about the perplexity of the
#            whole.
# Happens:   The bound adds the terms of the topics once for the corpus, scaled as if the articles
#            given were all of it (total_samples). All 600 articles give 34, the first 60 give 46,
#            the first 6 give 516, one alone 2e8. A test set that is smaller than the training set
#            is always "worse", and sets of unequal size, such as months, cannot be compared.
# Output:
#   first 600 articles: 33.98
#   first  60 articles: 45.69
#   first   6 articles: 515.9
#   first   1 articles: 2.015e+08
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from sklearn.decomposition import LatentDirichletAllocation

rng = np.random.default_rng(0)
words = rng.dirichlet(np.full(120, 0.1), size=4)
shares = rng.dirichlet(np.full(4, 0.3), size=600)
counts = np.array([rng.multinomial(60, share @ words) for share in shares])
model = LatentDirichletAllocation(4, random_state=0, max_iter=20).fit(counts)
found = {n: model.perplexity(counts[:n]) for n in (600, 60, 6, 1)}
for n, value in found.items():
    print(f"first {n:3} articles: {value:.4g}")
raise SystemExit(0 if found[600] * 1.3 < found[60] < found[6] < found[1] and found[1] > 1e4 else "changed")
PY
