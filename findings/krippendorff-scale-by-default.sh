#!/usr/bin/env bash
# krippendorff: codes are points on a scale unless told otherwise, and a row is a coder.
#
# Versions:  krippendorff 0.9.0, numpy 2.4.6; Python 3.11
# Expected:  alpha(sheet) of codes 1, 2, 3 is the alpha for categories; a sheet with a row for each
#            article, as every other package takes it, works or is refused.
# Happens:   level_of_measurement is "interval" by default: theme 1 taken for theme 3 is a
#            disagreement four times as large as for theme 2, so the alpha hangs on the numbers of
#            the themes. Articles in rows are read as coders: 8 coders of 2 articles, and the alpha
#            of a good study is below 0. Neither is told.
# Output:
#   nominal                        0.82
#   by default                     0.68
#   by default, themes renumbered  0.91
#   nominal, articles in rows      -0.06
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  krippendorff==0.9.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import krippendorff
import numpy as np

first = [1, 1, 2, 2, 3, 3, 1, 3]
second = [1, 1, 2, 2, 3, 1, 1, 3]
sheet = np.array([first, second])
other_numbers = np.array([[{1: 1, 2: 3, 3: 2}[code] for code in row] for row in sheet.tolist()])
nominal = krippendorff.alpha(sheet, level_of_measurement="nominal")
plain = krippendorff.alpha(sheet)
renumbered = krippendorff.alpha(other_numbers)
turned = krippendorff.alpha(sheet.T, level_of_measurement="nominal")
print(f"nominal                        {nominal:.2f}")
print(f"by default                     {plain:.2f}")
print(f"by default, themes renumbered  {renumbered:.2f}")
print(f"nominal, articles in rows      {turned:.2f}")
same = nominal > 0.8 and plain < 0.7 and renumbered > 0.75 and turned < 0
raise SystemExit(0 if same else "changed")
PY
