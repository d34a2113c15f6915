#!/usr/bin/env bash
# plotnine: the error bars of mean_se divide by n, those of mean_sdl and mean_cl_normal by n - 1.
#
# Versions:  plotnine 0.15.9; Python 3.11
# Expected:  stat_summary(fun_data="mean_se") draws the standard error of the mean, as ggplot2 does
#            whose names it has.
# Happens:   The variance is that of the sample as a whole population: too small by 29 % for two
#            outlets, by 11 % for five. mean_se is what stat_summary_bin draws where nothing is
#            asked for. The deviation and the interval beside it are right.
# Output:
#   2 outlets: half a bar 0.0707, standard error 0.1000
#   5 outlets: half a bar 0.0632, standard error 0.0707
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check plotnine==0.15.9
cd "$work"

venv/bin/python - <<'PY'
import math

import pandas as pd
from plotnine import aes, geom_point, ggplot, stat_summary

same = True
for shares in ([0.1, 0.3], [0.1, 0.2, 0.3, 0.4, 0.5]):
    table = pd.DataFrame({"month": "October", "share": shares})
    plot = ggplot(table, aes("month", "share")) + geom_point() + stat_summary(fun_data="mean_se")
    plot._build()
    bar = plot.layers[1].data.iloc[0]
    half, error = bar["ymax"] - bar["y"], table["share"].sem()
    print(f"{len(shares)} outlets: half a bar {half:.4f}, standard error {error:.4f}")
    same = same and math.isclose(half, error * math.sqrt((len(shares) - 1) / len(shares)))
raise SystemExit(0 if same else "changed")
PY
