"""Weights of a sparse matrix, row by row: one pass over the values instead of one per operation.

    weight = value * idf[column] / length of its row

The length is the root of the sum of the squares, or the sum of the magnitudes. Sums run in the
order of the values, as `numpy.bincount` makes them, so that the last bit is the same.

Run as plain Python (``weigh_rows.py_func``) the kernel gives the same numbers.
"""

# ruff: noqa: PLR0917
# kernels take arrays as separate arguments

from __future__ import annotations

import numpy as np

from toolkit._kernels.compile import kernel

# mypy: disable-error-code="untyped-decorator, no-untyped-def"

UNSCALED, ABSOLUTE, SQUARED = range(3)


@kernel
def weigh_rows(values, weights, columns, rows, idf, norm):
    """Multiply the values of each row by the idf of their columns, and scale the row.

    Parameters
    ----------
    values : int32, int64 or float64 array
        The values, which may be ``weights`` themselves.
    weights : float64 array
        Receives the weights.
    columns : uint32 or uint64 array
        Column of each value: unsigned, since a place that may be negative costs half of the time.
    rows : int32 or int64 array of shape (n_rows + 1,)
        Row ``i`` has the values from ``rows[i]`` to ``rows[i + 1]``.
    idf : float64 array
        Factor of each column.
    norm : int
        `UNSCALED`, `ABSOLUTE` (rows sum to 1) or `SQUARED` (their squares do).
    """
    for row in range(len(rows) - 1):
        first, stop = np.uint64(rows[row]), np.uint64(rows[row + 1])
        length = 0.0
        for k in range(first, stop):
            weight = values[k] * idf[columns[k]]
            weights[k] = weight
            length += weight * weight if norm == SQUARED else abs(weight)
        if norm == UNSCALED:
            continue
        length = np.sqrt(length) if norm == SQUARED else length
        for k in range(first, stop):
            weights[k] /= length
