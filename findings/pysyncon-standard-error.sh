#!/usr/bin/env bash
# pysyncon: the standard error of a synthetic control takes weeks that follow one another for
# independent.
#
# Versions:  pysyncon 1.7.0, pandas 3.1.1, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  "att" over its "se" exceeds 1.96 at one ordinary date in twenty.
# Happens:   At more than half of them, if a week resembles the week before (autocorrelation
#            0.8): the standard error is that of the mean of ten independent gaps.
# Output:
#   an effect where there is none: 33 of 60 simulated outlets
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pysyncon==1.7.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python -W ignore - <<'PY'
import numpy as np
import pandas as pd
from pysyncon import Dataprep, Synth

WEEKS, EVENT = 60, 50


def outlets(seed):
    """Five outlets that follow the same news; nothing happens in week 50."""
    noise = np.random.default_rng(seed).normal(0, 0.02, (6, WEEKS))
    news = np.zeros_like(noise)
    for week in range(WEEKS):
        news[:, week] = 0.8 * news[:, max(week - 1, 0)] * (week > 0) + noise[:, week]
    share = 0.3 + news[5] + 0.5 * news[:5]
    rows = [(f"outlet {k}", week, share[k, week]) for k in range(5) for week in range(WEEKS)]
    return pd.DataFrame(rows, columns=["outlet", "week", "share"])


def z_value(seed):
    before = range(EVENT)
    prepared = Dataprep(
        foo=outlets(seed), predictors=["share"], predictors_op="mean", dependent="share",
        unit_variable="outlet", time_variable="week", treatment_identifier="outlet 0",
        controls_identifier=[f"outlet {k}" for k in range(1, 5)],
        time_predictors_prior=before, time_optimize_ssr=before,
    )
    model = Synth()
    model.fit(dataprep=prepared)
    effect = model.att(range(EVENT, WEEKS))
    return abs(effect["att"]) / effect["se"]


found = sum(z_value(seed) > 1.96 for seed in range(60))
print(f"an effect where there is none: {found} of 60 simulated outlets")
raise SystemExit(0 if found > 15 else "changed")
PY
