#!/usr/bin/env bash
# matplotlib: a line without points moves the axes, and further at each drawing.
#
# Versions:  matplotlib 3.11.2; Python 3.11
# Expected:  An empty line (a series without data in one of several panels) has no extent and
#            changes no layout.
# Happens:   With clip_on=False, as markers on the edge of a chart need, the empty line counts as a
#            point at pixel (0, 0). Constrained layout then reserves room down to the corner of the
#            figure; drawing again, as a notebook and savefig do, reserves more. The figure saved
#            is not the figure shown.
# Output:
#   without the line:  [0.0561, 0.0561, 0.0561]
#   with the line:     [0.151, 0.1771, 0.2031]
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  matplotlib==3.11.2 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def edges(empty):
    figure, axes = plt.subplots(layout="constrained")
    axes.plot([0, 1], [0, 1])
    if empty:
        axes.plot([], [], "o", clip_on=False)
    seen = []
    for _ in range(3):
        figure.canvas.draw()
        seen.append(axes.get_position(original=False).x0)
    return seen


plain, moved = edges(False), edges(True)
print("without the line: ", [round(float(x), 4) for x in plain])
print("with the line:    ", [round(float(x), 4) for x in moved])
same = len(set(plain)) == 1 and plain[0] < moved[0] < moved[1] < moved[2]
raise SystemExit(0 if same else "changed")
PY
