#!/usr/bin/env bash
# statsmodels: lowess with its defaults draws a theme that every fifth article has at exactly 0.
#
# Versions:  statsmodels 0.15.0, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1; Python 3.11
# Expected:  A smooth of 0/1 marks (has the theme or not) runs near the share of ones.
# Happens:   lowess makes it=3 rounds that give less weight to points far from the line. With fewer
#            than about a third of ones, the ones are the far points: they lose their weight, and
#            the line of a theme of 20 % is exactly 0 on every day, that of a theme of 80 % exactly
#            1. it=0 gives the share.
# Output:
#   share of articles 0.20: default 0.00 to 0.00, it=0 0.14 to 0.23
#   share of articles 0.80: default 1.00 to 1.00, it=0 0.75 to 0.85
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from statsmodels.nonparametric.smoothers_lowess import lowess

rng = np.random.default_rng(0)
day = np.arange(400)
drawn = {}
for share in (0.20, 0.80):
    has_theme = rng.permutation(day < share * 400).astype(float)
    default = lowess(has_theme, day)[:, 1]
    plain = lowess(has_theme, day, it=0)[:, 1]
    drawn[share] = (default.min(), default.max(), plain.mean())
    print(
        f"share of articles {has_theme.mean():.2f}: default {default.min():.2f} to {default.max():.2f}, "
        f"it=0 {plain.min():.2f} to {plain.max():.2f}"
    )
same = drawn[0.20][1] == 0 and drawn[0.80][1] > 0.99
same = same and all(abs(plain - share) < 0.03 for share, (*_, plain) in drawn.items())
raise SystemExit(0 if same else "changed")
PY
