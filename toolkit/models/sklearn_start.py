"""scikit-learn loaded without parts of numpy that it takes over and never uses."""

from __future__ import annotations

from toolkit._core.numpy_parts import numpy_without_parts

with numpy_without_parts():
    import sklearn.base  # noqa: F401 - before anything else of scikit-learn
