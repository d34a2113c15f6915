#!/usr/bin/env bash
# datasketches: a sketch of quantiles moves dates by a day and ids to their neighbours.
#
# Versions:  datasketches 5.2.0, numpy 2.4.6; Python 3.11
# Expected:  The smallest and the largest value of a sketch are among those that were given, and a
#            float of Python has 53 bits.
# Happens:   kll_floats_sketch, the first of its classes, holds floats of 24 bits. Dates written as
#            20181025 become even numbers: the last article is of the 24th, and a chart of quantiles
#            has no odd days. Seconds since 1970 move by up to a minute. NaN is left out of n
#            without a word. kll_doubles_sketch and kll_ints_sketch keep them.
# Output:
#   kll_floats_sketch   [20181020, 20181024, 20181024]
#   kll_doubles_sketch  [20181021, 20181023, 20181025]
#   1540463199 is 1540463232
#   n of four values, one of them NaN: 3
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  datasketches==5.2.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
from datasketches import kll_doubles_sketch, kll_floats_sketch

days = [20181021, 20181023, 20181025]
found = {}
for kind in (kll_floats_sketch, kll_doubles_sketch):
    sketch = kind(200)
    for day in days:
        sketch.update(day)
    values = [sketch.get_min_value(), sketch.get_quantile(0.5), sketch.get_max_value()]
    found[kind.__name__] = [int(value) for value in values]
    print(f"{kind.__name__:19}", found[kind.__name__])
sketch = kll_floats_sketch(200)
sketch.update(1540463199)
seconds = int(sketch.get_max_value())
print("1540463199 is", seconds)
for value in (0.25, float("nan"), 0.5):
    sketch.update(value)
print("n of four values, one of them NaN:", sketch.n)
same = found["kll_floats_sketch"] == [20181020, 20181024, 20181024] and found["kll_doubles_sketch"] == days and seconds != 1540463199 and sketch.n == 3
raise SystemExit(0 if same else "changed")
PY
