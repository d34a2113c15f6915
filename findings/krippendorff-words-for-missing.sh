#!/usr/bin/env bash
# krippendorff: "nan" is a code that was not given, "None", "" and "N/A" are categories.
#
# Versions:  krippendorff 0.9.0, pandas 2.3.3, numpy 1.26.4; Python 3.11
# Expected:  Codes that are texts have a stated sign for missing, or all that pandas takes for
#            missing.
# Happens:   Only the letters "nan" are missing. A blank from a CSV file read with
#            keep_default_na=False, or a None of a database after astype(str), is a category of its
#            own, on which the other coder never agrees: alpha of the same codes is 0.44 or 0.26. No
#            warning.
# Output:
#   'nan'   0.44
#   'None'  0.26
#   ''      0.26
#   'N/A'   0.26
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: krippendorff==0.9.0 numpy==1.26.4
cd "$work"

venv/bin/python - <<'PY'
import krippendorff

signs = "nan", "None", "", "N/A"
seen = [
    krippendorff.alpha(reliability_data=[["a", "b", "b", sign], ["a", "b", "a", "b"]], level_of_measurement="nominal")
    for sign in signs
]
for sign, alpha in zip(signs, seen):
    print(f"{sign!r:7} {alpha:.2f}")
raise SystemExit(0 if [round(float(alpha), 2) for alpha in seen] == [0.44, 0.26, 0.26, 0.26] else "changed")
PY
