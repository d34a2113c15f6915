"""How the kernels are compiled: one decorator for those called from Python, one for their parts.

Numba is imported when a kernel is called for the first time. Each kernel can also be run as plain
Python, parts included, with the same result: for little data that is sooner done.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from types import FunctionType
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

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
    def is_ready(self) -> bool:
        """Whether this process has run the compiled function, so that the next call is quick."""
        return bool(getattr(self._compiled, "signatures", None))

    @property
    def compiled(self) -> Any:
        """The compiled function."""
        with _lock:
            if self._compiled is None:
                whole = _with_compiled_parts(self.py_func)
                self._compiled = _compile(whole, self._fastmath, content_hash(self.py_func))
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


def content_hash(function: FunctionType) -> str:
    """Return a hash of a kernel, of its parts, and of the values that it names, in any module.

    Numba looks at the file of the kernel alone: machine code with an older part in it would pass
    for current.

    Examples
    --------
    >>> def scaled(value):
    ...     return FACTOR * value
    >>> hashes = set()
    >>> for factor in (2, 2, 3):
    ...     scaled.__globals__["FACTOR"] = factor
    ...     hashes.add(content_hash(scaled))
    >>> len(hashes)
    2
    """
    found, told = [function], hashlib.sha256()
    for one in found:  # which grows
        code, own = one.__code__, one.__globals__
        told.update(repr((code.co_code, code.co_consts, code.co_names)).encode())
        for name in code.co_names:
            value = own.get(name)
            part = value.py_func if isinstance(value, Kernel) else value
            if not isinstance(part, FunctionType):
                told.update(_told(value))
            elif part not in found:
                found.append(part)
    return told.hexdigest()


def _told(value: Any) -> bytes:
    """Return the content of a value that a kernel names: a number, a table, a module, a type."""
    if hasattr(value, "__name__"):
        return str(value.__name__).encode()
    if hasattr(value, "tobytes"):
        return f"{value.dtype} {value.tobytes().hex()}".encode()
    return repr(value).encode()


def _compile(function: Callable[..., Any], fastmath: Collection[str], content: str) -> Any:
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
        if hasattr(cache, "_index_key"):
            usual_key = cache._index_key
            cache._index_key = lambda *given: (*usual_key(*given), content)
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
