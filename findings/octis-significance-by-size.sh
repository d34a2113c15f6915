#!/usr/bin/env bash
# octis: the same topics are less significant the more articles or words a corpus has.
#
# Versions:  octis 1.14.0 (without its dependencies), numpy 2.4.6; Python 3.11
# Expected:  KL_background of topics that each lie in a tenth of the articles is log 10 = 2.30 in any
#            corpus; KL_uniform of topics that each use a tenth of the vocabulary too.
# Happens:   0.00001 is added to each share before the divergence, and the shares are not made to sum
#            to 1 again. In 1000 articles that is little; in 100,000 it is as much as all shares of a
#            topic together, in a million ten times that. Large corpora and long vocabularies have
#            topics that look vacuous, and models of two corpora cannot be compared.
# Output:
#      1,000 articles: KL_background 2.25, log 10 = 2.30
#     10,000 articles: KL_background 2.02, log 10 = 2.30
#    100,000 articles: KL_background 1.25, log 10 = 2.30
#  1,000,000 articles: KL_background 0.34, log 10 = 2.30
#    100,000 words:    KL_uniform    1.25, log 10 = 2.30
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check --no-deps octis==1.14.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from octis.evaluation_metrics.topic_significance_metrics import KL_background, KL_uniform


def tenths(size):
    shares = np.zeros((10, size))
    for topic in range(10):
        shares[topic, topic * size // 10 : (topic + 1) * size // 10] = 1
    return shares


seen = {}
for size in (1_000, 10_000, 100_000, 1_000_000):
    seen[size] = KL_background().score({"topic-document-matrix": tenths(size)})
    print(f"{size:10,} articles: KL_background {seen[size]:.2f}, log 10 = {np.log(10):.2f}")
words = tenths(100_000)
uniform = KL_uniform().score({"topic-word-matrix": words / words.sum(axis=1, keepdims=True)})
print(f"{100_000:10,} words:    KL_uniform    {uniform:.2f}, log 10 = {np.log(10):.2f}")
same = seen[1_000] > 2.2 and 1.2 < seen[100_000] < 1.3 and seen[1_000_000] < 0.4 and 1.2 < uniform < 1.3
raise SystemExit(0 if same else "changed")
PY
