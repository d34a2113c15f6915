"""Rarely used parts of numpy, kept out of what SciPy and scikit-learn take over from it.

Both take over all names of numpy, and numpy loads a part when it is named: its parser of Fortran,
its tests, its interface to C. Half of the time of loading `scipy.special` went into those. They are
loaded as ever by whoever asks for them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("f2py", "testing", "ctypeslib")
LISTS = ("__all__", "__numpy_submodules__")
"""Where numpy says what ``from numpy import *`` and ``dir(numpy)`` name."""


@contextlib.contextmanager
def numpy_without_parts() -> Iterator[None]:
    """Inside the block, who takes over the names of numpy gets none of these parts.

    Examples
    --------
    >>> with numpy_without_parts():
    ...     "f2py" in np.__all__, hasattr(np, "f2py")
    (False, True)
    >>> "f2py" in np.__all__
    True
    """
    usual = {name: vars(np)[name] for name in LISTS if name in vars(np)}
    for name, names in usual.items():
        setattr(np, name, type(names)(one for one in names if one not in PARTS))
    try:
        yield
    finally:
        for name, names in usual.items():
            setattr(np, name, names)
