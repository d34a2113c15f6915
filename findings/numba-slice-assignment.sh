#!/usr/bin/env bash
# numba: assigning an array to a slice compiles the text of an error message into the kernel.
#
# Versions:  numba 0.68.1, llvmlite 0.50.0, numpy 2.4.6; Python 3.11
# Expected:  a[m : m + b.size] = b becomes a check of the lengths and a copy, about what the loop over
#            the elements becomes.
# Happens:   If the lengths differ, the message names both shapes, and the kernel puts it together
#            itself: turning numbers into text and joining strings is compiled along with it. The
#            code is several times that of the loop, and so is what LLVM has to optimise for each
#            such line and type. The results are the same.
# Output (the sizes are those of one machine):
#   slice: 176675 characters of LLVM IR, joins strings: True
#   loop:   26899 characters of LLVM IR, joins strings: False
#   lengths that differ: cannot assign slice of shape (1,) from input of shape (3,)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  numba==0.68.1 llvmlite==0.50.0 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import numba
import numpy as np


@numba.njit
def by_slice(a, b, m):
    a[m : m + b.size] = b


@numba.njit
def by_loop(a, b, m):
    for i in range(b.size):
        a[m + i] = b[i]


size, joins, results = {}, {}, []
for name, kernel in {"slice": by_slice, "loop": by_loop}.items():
    array = np.zeros(9, np.int64)
    kernel(array, np.arange(1, 4), 2)
    results.append(array.tolist())
    code = kernel.inspect_llvm(kernel.signatures[0])
    size[name], joins[name] = len(code), "unicode_concat" in code
    print(f"{name + ':':6} {size[name]:6} characters of LLVM IR, joins strings: {joins[name]}")
message = "none"
try:
    by_slice(np.zeros(3, np.int64), np.arange(1, 4), 2)
except ValueError as error:
    message = str(error)
print("lengths that differ:", message)
same = joins == {"slice": True, "loop": False} and size["slice"] > 3 * size["loop"]
same = same and results == [[0, 0, 1, 2, 3, 0, 0, 0, 0]] * 2 and message.startswith("cannot assign slice")
raise SystemExit(0 if same else "changed")
PY
