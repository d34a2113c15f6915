"""Where a factorisation starts: non-negative parts of the leading singular vectors.

References
----------
Boutsidis & Gallopoulos (2008), SVD based initialization: a head start for nonnegative matrix
factorization, Pattern Recognition 41(4). doi:10.1016/j.patcog.2007.09.010
Halko, Martinsson & Tropp (2011), Finding structure with randomness, SIAM Review 53, algorithm 4.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import linalg
from sklearn.utils import check_random_state

from toolkit.models.nmf.coordinate_descent import Rows, times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Factors = tuple[NDArray[np.float64], NDArray[np.float64]]

SMALLEST = 1e-6
OVERSAMPLES, ROUNDS, ROUNDS_OF_FEW, FEW = 10, 4, 7, 0.1
"""scikit-learn's: directions beside those wanted, and products for many and for few topics."""


def start_factors(
    matrix: Any, sides: tuple[Rows, Rows], n_topics: int, *, seed: int, n_jobs: int = 1
) -> Factors:
    """Return factors of the rows (n_rows, n_topics) and of the columns (n_columns, n_topics).

    ``sides`` are the matrix and its transpose by rows.

    The start is scikit-learn's: NNDSVDa, in which zeros become the mean weight, or random numbers
    where there are more topics than rows or columns.

    Examples
    --------
    >>> from toolkit.models.nmf.coordinate_descent import rows_of
    >>> matrix = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> rows, columns = start_factors(matrix, (rows_of(matrix), rows_of(matrix.T)), 2, seed=0)
    >>> (rows @ columns.T).round(1)
    array([[2.6, 1.8],
           [1.8, 1.6]])
    """
    if n_topics > min(matrix.shape):
        return _random(matrix, n_topics, seed)
    left, sizes, right = _singular_vectors(sides, n_topics, seed, n_jobs)
    rows, columns = np.zeros_like(left), np.zeros_like(right.T)
    rows[:, 0] = np.sqrt(sizes[0]) * np.abs(left[:, 0])
    columns[:, 0] = np.sqrt(sizes[0]) * np.abs(right[0])
    for k in range(1, n_topics):
        pairs = [
            (np.maximum(sign * left[:, k], 0), np.maximum(sign * right[k], 0)) for sign in (1, -1)
        ]
        lengths = [(np.linalg.norm(a), np.linalg.norm(b)) for a, b in pairs]
        larger = 0 if np.prod(lengths[0]) > np.prod(lengths[1]) else 1
        (a, b), (length_a, length_b) = pairs[larger], lengths[larger]
        scale = np.sqrt(sizes[k] * (length_a * length_b))
        with np.errstate(invalid="ignore"):
            rows[:, k], columns[:, k] = scale * (a / length_a), scale * (b / length_b)
    mean = matrix.mean()
    for factors in (rows, columns):
        factors[~(factors >= SMALLEST)] = mean
    return np.ascontiguousarray(rows), np.ascontiguousarray(columns)


def _singular_vectors(
    sides: tuple[Rows, Rows], n_topics: int, seed: int, n_jobs: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return what scikit-learn's `randomized_svd` does, but for signs; its products in threads."""
    smaller = min(len(side.rows) - 1 for side in sides)
    is_turned = len(sides[0].rows) < len(sides[1].rows)
    matrix, turned = sides[::-1] if is_turned else sides
    size = (len(turned.rows) - 1, n_topics + OVERSAMPLES)
    basis: Any = check_random_state(seed).normal(size=size)
    for _ in range(ROUNDS_OF_FEW if n_topics < FEW * smaller else ROUNDS):
        for side in (matrix, turned):
            basis = linalg.lu(times(side, basis, n_jobs), permute_l=True, check_finite=False)[0]
    basis = linalg.qr(times(matrix, basis, n_jobs), mode="economic", check_finite=False)[0]
    left, sizes, right = linalg.svd(times(turned, basis, n_jobs).T, full_matrices=False)
    left, sizes, right = (basis @ left)[:, :n_topics], sizes[:n_topics], right[:n_topics]
    return (right.T, sizes, left.T) if is_turned else (left, sizes, right)


def _random(matrix: Any, n_topics: int, seed: int) -> Factors:
    mean = np.sqrt(matrix.mean() / n_topics)
    rng = check_random_state(seed)
    columns = np.abs(mean * rng.standard_normal(size=(n_topics, matrix.shape[1])))
    rows = np.abs(mean * rng.standard_normal(size=(matrix.shape[0], n_topics)))
    return rows, np.ascontiguousarray(columns.T)
