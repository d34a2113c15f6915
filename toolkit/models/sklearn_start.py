"""scikit-learn loaded without parts of numpy and SciPy that it takes over and hardly ever uses."""

from __future__ import annotations

from toolkit._core.late_modules import loaded_when_used
from toolkit._core.numpy_parts import numpy_without_parts

with numpy_without_parts(), loaded_when_used("scipy.stats"):
    import sklearn.base  # noqa: F401 - before anything else of scikit-learn
