"""Some rows of a large table of shares, copied a few columns at a time.

A table of a million articles by 50 topics takes 400 MB. Most statistics look at some columns after
the other, so those of the articles that can be used need no copy of the whole table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

COLUMNS = 8
"""Columns of a table that are read together: one 64-byte line of each row."""
LARGE = 2**26
"""Bytes from which on rows are not copied at once."""


@dataclass(frozen=True, slots=True)
class TakenRows:
    """Rows of an array in its order in memory, which stands for the copy ``values[rows]``.

    Runs of columns stay as they are until `numpy.asarray` copies them; rows are copied at once.
    """

    values: NDArray[np.float64]
    rows: NDArray[np.intp]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the copy."""
        return len(self.rows), self.values.shape[1]

    @property
    def size(self) -> int:
        """Number of shares in the copy."""
        return len(self.rows) * int(self.values.shape[1])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __getitem__(self, key: Any) -> Any:
        """Return some columns of all rows, not yet copied, or a copy of some rows."""
        if isinstance(key, tuple):
            _, columns = key
            return TakenRows(self.values[:, columns], self.rows)
        return self.values[self.rows[key]]

    def __array__(self, dtype: Any = None, **_: Any) -> NDArray[Any]:
        """Copy the rows."""
        return np.asarray(self.values[self.rows], dtype=dtype)

    def parts(self) -> Iterator[NDArray[np.float64]]:
        """Yield copies of some columns after the other: two at least, which NumPy sums by rows."""
        width = self.shape[1]
        edges = [*range(0, width - 1, COLUMNS), width]
        return (np.asarray(self[:, a:b]) for a, b in pairwise(edges))


def take_share_rows(
    values: NDArray[np.float64], kept: NDArray[np.bool_], *, large: int = LARGE
) -> NDArray[np.float64]:
    """Return the rows of a mask: all without a copy, those of a large array as `TakenRows`.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns), or TakenRows
        Shares.
    kept : ndarray of bool, shape (n_rows,)
        Which rows are taken.
    large : int
        Bytes from which on they are not copied.

    Examples
    --------
    >>> table = np.array([[0.1, 0.9], [0.4, 0.6], [0.7, 0.3]])
    >>> some = take_share_rows(table, np.array([True, False, True]), large=1)
    >>> some.shape, np.asarray(some[:, 1:]).tolist()
    ((2, 2), [[0.9], [0.3]])
    """
    if kept.all():
        return values
    given: Any = values
    if isinstance(given, TakenRows):
        return cast("NDArray[np.float64]", TakenRows(given.values, given.rows[kept]))
    # other orders in memory are summed in another order by NumPy
    if values.nbytes < large or values.shape[1] < 2 or not values.flags.c_contiguous:
        return values[kept]
    return cast("NDArray[np.float64]", TakenRows(values, np.flatnonzero(kept)))


def column_parts(
    values: Any, measure: Callable[[NDArray[np.float64]], NDArray[Any]]
) -> NDArray[Any]:
    """Return ``measure`` of the columns: of all at once, or of some of `TakenRows` after others.

    Examples
    --------
    >>> column_parts(np.array([[0.5, 0.0], [0.5, 1.0]]), lambda part: part.sum(axis=0)).tolist()
    [1.0, 1.0]
    """
    if not isinstance(values, TakenRows):
        return measure(values)
    return np.concatenate([measure(part) for part in values.parts()])


def columns_of(values: Any) -> Iterator[NDArray[np.float64]]:
    """Yield the columns of an array or of `TakenRows`.

    Examples
    --------
    >>> [column.tolist() for column in columns_of(np.array([[0.5, 0.0], [0.5, 1.0]]))]
    [[0.5, 0.5], [0.0, 1.0]]
    """
    if not isinstance(values, TakenRows):
        return iter(values.T)
    return (column for part in values.parts() for column in np.ascontiguousarray(part.T))
