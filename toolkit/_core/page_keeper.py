"""Pages of mapped files, given back while a job holds too many of them.

What is read of a mapped file stays in memory until the system needs the room. That costs nobody
anything, but a job that was given 4 GiB seems to hold much more; on a shared machine, or where a
limit is set, it may be ended for it.
"""

from __future__ import annotations

import contextlib
import mmap
import threading
import weakref
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.mapped_arrays import release_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

MAPPED_SHARE = 8
"""An eighth of the memory of a job may be pages of mapped files."""
SECONDS_BETWEEN_LOOKS = 0.25

_maps: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
_at_work = threading.Lock()


def note_map(mapped: mmap.mmap) -> mmap.mmap:
    """Note and return a file that is mapped so that changes reach it: its pages may go."""
    _maps.add(mapped)
    return mapped


def noted(array: np.memmap[Any, Any]) -> NDArray[Any]:
    """Note the file of an array that is mapped so that changes reach it, and return the array."""
    note_map(array._mmap)  # type: ignore[attr-defined]
    return array


def mapped_memory() -> int:
    """Return the bytes of mapped files in memory, programs included; 0 where none are told."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("RssFile:"):
                return int(line.split()[1]) * 1024
    return 0


def release_all_pages() -> None:
    """Give back the pages of all files that are noted; they are read again when needed."""
    for mapped in list(_maps):
        with contextlib.suppress(ValueError, OSError):  # it was closed meanwhile
            release_pages(mapped)


@contextmanager
def bounded_pages(n_bytes: int) -> Iterator[None]:
    """Inside the block, pages of mapped files go when they take an eighth of ``n_bytes``.

    A thread looks four times a second. Of blocks within each other, the outermost counts.
    """
    before = mapped_memory()
    if not before or not _at_work.acquire(blocking=False):
        yield
        return
    most, rest = before + n_bytes // MAPPED_SHARE, threading.Event()
    keeper = threading.Thread(target=_keep, args=(most, rest), name="toolkit-pages", daemon=True)
    try:
        keeper.start()
        yield
    finally:
        rest.set()
        keeper.join()
        _at_work.release()


def _keep(most: int, rest: threading.Event) -> None:
    while not rest.wait(SECONDS_BETWEEN_LOOKS):
        if mapped_memory() > most:
            release_all_pages()
