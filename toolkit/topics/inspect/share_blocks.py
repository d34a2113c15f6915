"""Tables of shares worked through in blocks, so that no copy of the whole table is made."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from toolkit._core.mapped_arrays import pieces, release_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

COLUMNS_AT_ONCE = 8
"""Shares of float64 in one 64-byte line."""


def column_blocks(
    values: NDArray[np.float64], known: NDArray[np.bool_]
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield the shares of the known articles, a few topics at a time."""
    n_topics = values.shape[1]
    whole = bool(known.all())
    for first in range(0, n_topics, COLUMNS_AT_ONCE):
        topics = slice(first, min(first + COLUMNS_AT_ONCE, n_topics))
        block = np.ascontiguousarray(values[:, topics])
        release_pages(values)
        yield topics, block if whole else block[known]


def leading_rows(values: NDArray[np.float64], ids: pd.Index, n: int) -> list[NDArray[np.int64]]:
    """Return the rows with the ``n`` largest shares of each topic, largest first, ties by id.

    Missing shares are never among them. The table is read once; what is below the least of the best
    so far is never looked at again.

    Examples
    --------
    >>> import pandas as pd
    >>> shares = np.array([[0.2, 0.8], [0.9, 0.1], [0.2, 0.8]])
    >>> [rows.tolist() for rows in leading_rows(shares, pd.Index(["b", "c", "a"]), 2)]
    [[1, 2], [2, 0]]
    """
    n_topics = values.shape[1]
    best = [np.empty(0, dtype=np.int64)] * n_topics
    least = np.full(n_topics, -np.inf)
    for part in pieces(len(values) if n > 0 else 0, values):
        block = values[part]
        if np.isneginf(least).any():
            least = np.maximum(least, _nth_largest(block, n))
        rows, topics = np.nonzero(block >= least)
        for topic in np.unique(topics).tolist():
            found = np.append(best[topic], rows[topics == topic] + part.start)
            best[topic] = _first(values[found, topic], ids, found, n)
            if len(best[topic]) == n:
                least[topic] = values[best[topic][-1], topic]
    return best


def _nth_largest(block: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return the n-th largest of each column; -inf where there are fewer."""
    if len(block) < n:
        return np.full(block.shape[1], -np.inf)
    filled = np.where(np.isnan(block), -np.inf, block)
    return np.asarray(np.partition(filled, len(block) - n, axis=0)[len(block) - n])


def _first(
    shares: NDArray[np.float64], ids: pd.Index, rows: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return the rows of the ``n`` largest shares; only rows that can be among them are sorted."""
    if n < len(rows):
        least = np.partition(shares, len(shares) - n)[len(shares) - n]
        above, level = np.flatnonzero(shares > least), np.flatnonzero(shares == least)
        named = zip(ids[rows[level]], level.tolist(), strict=True)
        tied = [place for _, place in nsmallest(n - len(above), named)]
        kept = np.append(above, np.array(tied, dtype=above.dtype))
        shares, rows = shares[kept], rows[kept]
    order = sorted(zip((-shares).tolist(), ids[rows], range(len(rows)), strict=True))
    return rows[[place for _, _, place in order]]
