"""Numba decorators for the text kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_rewrites": True}
"""Array-expression rewrites are off: there are none, and the search costs compile time."""


def kernel(function: Callable[..., Any]) -> Any:
    """Compile on first use, cache on disk, release the GIL."""
    return njit(cache=True, nogil=True, **_OPTIONS)(function)


def helper(function: Callable[..., Any]) -> Any:
    """Compile for use by kernels only, without a Python wrapper and without its own cache.

    This shortens the first compilation.
    """
    options: dict[str, Any] = {
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
        "no_rewrites": True,
    }
    return njit(error_model="numpy", **options)(function)
