"""Rows of a sparse matrix, taken without a temporary copy of the matrix."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from toolkit._core.mapped_arrays import release_pages
from toolkit._core.memory import scratch_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENTRIES_AT_ONCE = 200_000
ENTRIES_TAKEN = 40_000
"""Fewer, because rows from all over a file bring many pages beside their own into memory."""


def cut_rows(offsets: NDArray[np.int64], n_entries: int) -> NDArray[np.int64]:
    """Cut rows into runs of about ``n_entries`` entries; return the bounds of the runs.

    Examples
    --------
    >>> cut_rows(np.array([0, 3, 6, 9, 12]), 6).tolist()
    [0, 2, 4]
    """
    n_rows = len(offsets) - 1
    n_ranges = max(1, min(n_rows, round(int(offsets[-1]) / n_entries)))
    goals = offsets[-1] * np.arange(1, n_ranges) / n_ranges
    cuts = sorted({0, *np.searchsorted(offsets, goals).tolist(), n_rows})
    return np.array(cuts, dtype=np.int64)


def copy_rows(
    given: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    order: NDArray[np.int64],
    kinds: tuple[Any, Any],
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
    """Copy rows of a matrix in another order, piece by piece; on disk if they are large.

    Parameters
    ----------
    given : (data, indices, indptr)
        The matrix by rows.
    order : ndarray of int64, shape (n_taken,)
        The rows to take, each as often as it is listed.
    kinds : (dtype, dtype)
        Of the copied data and indices.

    Returns
    -------
    (data, indices, indptr)
        The rows taken; indptr is int64.
    """
    data, indices, starts = given
    sizes = np.diff(starts)[order]
    offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
    taken = tuple(scratch_array(int(offsets[-1]), kind) for kind in kinds)
    for first, last in pairwise(cut_rows(offsets, ENTRIES_TAKEN).tolist()):
        part = slice(int(offsets[first]), int(offsets[last]))
        shift = starts[order[first:last]] - offsets[first:last]
        entries = np.arange(part.start, part.stop) + np.repeat(shift, sizes[first:last])
        taken[0][part], taken[1][part] = data[entries], indices[entries]
        release_pages(data, indices, *taken)
    return taken[0], taken[1], offsets


def take_matrix_rows(matrix: sparse.csr_matrix, order: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return rows of a sparse matrix, equal to ``matrix[order]``.

    Examples
    --------
    >>> take_matrix_rows(sparse.csr_matrix([[1, 0], [0, 2]]), np.array([1, 1])).toarray().tolist()
    [[0, 2], [0, 2]]
    """
    kinds = (matrix.data.dtype, matrix.indices.dtype)
    data, indices, offsets = copy_rows((matrix.data, matrix.indices, matrix.indptr), order, kinds)
    if len(data) < np.iinfo(matrix.indptr.dtype).max:
        offsets = offsets.astype(matrix.indptr.dtype)
    shape = (len(order), matrix.shape[1])
    return sparse.csr_matrix((data, indices, offsets), shape, copy=False)
