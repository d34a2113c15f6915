"""The threads that share one step of a fit.

The kernels release the interpreter lock, so plain threads are enough. The pool is made on first use
and belongs to one process: after a fork, the child makes its own.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.processors import available_processors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

FEW_ENTRIES = 2_000
"""A step over fewer entries is done before another thread has begun."""

_POOLS: dict[tuple[int, int], ThreadPoolExecutor] = {}


def n_threads(n_jobs: int | None) -> int:
    """Return the number of threads: all processors for None or -1, else ``n_jobs``."""
    processors = available_processors()
    if n_jobs is None:
        return processors
    return n_jobs if n_jobs > 0 else max(1, processors + 1 + n_jobs)


def share_out(work: Callable[[int, int], None], offsets: NDArray[np.int64], n_jobs: int) -> None:
    """Call ``work(first, last)`` on ranges of rows with about equally many entries.

    Parameters
    ----------
    work : callable
        Handles rows first to last, and writes to those rows alone.
    offsets : ndarray of shape (n_rows + 1,)
        Where the entries of each row begin.
    n_jobs : int
        Number of ranges; the first runs in the calling thread.
    """
    n_rows = len(offsets) - 1
    if n_jobs == 1 or offsets[-1] - offsets[0] < FEW_ENTRIES:  # thousands of small steps
        if n_rows:
            work(0, n_rows)
        return
    goals = offsets[0] + (offsets[-1] - offsets[0]) * np.arange(1, n_jobs) / n_jobs
    cuts = [0, *np.searchsorted(offsets, goals).clip(0, n_rows).tolist(), n_rows]
    ranges = [(a, b) for a, b in pairwise(cuts) if b > a]
    others = [_pool(n_jobs).submit(work, a, b) for a, b in ranges[1:]]
    try:
        for a, b in ranges[:1]:
            work(a, b)
    finally:
        for other in others:
            other.result()


def _pool(n_jobs: int) -> ThreadPoolExecutor:
    key = (os.getpid(), n_jobs)
    if key not in _POOLS:
        _POOLS[key] = ThreadPoolExecutor(max(1, n_jobs - 1), thread_name_prefix="toolkit-models")
    return _POOLS[key]
