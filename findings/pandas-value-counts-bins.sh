#!/usr/bin/env bash
# pandas: value_counts leaves missing values out of its shares, and with bins counts them again.
#
# Versions:  pandas 3.1.1, numpy 2.4.6; Python 3.11
# Expected:  value_counts(normalize=True) gives shares of the values that are there, which sum to 1
#            (dropna=True is the default), in bins as without.
# Happens:   With bins= the shares are of all rows: articles without a score, and those beyond the
#            last bin, are in no bin and in the denominator, so that the bars of an outlet that leaves
#            half of its scores blank are half as high, and sum to 0.5. dropna=False adds no row for
#            them. No warning.
# Output:
#   scores 0.2, 0.3, 0.7, 0.8, four blank
#   without bins   [0.25, 0.25, 0.25, 0.25]  sum 1.0
#   with bins      [0.25, 0.25]  sum 0.5
#   dropna=False   [0.25, 0.25]  sum 0.5
#   cut before     [0.5, 0.5]  sum 1.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check pandas==3.1.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import pandas as pd

scores = pd.Series([0.2, 0.3, 0.7, 0.8, None, None, None, None])
bins = [0, 0.5, 1]
shares = {
    "without bins": scores.value_counts(normalize=True),
    "with bins": scores.value_counts(normalize=True, bins=bins),
    "dropna=False": scores.value_counts(normalize=True, bins=bins, dropna=False),
    "cut before": pd.cut(scores, bins).value_counts(normalize=True),
}
print("scores 0.2, 0.3, 0.7, 0.8, four blank")
for name, of_bins in shares.items():
    print(f"{name:14} {of_bins.tolist()}  sum {of_bins.sum()}")
wanted = [[0.25] * 4, [0.25] * 2, [0.25] * 2, [0.5] * 2]
raise SystemExit(0 if [of_bins.tolist() for of_bins in shares.values()] == wanted else "changed")
PY
