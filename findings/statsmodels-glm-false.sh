#!/usr/bin/env bash
# statsmodels: glm and gee model False where an outcome is True or False, so that effects are reversed.
#
# Versions:  statsmodels 0.15.0, pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  glm("war ~ outlet") models the share of True, as with 1 and 0, as GLM with the same
#            columns and as glm of R; or a refusal, as logit, probit and ols have.
# Happens:   The formula makes two columns of True and False, or of "no" and "yes", in this order, and
#            a binomial family takes two columns for successes and failures: successes are the
#            articles without the theme. The sign of each effect turns, predict() of an outlet with
#            80 of 100 is 0.2. No warning; only endog_names tells.
# Output:
#   1 and 0          glm  Times -2.234   predicted 0.8 and 0.3
#   True and False   glm  Times 2.234    predicted 0.2 and 0.7
#   yes and no       glm  Times 2.234    predicted 0.2 and 0.7
#   True and False   gee  Times 2.234    predicted 0.2 and 0.7
#   True and False   logit ValueError
#   True and False   GLM without a formula -2.234
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python -W ignore - <<'PY'
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

articles = pd.DataFrame(
    {
        "outlet": ["Post"] * 100 + ["Times"] * 100,
        "flag": [True] * 80 + [False] * 20 + [True] * 30 + [False] * 70,
    }
)
articles["number"] = articles["flag"].astype(int)
articles["word"] = np.where(articles["flag"], "yes", "no")
family = sm.families.Binomial()


def shown(label, name, fitted):
    effect = round(float(fitted.params["outlet[T.Times]"]), 3)
    post, times = (round(float(share), 2) for share in fitted.predict(articles).iloc[[0, -1]])
    print(f"{label:16} {name:4} Times {effect:<8} predicted {post} and {times}")
    return effect, post, times


seen = [
    shown("1 and 0", "glm", smf.glm("number ~ outlet", articles, family=family).fit()),
    shown("True and False", "glm", smf.glm("flag ~ outlet", articles, family=family).fit()),
    shown("yes and no", "glm", smf.glm("word ~ outlet", articles, family=family).fit()),
    shown("True and False", "gee", smf.gee("flag ~ outlet", np.arange(200), articles, family=family).fit()),
]
try:
    smf.logit("flag ~ outlet", articles).fit(disp=0)
    refused = "accepted"
except ValueError as error:
    refused = type(error).__name__
print(f"{'True and False':16} logit {refused}")
design = sm.add_constant((articles["outlet"] == "Times").astype(float))
plain = round(float(sm.GLM(articles["flag"], design, family=family).fit().params["outlet"]), 3)
print(f"{'True and False':16} GLM without a formula {plain}")
reversed_effect = (2.234, 0.2, 0.7)
wanted = [(-2.234, 0.8, 0.3), reversed_effect, reversed_effect, reversed_effect]
raise SystemExit(0 if seen == wanted and refused == "ValueError" and plain == -2.234 else "changed")
PY
