"""How the kernels are compiled: one decorator for those called from Python, one for their parts.

Numba is imported when a kernel is called for the first time. Each kernel can also be run as plain
Python, parts included, with the same result: for little data that is sooner done.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

_OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_rewrites": True}
"""No kernel divides by zero on purpose or has array expressions that numba could fuse."""

_parts: set[Callable[..., Any]] = set()
_lock = threading.RLock()


class Kernel:
    """A function that is compiled when it is called for the first time.

    Attributes
    ----------
    py_func : function
        The same as plain Python.
    compiled : numba dispatcher
    """

    def __init__(self, function: FunctionType, fastmath: Collection[str]) -> None:
        functools.update_wrapper(self, function)
        self.py_func = function
        self._fastmath = fastmath
        self._compiled: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Run the compiled function."""
        return (self._compiled or self.compiled)(*arguments)

    @property
    def compiled(self) -> Any:
        """The compiled function."""
        with _lock:
            if self._compiled is None:
                files = _files_of(self.py_func) - {self.py_func.__code__.co_filename}
                self._compiled = _compile(_with_compiled_parts(self.py_func), self._fastmath, files)
            return self._compiled


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
    Kernel
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
        return lambda given: Kernel(given, fastmath)
    assert isinstance(function, FunctionType)
    return Kernel(function, fastmath)


def helper(function: Callable[..., Any]) -> Any:
    """Compile a part of kernels, which is plain Python where it is called from Python.

    It is inlined into and cached with its callers, which makes the first use quicker.
    """
    _parts.add(function)
    return function


def _with_compiled_parts(function: FunctionType) -> FunctionType:
    """Return the function with the names it uses, those of parts and kernels as compiled ones."""
    own, code = function.__globals__, function.__code__
    used = {name: _part(own[name]) for name in code.co_names if name in own}
    names = {"__name__": own["__name__"], "__builtins__": own["__builtins__"], **used}
    return FunctionType(code, names, function.__name__, function.__defaults__, function.__closure__)


def _part(value: Any) -> Any:
    if isinstance(value, Kernel):
        return value.compiled
    is_part = isinstance(value, FunctionType) and value in _parts
    return _compiled_helper(value) if is_part else value


@functools.cache
def _compiled_helper(function: FunctionType) -> Any:
    import numba

    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(**_OPTIONS, **options)(_with_compiled_parts(function))


def _files_of(function: FunctionType) -> set[str]:
    """Return the files that a function and its parts are in."""
    files = {function.__code__.co_filename}
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, Kernel):
            files |= _files_of(value.py_func)
        elif isinstance(value, FunctionType) and value in _parts:
            files |= _files_of(value)
    return files


def _compile(function: Callable[..., Any], fastmath: Collection[str], files: Iterable[str]) -> Any:
    """Compile a function; ``files`` are those of its parts, beside its own."""
    import numba

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
        _watch(cache, files)
        cache.load_overload = _forgiving(cache.load_overload)
        cache.save_overload = _forgiving(cache.save_overload)
    return compiled


def _watch(cache: Any, files: Iterable[str]) -> None:
    """Let a cache look at more files than the kernel's own, so that it notices a changed part."""
    index = getattr(cache, "_cache_file", None)  # none where nothing is kept
    if index is None or not hasattr(index, "_source_stamp"):
        return
    stamps = []
    for file in sorted(files):
        with contextlib.suppress(OSError):  # not a file, such as a member of an archive
            facts = Path(file).stat()
            stamps.append((facts.st_mtime, facts.st_size))
    if stamps:
        index._source_stamp = (index._source_stamp, *stamps)


def _forgiving(step: Callable[..., Any]) -> Callable[..., Any]:
    """Let a step of the cache fail in silence: the function is compiled all the same."""

    def attempt(*arguments: Any) -> Any:
        try:
            return step(*arguments)
        except Exception:  # noqa: BLE001 - a full disk, or a damaged file that numba unpickles
            return None

    return attempt
