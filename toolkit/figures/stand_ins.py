"""Functions that stand in for matplotlib's for the length of a block, in any thread."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class StandIn:
    """A function that stands in for one of matplotlib's while a block is open.

    Parameters
    ----------
    owner : module or class
        Where the function is.
    name : str
        Its name. Where a version of matplotlib has none, nothing is changed.
    function : callable
        What stands in for it.

    Examples
    --------
    >>> import types
    >>> owner = types.SimpleNamespace(width=len)
    >>> with StandIn(owner, "width", lambda text: 2 * len(text)).block():
    ...     owner.width("abc")
    6
    >>> owner.width("abc")
    3
    """

    def __init__(self, owner: Any, name: str, function: Any) -> None:
        self.owner, self.name, self.function = owner, name, function
        self.usual = getattr(owner, name, None)
        self._lock, self._n_open = threading.Lock(), 0

    @contextlib.contextmanager
    def block(self) -> Iterator[None]:
        """Replace the function until this block, and all others of other threads, have ended."""
        if self.usual is None:
            yield
            return
        with self._lock:
            self._n_open += 1
            setattr(self.owner, self.name, self.function)
        try:
            yield
        finally:
            with self._lock:
                self._n_open -= 1
                if not self._n_open:
                    setattr(self.owner, self.name, self.usual)
