"""How the kernels are compiled: one decorator for those called from Python, one for their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numba

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_rewrites": True}
"""No kernel divides by zero on purpose or has array expressions that numba could fuse."""


@overload
def kernel(function: Callable[..., Any], /) -> Any: ...
@overload
def kernel(*, fastmath: Collection[str]) -> Callable[[Callable[..., Any]], Any]: ...
def kernel(function: Callable[..., Any] | None = None, /, *, fastmath: Collection[str] = ()) -> Any:
    """Compile a function on first use, without the interpreter lock.

    The machine code is kept on disk where a folder for it can be written (``NUMBA_CACHE_DIR``, the
    package's own folder, or the user's cache). In a read-only installation, a container without a
    home, or on a full disk, nothing is kept and each process compiles anew.

    Parameters
    ----------
    function : callable
        Takes arrays and numbers by position, and fills the arrays.
    fastmath : collection of str
        LLVM's names of the liberties that floating-point sums may take.

    Returns
    -------
    callable
        The compiled function; ``py_func`` is the plain one.

    Examples
    --------
    >>> import numpy as np
    >>> @kernel
    ... def double(values):
    ...     for i in range(len(values)):
    ...         values[i] *= 2
    >>> values = np.arange(3.0)
    >>> double(values)
    >>> values.tolist()
    [0.0, 2.0, 4.0]
    """
    if function is None:
        return lambda given: _compile(given, fastmath)
    return _compile(function, fastmath)


def helper(function: Callable[..., Any]) -> Any:
    """Compile a part of kernels that is never called from Python.

    It is inlined into and cached with its callers, which makes the first use quicker.
    """
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(**_OPTIONS, **options)(function)


def _compile(function: Callable[..., Any], fastmath: Collection[str]) -> Any:
    options: dict[str, Any] = {
        **_OPTIONS,
        "nogil": True,
        "no_cfunc_wrapper": True,
        "fastmath": set(fastmath) or False,
    }
    try:
        compiled = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # "cannot cache function: no locator available"
        return numba.njit(**options)(function)
    cache = getattr(compiled, "_cache", None)  # none where NUMBA_DISABLE_JIT is set
    if cache is not None:
        cache.load_overload = _forgiving(cache.load_overload)
        cache.save_overload = _forgiving(cache.save_overload)
    return compiled


def _forgiving(step: Callable[..., Any]) -> Callable[..., Any]:
    """Let a step of the cache fail in silence: the function is compiled all the same."""

    def attempt(*arguments: Any) -> Any:
        try:
            return step(*arguments)
        except Exception:  # noqa: BLE001 - a full disk, or a damaged file that numba unpickles
            return None

    return attempt
