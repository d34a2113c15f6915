"""A module that another one imports and hardly ever uses, loaded when it is used.

scikit-learn's base class brings ``scipy.stats``, for one function that no model here calls. Loading
it takes longer than loading all of scikit-learn.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class _LateModule(ModuleType):
    """Stands for a module, and gives way to it as soon as anybody wants anything of it."""

    def __getattr__(self, name: str) -> Any:
        give_way(self)
        return getattr(importlib.import_module(self.__name__), name)


def give_way(late: ModuleType) -> None:
    """Let the next import load the module itself, if nothing has loaded it yet."""
    if sys.modules.get(late.__name__) is late:
        del sys.modules[late.__name__]


@contextlib.contextmanager
def loaded_when_used(name: str) -> Iterator[None]:
    """Inside the block, ``import name`` does not load the module; using it does, then and later.

    It must be part of a package that loads its parts on first use, as those of SciPy do. What is
    loaded already stays.

    Examples
    --------
    >>> with loaded_when_used("scipy.datasets"):
    ...     import scipy.datasets
    ...     from scipy.datasets import face
    >>> face is scipy.datasets.face
    True
    """
    late = _LateModule(name)
    sys.modules.setdefault(name, late)
    try:
        yield
    finally:
        give_way(late)
