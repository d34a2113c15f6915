#!/usr/bin/env bash
# rank_bm25: a word in half of the articles counts nothing, one in three quarters of them counts.
#
# Versions:  rank-bm25 0.2.2, numpy 2.4.6; Python 3.11
# Expected:  The weight falls as a word becomes commoner, and is above 0 for a word that is not in
#            every article.
# Happens:   BM25Okapi's weight is 0 at exactly a half and would be negative above; negative ones
#            are replaced by a quarter of the mean weight. So "war" in 3 of 4 articles scores and
#            "market" in 2 of 4 does not, and of two articles every word scores 0: no article is
#            more like a query than another.
# Output:
#   weights (in 1, 2 and 3 of 4 articles): {'talks': 0.847, 'market': 0.0, 'war': 0.085}
#   scores for 'market': [0.0, 0.0, 0.0, 0.0]
#   scores for 'war':    [0.085, 0.085, 0.0, 0.069]
#   two articles, 'war': [0.0, 0.0]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  rank-bm25==0.2.2 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from rank_bm25 import BM25Okapi

articles = [["war", "talks"], ["war", "peace"], ["market"], ["market", "war", "bank"]]
index = BM25Okapi(articles)
weights = {word: round(float(index.idf[word]), 3) for word in ("talks", "market", "war")}
pair = BM25Okapi([["war", "talks"], ["market", "bank"]])
print("weights (in 1, 2 and 3 of 4 articles):", weights)
print("scores for 'market':", index.get_scores(["market"]).tolist())
print("scores for 'war':   ", index.get_scores(["war"]).round(3).tolist())
print("two articles, 'war':", pair.get_scores(["war"]).tolist())
same = weights["market"] == 0 < weights["war"] < weights["talks"] and pair.get_scores(["war"]).tolist() == [0, 0]
raise SystemExit(0 if same else "changed")
PY
