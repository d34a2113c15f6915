#!/usr/bin/env bash
# scipy: import scipy.linalg loads numpy.f2py, numpy.testing and unittest.
#
# Versions:  scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  numpy loads these three only when they are asked for, and a program that wants a matrix
#            decomposition asks for none of them.
# Happens:   scipy copies the names of numpy into scipy._lib.array_api_compat.numpy: it goes through
#            dir(numpy) and gets each name, and getting a lazy one imports it. scipy.linalg,
#            scipy.sparse and scipy.special all do so; import scipy alone does not. Each worker and
#            each short command pays for a parser of Fortran and two libraries for tests.
# Output:
#   numpy           -
#   scipy           -
#   scipy.linalg    numpy.f2py numpy.testing unittest
#   scipy.sparse    numpy.f2py numpy.testing unittest
#   scipy.special   numpy.f2py numpy.testing unittest
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import subprocess
import sys

LAZY = ["numpy.f2py", "numpy.testing", "unittest"]
EXPECTED = {"numpy": [], "scipy": [], "scipy.linalg": LAZY, "scipy.sparse": LAZY, "scipy.special": LAZY}


def loaded(module):
    code = f"import sys, {module}; print(*(name for name in {LAZY} if name in sys.modules))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


seen = {module: loaded(module) for module in EXPECTED}
for module, names in seen.items():
    print(f"{module:15} {' '.join(names) or '-'}")
raise SystemExit(0 if seen == EXPECTED else "changed")
PY
