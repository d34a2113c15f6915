"""How kernels are compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_rewrites": True}
"""There are no array expressions to rewrite, so no time is spent on looking for them."""


def kernel(function: Callable[..., Any]) -> Any:
    """Compile on first use, keep the result on disk, release the interpreter lock."""
    return njit(cache=True, nogil=True, **_OPTIONS)(function)


def helper(function: Callable[..., Any]) -> Any:
    """Compile as a part of the kernels that call it, not to be called from Python.

    That, and being cached with its callers only, makes the first use quicker.
    """
    options: dict[str, Any] = {
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
        "no_rewrites": True,
    }
    return njit(error_model="numpy", **options)(function)
