#!/usr/bin/env bash
# scikit-posthocs: with one missing month every month is an outlier by IQR, and none by other tests.
#
# Versions:  scikit-posthocs 0.17.1, numpy 2.4.6; Python 3.11
# Expected:  Of shares by month, one of them missing, 0.9 among values near 0.12 is the outlier, as
#            without the missing month; or a refusal, as posthoc_wilcoxon of this version has.
# Happens:   Quartiles of data with NaN are NaN, and nothing is between them: outliers_iqr returns
#            all seven values as outliers and keeps none. The tests of Grubbs, of Tietjen and Moore
#            and ESD compare with NaN and find no outlier. No warning. outliers_gesd also returns
#            what it keeps in order of size, so that values no longer stand beside their months.
# Output:
#   iqr      all: [0.9]  one missing: [0.9, 0.1, 0.13, 0.11, nan, 0.12, 0.12]
#   grubbs   all: [0.9]  one missing: []
#   tietjen  all: [0.9]  one missing: []
#   gesd     all: [0.9]  one missing: []
#   gesd keeps [0.1, 0.11, 0.12, 0.12, 0.13]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check scikit-posthocs==0.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
import scikit_posthocs as posthocs

missing = np.array([0.9, 0.1, 0.13, 0.11, np.nan, 0.12, 0.12])
whole = missing[~np.isnan(missing)]
kept = {
    "iqr": posthocs.outliers_iqr,
    "grubbs": posthocs.outliers_grubbs,
    "tietjen": lambda shares: posthocs.outliers_tietjen(shares, 1),
    "gesd": lambda shares: posthocs.outliers_gesd(shares, outliers=2),
}


def left_out(shares, keep):
    rest = [str(share) for share in np.asarray(keep(shares)).tolist()]
    out = []
    for share in shares.tolist():
        if str(share) in rest:
            rest.remove(str(share))
        else:
            out.append(share)
    return str(out)


seen = {name: (left_out(whole, keep), left_out(missing, keep)) for name, keep in kept.items()}
for name, (all_months, one_missing) in seen.items():
    print(f"{name:8} all: {all_months}  one missing: {one_missing}")
order = kept["gesd"](whole).tolist()
print("gesd keeps", order)
wanted = {name: ("[0.9]", str(missing.tolist()) if name == "iqr" else "[]") for name in kept}
raise SystemExit(0 if seen == wanted and order == sorted(order) else "changed")
PY
