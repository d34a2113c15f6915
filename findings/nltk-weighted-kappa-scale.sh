#!/usr/bin/env bash
# nltk: weighted_kappa with the largest distance of the scale is -4.33 in place of 0.67.
#
# Versions:  nltk 3.10.4; Python 3.11
# Expected:  AnnotationTask.weighted_kappa(max_distance) is Cohen's weighted kappa (1968), where the
#            largest distance cancels: it divides the observed and the expected disagreement.
# Happens:   Only the expected disagreement is divided by it. With the squared distance of codes 1
#            to 5, max_distance=16 makes 0.67 a -4.33, and 0.25 makes it 0.92. Left alone (1) it gives
#            the right value.
# Output:
#   max_distance 1: 0.67
#   max_distance 16: -4.33
#   max_distance 0.25: 0.92
#   by hand: 0.67
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check nltk==3.10.4
cd "$work"

venv/bin/python - <<'PY'
from itertools import product

from nltk.metrics import interval_distance
from nltk.metrics.agreement import AnnotationTask

codes = {"a": [1, 2, 4, 5], "b": [1, 3, 4, 3]}
sheet = [(coder, str(article), code) for coder, row in codes.items() for article, code in enumerate(row)]
task = AnnotationTask(sheet, distance=interval_distance)
found = {}
for largest in (1, 16, 0.25):
    found[largest] = task.weighted_kappa(largest)
    print(f"max_distance {largest}: {found[largest]:.2f}")
observed = sum((x - y) ** 2 for x, y in zip(codes["a"], codes["b"])) / 4
expected = sum((x - y) ** 2 for x, y in product(codes["a"], codes["b"])) / 16
by_hand = 1 - observed / expected
print(f"by hand: {by_hand:.2f}")
same = abs(found[1] - by_hand) < 1e-9 and found[16] < -4 and found[0.25] > 0.9
raise SystemExit(0 if same else "changed")
PY
