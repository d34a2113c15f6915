#!/usr/bin/env bash
# scattertext: a word that one outlet has a thousand times and the other never is not distinctive;
# p is 1 for the word that is most so.
#
# Versions:  scattertext 0.2.2, six 1.17.0; Python 3.11
# Expected:  LogOddsRatioUninformativeDirichletPrior ranks a word of 1000 uses against none above one
#            of 300 against 100, and get_p_vals gives small values for what chance does not explain.
# Happens:   The default prior is 0.001 of a use, and the variance of the score has its inverse, 1000:
#            a word that one side never uses has a z below 0.7 whatever its count, so that words of
#            one outlet alone are at the bottom of the list. With a prior of 0.5 they lead it. The
#            p-values are not those of a test but grow with the score: 1.000 for the most typical
#            word of the first side, 0.000 for that of the other.
# Output:
#   uses 300, 100: z 10.10, p 1.000; with a prior of 0.5: z 10.09
#   uses 1000, 0:  z 0.46, p 0.677; with a prior of 0.5: z 5.90
#   uses 100, 300: z -10.10, p 0.000; with a prior of 0.5: z -10.09
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check scattertext==0.2.2 six==1.17.0
cd "$work"

venv/bin/python - <<'PY'
import warnings

warnings.simplefilter("ignore")

import numpy as np
import scattertext as st

first = np.array([300, 1000, 100, 500, 0])
other = np.array([100, 0, 300, 500, 1000])
default = st.LogOddsRatioUninformativeDirichletPrior()
half = st.LogOddsRatioUninformativeDirichletPrior(0.5)
scores, weighed = default.get_scores(first, other), half.get_scores(first, other)
p_values = default.get_p_vals(np.column_stack([first, other]))
for row in range(3):
    name = f"uses {first[row]}, {other[row]}:"
    print(f"{name:14} z {scores[row]:.2f}, p {p_values[row]:.3f}; with a prior of 0.5: z {weighed[row]:.2f}")
same = scores[0] > 10 and 0 < scores[1] < 0.7 and weighed[1] > 5
same = same and p_values[0] > 0.999 and p_values[2] < 0.001
raise SystemExit(0 if same else "changed")
PY
