#!/usr/bin/env bash
# tableone: the column "SMD (Post,Times)" holds Times minus Post.
#
# Versions:  tableone 0.9.6, pandas 3.1.1, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  The first group minus the second, as the heading has them: -1.00 here.
# Happens:   The second minus the first for numbers; for labels the value has no sign at all. A
#            balance table read by its heading says that the wrong outlet has the longer articles.
# Output:
#   SMD (Post,Times): 1.000
#   mean of Post 450, of Times 550; Post minus Times in standard deviations: -1.000
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  tableone==0.9.6 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python -W ignore - <<'PY'
import numpy as np
import pandas as pd
from tableone import TableOne

spread = np.linspace(-1, 1, 100)
spread *= 100 / spread.std(ddof=1)
articles = pd.DataFrame({"outlet": ["Post"] * 100 + ["Times"] * 100, "n_words": np.r_[450 + spread, 550 + spread]})
table = TableOne(articles, columns=["n_words"], categorical=[], groupby="outlet", smd=True).tableone
heading = next(name for name in table.columns.get_level_values(1) if name.startswith("SMD"))
shown = next(float(one) for one in table.xs(heading, axis=1, level=1).to_numpy().ravel() if one)
post, times = (articles.loc[articles["outlet"] == name, "n_words"] for name in ("Post", "Times"))
ours = (post.mean() - times.mean()) / np.sqrt((post.var() + times.var()) / 2)
print(f"{heading}: {shown:.3f}")
print(f"mean of Post {post.mean():.0f}, of Times {times.mean():.0f}; Post minus Times in standard deviations: {ours:.3f}")
raise SystemExit(0 if heading == "SMD (Post,Times)" and shown > 0.9 and ours < -0.9 else "changed")
PY
