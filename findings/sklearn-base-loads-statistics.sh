#!/usr/bin/env bash
# scikit-learn: a class of one's own that only inherits from BaseEstimator loads scipy.stats.
#
# Versions:  scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6; Python 3.11
# Expected:  sklearn.base, which every estimator needs, brings get_params, set_params and the like.
# Happens:   Its helpers for other versions import scipy.stats, with linalg, optimize, interpolate and
#            spatial behind it, and joblib with its own copy of loky: more modules than
#            scikit-learn has itself. Where a command or a page should start at once, that is most of
#            the wait.
# Output (numbers of modules; the first is that of one platform):
#   scipy modules: more than 400, sklearn's own: fewer than 100
#   scipy.stats, optimize, interpolate, spatial, joblib's loky: all loaded
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import sys

from sklearn.base import BaseEstimator  # noqa: F401


def number(package):
    return sum(name == package or name.startswith(package + ".") for name in sys.modules)


dear = ("scipy.stats", "scipy.optimize", "scipy.interpolate", "scipy.spatial",
        "joblib.externals.loky")
loaded = [name for name in dear if name in sys.modules]
print("scipy modules:", number("scipy"), "sklearn's own:", number("sklearn"))
print("loaded:", *loaded)
raise SystemExit(0 if len(loaded) == len(dear) and number("scipy") > number("sklearn") else "changed")
PY
