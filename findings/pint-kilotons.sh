#!/usr/bin/env bash
# pint: 6 kt are six knots, 6 Gt are billions of tons.
#
# Versions:  pint 0.25.3; Python 3.11
# Expected:  t is the metric ton, and with a prefix of SI its multiples: kt a thousand, Mt a million,
#            Gt a billion.
# Happens:   The name of a unit goes before a prefix. kt is the knot, a speed, and Mt and Gt are tons: in
#            one column of emissions and harvests the figures in kt are of another kind. The same
#            holds of ft, which is the foot. What is converted to tons is an error for kt alone, so
#            that these sums are left out where errors are skipped.
# Output:
#   6 t   6 metric_ton       6 t
#   6 kt  6 knot             no mass
#   6 Mt  6 megametric_ton   6000000 t
#   6 Gt  6 gigametric_ton   6000000000 t
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pint==0.25.3
cd "$work"

venv/bin/python - <<'PY'
import pint

units = pint.UnitRegistry()
names = {}
for text in ("6 t", "6 kt", "6 Mt", "6 Gt"):
    quantity = units(text)
    names[text] = str(quantity.units)
    try:
        tons = f"{quantity.to('metric_ton').magnitude:.0f} t"
    except pint.DimensionalityError:
        tons = "no mass"
    print(f"{text:5} {quantity!s:18} {tons}")
same = list(names.values()) == ["metric_ton", "knot", "megametric_ton", "gigametric_ton"]
raise SystemExit(0 if same else "changed")
PY
