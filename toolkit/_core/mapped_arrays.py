"""Arrays that lie in files: reading and writing them block by block with few pages in memory."""

from __future__ import annotations

import mmap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PIECE_BYTES = 2**25
"""How much of an array is worked on at a time: 32 MiB."""


def mapped_file(array: Any) -> mmap.mmap | None:
    """Return the memory-mapped file in which an array, or the array it is a view of, lies.

    None for an array in memory, and for one whose changes never reach its file (mode "c").
    """
    while isinstance(array, np.ndarray) and array.base is not None:
        if getattr(array, "mode", "") == "c":
            return None
        array = array.base
    return array if isinstance(array, mmap.mmap) else None


def release_pages(*arrays: Any) -> None:
    """Give the memory of mapped arrays back to the system; their content stays in the file.

    Arrays in memory, and systems without ``madvise``, are left as they are.

    Examples
    --------
    >>> release_pages(np.arange(3))
    """
    for file in {id(found): found for found in map(mapped_file, arrays) if found}.values():
        if hasattr(file, "madvise"):
            file.madvise(mmap.MADV_DONTNEED)


def pieces(n_items: int, *arrays: NDArray[Any]) -> Iterator[slice]:
    """Cut ``n_items`` into runs of about 32 MiB of ``arrays``; release their pages after each.

    Examples
    --------
    >>> values = np.arange(5)
    >>> [values[part].sum().item() for part in pieces(len(values), values)]
    [10]
    """
    each = sum(array.nbytes // max(1, len(array)) for array in arrays)
    step = max(1, PIECE_BYTES // max(1, each))
    for first, last in pairwise([*range(0, n_items, step), n_items]):
        yield slice(first, last)
        release_pages(*arrays)
