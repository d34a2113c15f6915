#!/usr/bin/env bash
# BERTopic: with nr_bins, articles of January 2014 are dated December 2013, and those of December
# 2016 a year early.
#
# Versions:  bertopic 0.17.4, scikit-learn 1.9.1, pandas 2.3.3, numpy 2.4.6; Python 3.11
# Expected:  A period is named by days on which it has articles, or by its bounds.
# Happens:   The span is cut into equal pieces and each is named by its left edge, the first one
#            0.1 % of the span before the first article. A chart by year shows the year before;
#            articles of the last day stand where the last piece begins.
# Output:
#   articles of 2014-01-01  ->  2013-12-30 21:43:12
#   articles of 2015-06-01  ->  2015-01-01 00:00:00
#   articles of 2016-12-31  ->  2016-01-01 00:00:00
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  scikit-learn==1.9.1 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1 plotly==7.1.0 tqdm==4.70.1 PyYAML==6.0.4
"$work/venv/bin/pip" install --quiet --no-compile --no-deps --disable-pip-version-check bertopic==0.17.4
cd "$work"

venv/bin/python - <<'PY'
import warnings

import numpy as np
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from sklearn.cluster import KMeans

warnings.simplefilter("ignore")
days = ["2014-01-01", "2015-06-01", "2016-12-31"]
texts = [text for text in ("troops shelling", "talks peace", "missile launch") for _ in range(10)]
times = [day for day in days for _ in range(10)]
model = BERTopic(
    embedding_model=None,
    umap_model=BaseDimensionalityReduction(),
    hdbscan_model=KMeans(1, random_state=0, n_init=1),
).fit(texts, embeddings=np.random.default_rng(0).normal(0, 0.01, (30, 2)))
table = model.topics_over_time(texts, times, nr_bins=3)
seen = [f"{time:%Y-%m-%d %H:%M:%S}" for time in table["Timestamp"]]
for day, time in zip(days, seen):
    print(f"articles of {day}  ->  {time}")
expected = ["2013-12-30 21:43:12", "2015-01-01 00:00:00", "2016-01-01 00:00:00"]
raise SystemExit(0 if seen == expected else "changed")
PY
