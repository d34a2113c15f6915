"""Counts of keys that arrive block by block, merged now and then so that they stay few."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 1 << 19
"""Entries that wait at least before they are merged."""


class Tallied(NamedTuple):
    """Sorted keys, occurrences of each, and texts with it."""

    keys: NDArray[np.int64]
    counts: NDArray[np.int64]
    n_docs: NDArray[np.int64]


class PairTally:
    """Counts keys, and the texts that have them; a text must come in one piece.

    Examples
    --------
    >>> tally = PairTally()
    >>> tally.add(np.array([7, 3, 7]), np.array([0, 0, 1], dtype=np.int32))
    >>> [column.tolist() for column in tally.finish()]
    [[3, 7], [1, 2], [1, 2]]
    """

    def __init__(self) -> None:
        self._parts: list[Tallied] = []
        self._waiting, self._merged = 0, 0

    def add(self, keys: NDArray[np.int64], texts: NDArray[np.int32]) -> None:
        """Add the keys of some texts, in reading order."""
        keys, order = _sorted(keys)
        texts = texts[order]
        begin = is_new(keys)
        begins = np.flatnonzero(begin)
        counts = np.diff(np.append(begins, len(keys)))
        begin[1:] |= texts[1:] != texts[:-1]
        n_docs = np.add.reduceat(begin, begins, dtype=np.int64) if len(begins) else begins
        self._parts.append(Tallied(keys[begins], counts, n_docs))
        self._waiting += len(begins)
        if self._waiting > max(FEWEST, self._merged):
            self._merge()

    def finish(self, min_count: int = 1) -> Tallied:
        """Return the keys that occur ``min_count`` times or more."""
        self._merge()
        kept = self._parts[0].counts >= min_count
        return Tallied(*(column[kept] for column in self._parts[0]))

    def _merge(self) -> None:
        empty = np.empty(0, dtype=np.int64)
        columns = zip(*self._parts, strict=True) if self._parts else ([empty],) * 3
        keys, counts, n_docs = (np.concatenate(column) for column in columns)
        keys, order = _sorted(keys)
        begins = np.flatnonzero(is_new(keys))
        if len(begins):
            counts, n_docs = (np.add.reduceat(each[order], begins) for each in (counts, n_docs))
        self._parts = [Tallied(keys[begins], counts, n_docs)]
        self._merged, self._waiting = len(begins), 0


def _sorted(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return sorted keys and the place of each, equal ones in order.

    Key and place are sorted as one number where they fit into it, which is several times faster.
    """
    bits = len(keys).bit_length()
    if len(keys) == 0 or int(keys.max()) >> (63 - bits):
        order = np.argsort(keys, kind="stable")
        return keys[order], order
    both = np.sort(keys << bits | np.arange(len(keys)))
    return both >> bits, both & ((1 << bits) - 1)


def is_new(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return where another key begins in sorted keys."""
    begins = np.ones(len(keys), dtype=np.bool_)
    begins[1:] = keys[1:] != keys[:-1]
    return begins
