"""How many processors a piece of work may use."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_allowed: ContextVar[int | None] = ContextVar("allowed", default=None)


def available_processors() -> int:
    """Return the number of processors for this work: those of the process, unless set to fewer.

    Examples
    --------
    >>> available_processors() >= 1
    True
    """
    return _allowed.get() or _usable()


@contextmanager
def use_processors(n_processors: int) -> Iterator[None]:
    """Inside the block, work in this thread uses ``n_processors``.

    Where several tasks run beside one another in one process, each with a thread for every
    processor, they only wait for one another.

    Examples
    --------
    >>> with use_processors(1):
    ...     available_processors()
    1
    """
    token = _allowed.set(n_processors)
    try:
        yield
    finally:
        _allowed.reset(token)


def _usable() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
