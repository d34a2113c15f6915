#!/usr/bin/env bash
# irrCAC: ordinal weights take codes in the order of the alphabet: high, low, medium.
#
# Versions:  irrCAC 0.4.4, numpy 1.26.4, pandas 2.3.3, scipy 1.12.0; Python 3.11
# Expected:  Words have no order, so weights="ordinal" asks for one or refuses them; low against
#            medium is a smaller disagreement than low against high.
# Happens:   The categories are sorted as text: "high" is next to "low", "medium" is farthest from
#            "high". The same sheet in numbers (1, 2, 3) has other coefficients; here Gwet's AC2 is
#            0.36 for the words and 0.68 for the numbers, and a study that agreed well is reported
#            as one that did not.
# Output:
#   words    gwet 0.36, krippendorff 0.29, fleiss 0.22; categories ['high', 'low', 'medium']
#   numbers  gwet 0.68, krippendorff 0.70, fleiss 0.67; categories [1, 2, 3]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  irrCAC==0.4.4 numpy==1.26.4 pandas==2.3.3 scipy==1.12.0
cd "$work"

venv/bin/python - <<'PY'
import warnings

import pandas as pd
from irrCAC.raw import CAC

warnings.simplefilter("ignore")
words = pd.DataFrame(
    {
        "first": ["low", "medium", "high", "low", "high"],
        "second": ["low", "high", "high", "medium", "high"],
    }
)
numbers = words.replace({"low": "1", "medium": "2", "high": "3"}).astype(int)
found = {}
for name, sheet in (("words", words), ("numbers", numbers)):
    coefficients = CAC(sheet, weights="ordinal")
    found[name] = [getattr(coefficients, kind)()["est"]["coefficient_value"] for kind in ("gwet", "krippendorff", "fleiss")]
    print(f"{name:8} gwet {found[name][0]:.2f}, krippendorff {found[name][1]:.2f}, fleiss {found[name][2]:.2f}; categories {coefficients.categories}")
same = found["words"][0] < 0.4 and found["numbers"][0] > 0.6
raise SystemExit(0 if same else "changed")
PY
