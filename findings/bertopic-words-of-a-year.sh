#!/usr/bin/env bash
# BERTopic: the words of a topic in 2014 include one that nobody wrote in 2014.
#
# Versions:  bertopic 0.17.4, scikit-learn 1.9.1, pandas 2.3.3, numpy 2.4.6; Python 3.11
# Expected:  topics_over_time() lists the words of the articles of each time.
# Happens:   By default the representation of each time is averaged with that of the topic over all
#            times (global_tuning) and of the time before (evolution_tuning). Words that stand in
#            no article of the year are listed for it, so the chart shows a vocabulary before it
#            was used.
# Output:
#   2014  defaults: city front launch shelling troops    without tuning: city front shelling troops
#   2015  defaults: deal envoy launch peace talks        without tuning: deal envoy peace talks
#   2016  defaults: attack drone launch missile talks    without tuning: attack drone launch missile
#   written in 2014: city front shelling troops
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
years = {2014: "troops shelling city front", 2015: "talks peace envoy deal", 2016: "missile launch drone attack"}
texts = [text for text in years.values() for _ in range(10)]
times = [year for year in years for _ in range(10)]
points = np.random.default_rng(0).normal(0, 0.01, (30, 2))
model = BERTopic(
    embedding_model=None,
    umap_model=BaseDimensionalityReduction(),
    hdbscan_model=KMeans(1, random_state=0, n_init=1),
).fit(texts, embeddings=points)


def words(**options):
    table = model.topics_over_time(texts, times, **options)
    return {row.Timestamp: {w for w in row.Words.split(", ") if w} for row in table.itertuples()}


tuned, plain = words(), words(global_tuning=False, evolution_tuning=False)
for year in years:
    print(f"{year}  defaults: {' '.join(sorted(tuned[year])):36} without tuning: {' '.join(sorted(plain[year]))}")
print("written in 2014:", " ".join(sorted(years[2014].split())))
same = "launch" in tuned[2014] and all(plain[year] == set(text.split()) for year, text in years.items())
raise SystemExit(0 if same else "changed")
PY
