#!/usr/bin/env bash
# vega-lite: the 95 % interval of an error bar is another in each export of one chart.
#
# Versions:  vl-convert-python 1.9.0.post1 (with its vega-lite); Python 3.11
# Expected:  "ci" is the interval from t, or is drawn with a fixed seed: one specification is one
#            picture.
# Happens:   It is a bootstrap without a seed, and the specification has no place for one. Three
#            exports of twelve values have three pairs of ends, so a figure cannot be made again,
#            and the ends in the text differ from those in the picture. The mean stays.
# Output:
#   three exports: same mean True, same interval False; with stderr: True
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --only-binary :all: vl-convert-python==1.9.0.post1
cd "$work"

venv/bin/python - <<'PY'
import re

import vl_convert

values = [{"source": "a", "share": i % 7 + i / 10} for i in range(12)]
encoding = {
    "x": {"field": "source", "type": "nominal"},
    "y": {"field": "share", "type": "quantitative"},
}


def exported(extent):
    chart = {"data": {"values": values}, "mark": {"type": "errorbar", "extent": extent}, "encoding": encoding}
    return re.search(r'aria-label="(source: [^"]*)"', vl_convert.vegalite_to_svg(chart)).group(1)


labels = [exported("ci") for _ in range(3)]
means = {re.search(r"Mean of share: ([0-9.]+)", label).group(1) for label in labels}
seen = [len(means) == 1, len(set(labels)) == 1, len({exported("stderr") for _ in range(3)}) == 1]
print(f"three exports: same mean {seen[0]}, same interval {seen[1]}; with stderr: {seen[2]}")
expected = [True, False, True]
raise SystemExit(0 if seen == expected else "changed")
PY
