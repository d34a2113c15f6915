"""SciPy loaded without parts of numpy that it takes over and never uses."""

from __future__ import annotations

from toolkit._core.numpy_parts import numpy_without_parts

with numpy_without_parts():
    import scipy.special  # noqa: F401 - the first of SciPy to be loaded by what an analysis uses
