"""Coordinate descent of non-negative factors, for 32 rows side by side.

    W[i, t] <- max(0, W[i, t] - g / G[t, t]),  g = sum_r G[t, r] W[i, r] - (X H')[i, t],  G = H H'

for each topic t in turn. Rows do not depend on each other. All sums run in the order in which
scikit-learn and scipy add them, so that the last bit is the same.

References
----------
Cichocki & Phan (2009), Fast local algorithms for large scale nonnegative matrix and tensor
factorizations, IEICE Transactions E92-A(3). doi:10.1587/transfun.E92.A.708
"""

# ruff: noqa: PLR0917
# kernels take arrays as separate arguments

from __future__ import annotations

from typing import Any

import numpy as np

from toolkit._kernels.compile import helper, kernel

LANES = 32


# sums <- sum over the entries of one row of weight_j others_j, four at a time in their order
@helper
def add_row(weights: Any, columns: Any, bounds: Any, others: Any, sums: Any) -> None:
    """Set ``sums`` to one row of the product of a sparse matrix with ``others``."""
    n, at, end = len(sums), bounds[0], bounds[1]
    sums[:] = 0.0
    while at < end - 3:
        a, b, c, d = weights[at], weights[at + 1], weights[at + 2], weights[at + 3]
        i, j, k, m = columns[at], columns[at + 1], columns[at + 2], columns[at + 3]
        for r in range(n):
            one = sums[r] + a * others[i, r] + b * others[j, r]
            sums[r] = one + c * others[k, r] + d * others[m, r]
        at += 4
    while at < end:
        for r in range(n):
            sums[r] += weights[at] * others[columns[at], r]
        at += 1


@kernel
def multiply(weights: Any, columns: Any, rows: Any, others: Any, product: Any, bounds: Any) -> None:
    """Set some rows of ``product`` to those of the matrix times ``others``."""
    for i in range(bounds[0], bounds[1]):
        add_row(weights, columns, (rows[i], rows[i + 1]), others, product[i])


@kernel
def descend(  # noqa: C901, PLR0912 - one kernel, one loop
    weights: Any,
    columns: Any,
    rows: Any,
    others: Any,
    gram: Any,
    factors: Any,
    violations: Any,
    ends: Any,
    bounds: Any,
) -> None:
    """Update the factors of some rows of a matrix, those of its columns being given.

    Parameters
    ----------
    weights, columns, rows : float64, int and int64 arrays
        The matrix: row i has the weights from ``rows[i]`` to ``rows[i + 1]``.
    others : float64 array of shape (n_columns, n_topics)
        The factors of the columns.
    gram : float64 array of shape (n_topics, n_topics)
        Their products with each other.
    factors : float64 array of shape (n_rows, n_topics)
        The factors of the rows, changed in place.
    violations : float64 array of shape (n_rows,)
        Set to how far each row was from its minimum in the first sweep.
    ends : (int, float)
        Most sweeps of a row; it ends before when its violation falls to this part of its first.
    bounds : (int, int)
        First and last row, exclusive.
    """
    n = len(gram)
    n_sweeps, tol = ends
    product = np.empty((n, LANES))
    held = np.zeros((n, LANES))
    sums = np.empty(n)
    slope = np.empty(LANES)
    far = np.empty(LANES)
    first_far = np.empty(LANES)
    is_open = np.empty(LANES, np.bool_)
    for top in range(bounds[0], bounds[1], LANES):
        size = min(LANES, bounds[1] - top)
        product[:] = 0.0
        for lane in range(size):
            add_row(weights, columns, (rows[top + lane], rows[top + lane + 1]), others, sums)
            for r in range(n):
                product[r, lane] = sums[r]
                held[r, lane] = factors[top + lane, r]
        is_open[:] = True
        n_open = size
        for sweep in range(n_sweeps):
            far[:] = 0.0
            for t in range(n):
                curve = gram[t, t]
                for lane in range(LANES):
                    slope[lane] = -product[t, lane]
                r = 0
                while r < n - 3:
                    a, b, c, d = gram[t, r], gram[t, r + 1], gram[t, r + 2], gram[t, r + 3]
                    for lane in range(LANES):
                        one = slope[lane] + a * held[r, lane] + b * held[r + 1, lane]
                        slope[lane] = one + c * held[r + 2, lane] + d * held[r + 3, lane]
                    r += 4
                while r < n:
                    for lane in range(LANES):
                        slope[lane] += gram[t, r] * held[r, lane]
                    r += 1
                for lane in range(LANES):
                    now, down = held[t, lane], slope[lane]
                    far[lane] += abs(down) if now != 0.0 or down < 0.0 else 0.0
                    if curve != 0.0:
                        held[t, lane] = max(now - down / curve, 0.0)
            for lane in range(size):
                if sweep == 0:
                    first_far[lane] = violations[top + lane] = far[lane]
                is_last = sweep == n_sweeps - 1 or far[lane] <= tol * first_far[lane]
                if is_open[lane] and is_last:
                    for r in range(n):
                        factors[top + lane, r] = held[r, lane]
                    is_open[lane] = False
                    n_open -= 1
            if n_open == 0:
                break
