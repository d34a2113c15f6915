"""The factorisation with the least squared error: scikit-learn's solver, in threads.

The steps are those of ``sklearn.decomposition.NMF(solver="cd")`` in the same order, so the factors
are the same; rows are updated side by side, by any number of threads.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from toolkit._core.progress_bars import progress
from toolkit._kernels.factors import descend, multiply
from toolkit.models.threads import share_out

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tqdm.auto import tqdm

MOST_SWEEPS, EXACT = 2000, 1e-8
"""An article's shares are found to within this part of the first violation."""


class Rows(NamedTuple):
    """A sparse matrix by rows, the columns of each in ascending order."""

    weights: NDArray[np.float64]
    columns: NDArray[Any]
    rows: NDArray[np.int64]


class Factored(NamedTuple):
    """The factors of rows and of columns, and the number of iterations."""

    rows: NDArray[np.float64]
    columns: NDArray[np.float64]
    n_epochs: int


def factorize(
    sides: tuple[Rows, Rows],
    start: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    max_epochs: int,
    tol: float,
    n_jobs: int,
) -> Factored:
    """Update the factors of rows and of columns in turn until both hardly move.

    Parameters
    ----------
    sides : pair of Rows
        The matrix by rows and its transpose by rows; weights of 0 or more.
    start : pair of ndarray, (n_rows, n_topics) and (n_columns, n_topics)
        Factors to begin with; they are changed.
    max_epochs : int
        Most iterations.
    tol : float
        The end: the violation as a part of that of the first iteration.
    n_jobs : int
        Threads; the result does not depend on it.
    """
    rows, columns = start
    first, n_epochs = 0.0, 0
    bar: tqdm[Any] = progress(label="Learning topics", total=max_epochs, unit="epoch")
    with contextlib.closing(bar):
        for n_epochs in range(1, max_epochs + 1):
            left = _update(sides[0], rows, columns, n_jobs=n_jobs)
            left += _update(sides[1], columns, rows, n_jobs=n_jobs)
            bar.update()
            first = first if n_epochs > 1 else left
            if first == 0 or left / first <= tol:
                break
    return Factored(rows, columns, n_epochs)


def factors_of(matrix: Any, columns: NDArray[np.float64], n_jobs: int) -> NDArray[np.float64]:
    """Return the factors of the rows, those of the columns being given; each row by itself."""
    rows = np.zeros((matrix.shape[0], columns.shape[1]))
    _update(rows_of(matrix), rows, columns, n_jobs=n_jobs, ends=(MOST_SWEEPS, EXACT))
    return rows


def _update(
    matrix: Rows,
    factors: NDArray[np.float64],
    others: NDArray[np.float64],
    *,
    n_jobs: int,
    ends: tuple[int, float] = (1, 0.0),
) -> float:
    gram, violations = others.T @ others, np.zeros(len(factors))

    def work(first: int, last: int) -> None:
        descend(*matrix, others, gram, factors, violations, ends, (first, last))

    share_out(work, matrix.rows + 64 * np.arange(len(matrix.rows)), n_jobs)
    return float(violations.sum())


def times(matrix: Rows, others: NDArray[np.float64], n_jobs: int) -> NDArray[np.float64]:
    """Return the product of the matrix with ``others``, in threads, as scipy's to the last bit."""
    product = np.empty((len(matrix.rows) - 1, others.shape[1]))

    def work(first: int, last: int) -> None:
        multiply(*matrix, others, product, (first, last))

    share_out(work, matrix.rows, n_jobs)
    return product


def rows_of(matrix: Any) -> Rows:
    """Return a matrix by rows."""
    held = sparse.csr_matrix(matrix)
    held = held if held.has_sorted_indices else held.sorted_indices()
    return Rows(np.asarray(held.data, np.float64), held.indices, held.indptr.astype(np.int64))
