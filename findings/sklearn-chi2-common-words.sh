#!/usr/bin/env bash
# scikit-learn: chi2 of a common word is a quarter of the textbook's, with a p-value that fits it.
#
# Versions:  scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  chi2 of "word in article or not" by outlet is Pearson's statistic of the table of two by
#            two, as chi2_contingency of scipy without correction gives it.
# Happens:   Only articles with the word are compared, those without it are left out, as if the word
#            were rare: 90 of 100 against 60 of 100 has 6.0 and p = 0.014 in place of 24 and
#            p = 0.000001. For rare words both agree, so that a ranking moves rare words up; and if
#            the articles with and without the word are two columns, the two p-values differ.
# Output:
#   word in 90 and 60 of 100   chi2 6.0 p 0.014      table 24.0 p 9.6e-07
#   word in 9 and 2 of 100     chi2 4.45 p 0.035     table 4.71 p 0.03
#   word not in 90 and 60      chi2 18.0 p 2.2e-05
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
from scipy.stats import chi2_contingency
from sklearn.feature_selection import chi2

outlet = np.repeat(["Post", "Times"], 100)
seen = []
for in_post, in_times in ((90, 60), (9, 2)):
    word = np.concatenate([np.arange(100) < in_post, np.arange(100) < in_times]).astype(int)
    given, p_given = (float(values[0]) for values in chi2(word[:, None], outlet))
    table = chi2_contingency([[in_post, 100 - in_post], [in_times, 100 - in_times]], correction=False)
    seen.append((round(given, 2), f"{p_given:.2g}", round(table.statistic, 2), f"{table.pvalue:.2g}"))
    shown = f"chi2 {seen[-1][0]} p {seen[-1][1]}"
    print(f"{f'word in {in_post} and {in_times} of 100':26} {shown:21} table {seen[-1][2]} p {seen[-1][3]}")
    if in_post == 90:
        without, p_without = (float(values[0]) for values in chi2(1 - word[:, None], outlet))
print(f"word not in 90 and 60      chi2 {without:.1f} p {p_without:.2g}")
wanted = [(6.0, "0.014", 24.0, "9.6e-07"), (4.45, "0.035", 4.71, "0.03")]
raise SystemExit(0 if seen == wanted and round(without, 1) == 18 else "changed")
PY
