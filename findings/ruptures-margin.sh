#!/usr/bin/env bash
# ruptures: with a margin of 1, precision and recall count breaks in the very week only, with 10
# those up to nine away.
#
# Versions:  ruptures 1.1.10, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  precision_recall(true, found, margin=1) takes a break one week off as found: "allowed
#            error (in points)".
# Happens:   A break must lie less than the margin away: margin=1 asks for the same week,
#            margin=10, the default, for nine. Breaks at 99 and 101 for a step at 100 have
#            precision 0 with a margin of 1; with 2 the first one counts and the second does not.
#            Scores of a study that allows one week off are those of a study that allows none, and
#            the end of the series is not among the breaks that are compared.
# Output:
#   a break at 100, found 101, margin 1: precision 0.0, recall 0.0
#   a break at 100, found 101, margin 2: precision 1.0, recall 1.0
#   a break at 100, found 100, margin 1: precision 1.0, recall 1.0
#   a break at 100, found 110, margin 10: precision 0.0, recall 0.0
#   a break at 100, found 109, margin 10: precision 1.0, recall 1.0
#   a break at 100, found 99 and 101, margin 2: precision 0.5, recall 1.0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  ruptures==1.1.10 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
from ruptures.metrics import precision_recall

cases = {
    "found 101, margin 1": ([101, 200], 1),
    "found 101, margin 2": ([101, 200], 2),
    "found 100, margin 1": ([100, 200], 1),
    "found 110, margin 10": ([110, 200], 10),
    "found 109, margin 10": ([109, 200], 10),
    "found 99 and 101, margin 2": ([99, 101, 200], 2),
}
seen = {name: precision_recall([100, 200], found, margin=margin) for name, (found, margin) in cases.items()}
for name, (precision, recall) in seen.items():
    print(f"a break at 100, {name}: precision {precision}, recall {recall}")
raise SystemExit(0 if [float(one[1]) for one in seen.values()] == [0, 1, 1, 0, 1, 1] else "changed")
PY
