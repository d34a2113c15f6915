#!/usr/bin/env bash
# ruptures: a step in week 7 is reported as breaks in weeks 5 and 10, since every fifth place only
# is tried.
#
# Versions:  ruptures 1.1.10, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  Pelt is exact: one clean step gives one break, where it is.
# Happens:   The default jump=5 allows breaks at multiples of five only. A step from 0 to 1 at
#            position 7 of 20 comes back as two breaks, at 5 and 10, with a segment between them
#            whose mean is a value that no week had. jump=1 gives 7. On weekly series a break moves
#            by up to two weeks and one event becomes two.
# Output:
#   step at 7 of 20; Pelt: [5, 10, 20] ; jump=1: [7, 20]
#   mean of weeks 5 to 10: 0.6
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  ruptures==1.1.10 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import numpy as np
import ruptures

weeks = np.r_[np.zeros(7), np.ones(13)]
default = ruptures.Pelt(model="l2").fit(weeks).predict(pen=0.5)
each = ruptures.Pelt(model="l2", jump=1).fit(weeks).predict(pen=0.5)
print("step at 7 of 20; Pelt:", default, "; jump=1:", each)
print("mean of weeks 5 to 10:", weeks[5:10].mean())
raise SystemExit(0 if default == [5, 10, 20] and each == [7, 20] else "changed")
PY
