#!/usr/bin/env bash
# threadpoolctl: a limit set in one thread makes the limits of all other threads do nothing.
#
# Versions:  threadpoolctl 3.8.0 (and 3.6.0 for comparison), numpy 2.4.6; Python 3.11, Linux wheels
# Expected:  with threadpool_limits(1) around a product of matrices, in a worker thread too, BLAS
#            takes one thread there, as it did up to 3.6.0.
# Happens:   NumPy's OpenBLAS has one pool for the process, and 3.8.0 lets one thread at a time
#            control it: the first that sets a limit. A limit that is set by a call (not by "with")
#            keeps that control for as long as the thread lives, also after
#            restore_original_limits(). What other threads ask for meanwhile is ignored without a
#            warning. Sums of products then depend on the number of processors again, and the
#            threads of BLAS spin beside those of the program.
# Output:
#   3.6.0: threads of BLAS in a second thread that asks for one: 1
#   3.8.0: threads of BLAS in a second thread that asks for one: 2
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  threadpoolctl==3.8.0 numpy==2.4.6
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check --no-deps \
  --target "$work/earlier" threadpoolctl==3.6.0
cd "$work"

cat > look.py <<'PY'
import threading
from importlib.metadata import version

import numpy  # noqa: F401 - loads OpenBLAS
from threadpoolctl import threadpool_info, threadpool_limits

limits = threadpool_limits(1, user_api="blas")
limits.restore_original_limits()
seen = []


def look():
    with threadpool_limits(1, user_api="blas"):
        seen.append(max(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"))


second = threading.Thread(target=look)
second.start()
second.join()
print(f"{version('threadpoolctl')}: threads of BLAS in a second thread that asks for one: {seen[0]}")
PY
OPENBLAS_NUM_THREADS=2 PYTHONPATH="$work/earlier" venv/bin/python look.py | tee found
OPENBLAS_NUM_THREADS=2 venv/bin/python look.py | tee -a found
cat > wanted <<'TXT'
3.6.0: threads of BLAS in a second thread that asks for one: 1
3.8.0: threads of BLAS in a second thread that asks for one: 2
TXT
cmp found wanted
