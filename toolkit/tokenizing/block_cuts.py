"""Blocks: runs of whole texts, so that nothing as long as all tokens is ever made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.mapped_arrays import release_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK_TOKENS = 500_000
"""Approximate tokens per block, the same for any number of workers and any memory."""


class TextBlock(NamedTuple):
    """Some texts and their tokens."""

    texts: slice
    tokens: slice

    def offsets(self, offsets: NDArray[Any]) -> NDArray[Any]:
        """Return where each text begins within the block."""
        return np.asarray(offsets[self.texts.start : self.texts.stop + 1] - self.tokens.start)


def block_size(n: int = 0) -> int:
    """Return the size of a block, in proportion to the ``n`` sums that each block is added to."""
    return max(BLOCK_TOKENS, n)


def text_blocks(offsets: NDArray[Any], size: int | None = None) -> Iterator[TextBlock]:
    """Cut texts into blocks of about ``size`` tokens; a longer text is a block of its own.

    Examples
    --------
    >>> [block.texts.stop for block in text_blocks(np.array([0, 3, 5, 9, 10]), 6)]
    [2, 4]
    """
    begin, n, size = 0, len(offsets) - 1, size or block_size()
    while begin < n:
        limit = offsets.dtype.type(min(int(offsets[begin]) + size, int(offsets[-1])))
        end = min(max(begin + 1, int(np.searchsorted(offsets, limit, side="right")) - 1), n)
        yield TextBlock(slice(begin, end), slice(int(offsets[begin]), int(offsets[end])))
        begin = end


def value_blocks(*arrays: NDArray[Any], size: int | None = None) -> Iterator[slice]:
    """Cut arrays of one length into blocks; mapped pages are given back after each."""
    size, n = size or block_size(), len(arrays[0])
    for begin in range(0, n, size):
        yield slice(begin, min(begin + size, n))
        release_pages(*arrays)


def count_values(values: NDArray[Any], n: int) -> NDArray[np.int64]:
    """Count each number below ``n`` (`numpy.bincount` makes a copy four or eight bytes wide)."""
    counts = np.zeros(n, dtype=np.int64)
    for block in value_blocks(values, size=block_size(n)):
        counts += np.bincount(values[block], minlength=n)
    return counts


def renumber(values: NDArray[Any], new: NDArray[Any], out: NDArray[Any]) -> NDArray[Any]:
    """Write ``new[value]`` of each value to ``out``, which may be ``values`` itself."""
    for block in value_blocks(values, out):
        out[block] = new[values[block]]
    return out
