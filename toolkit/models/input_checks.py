"""Checks of what a model is given; every error names the row, the column and the value."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import chain
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.utils import check_random_state
from sklearn.utils.validation import validate_data

from toolkit._core.checks import check_count
from toolkit._core.mapped_arrays import pieces
from toolkit.errors import InputError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LARGEST_COUNT = 2**24
"""Whole numbers up to it are exact in float32, in any order of addition."""
MOST_TOPICS = 100_000
"""More would fill the memory before anything is learned."""
MOST_JOBS = 1024


class InputTypeError(InputError, TypeError):
    """A value has the wrong type."""


def read_matrix(estimator: Any, X: Any, matrix: Any, *, reset: bool, is_counts: bool) -> Any:
    """Return ``matrix`` checked, in CSR format if it is sparse.

    Parameters
    ----------
    estimator : LDA or NMF
        For the number and names of its features.
    X : object
        What the user gave; its ``article_id`` and ``terms``, if any, name the cells.
    matrix : array-like or sparse matrix of shape (n_documents, n_terms)
        The numbers in it.
    reset : bool
        Whether the estimator is being fitted.
    is_counts : bool
        Whether numbers must be whole and at most `LARGEST_COUNT`.

    Raises
    ------
    InputError
        For a missing, infinite, negative, fractional or too large number, with its cell, and for
        anything that is not a matrix of numbers.
    """
    name = type(estimator).__name__
    if is_counts and holds_counts(matrix):
        with input_errors(name):
            return validate_data(estimator, matrix, reset=reset, skip_check_array=True)
    with input_errors(name):
        _check_kind(name, X)
        check_cells(name, X, matrix, is_counts=is_counts)
        dtype = "numeric" if is_counts else np.float64
        return validate_data(estimator, matrix, reset=reset, accept_sparse="csr", dtype=dtype)


def _check_kind(name: str, X: Any) -> None:
    """Name a table of the toolkit that is no matrix."""
    columns = set(map(str, getattr(X, "columns", ())))
    kind = "the articles" if {"date", "source"} <= columns else type(X).__name__
    kind = "texts" if _holds_texts(X) else kind
    if kind in {"Tokens", "the articles", "texts"}:
        message = (
            f"{name}: X must be a document-term matrix; got {kind}. "
            f"Write dtm = tt.count_terms(tokens) first."
        )
        raise InputTypeError(message)


def _holds_texts(X: Any) -> bool:
    """Say whether something is a list or column whose first item is a text."""
    is_column = getattr(X, "ndim", 1 if isinstance(X, list | tuple) else 0) == 1
    return is_column and isinstance(next(iter(X), None), str)


@contextmanager
def input_errors(name: str) -> Iterator[None]:
    """Raise what scikit-learn raises for a wrong input as `InputError`."""
    try:
        yield
    except InputError:
        raise
    except TypeError as error:
        raise InputTypeError(f"{name}: {_first_line(error)}") from error
    except ValueError as error:
        raise InputError(f"{name}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    """Return what went wrong without the whole array that scikit-learn prints below it."""
    first, *others = str(error).splitlines()
    advice = [line for line in others if line.startswith("Reshape")]
    return " ".join([first.rstrip(":. ") + ".", *advice])


def holds_counts(matrix: Any) -> bool:
    """Say whether a matrix can be used as it is, without a copy: sorted rows of whole counts.

    It is read in pieces, so that a matrix in mapped files never comes into memory whole.
    """
    if not isinstance(matrix, (sparse.csr_matrix, sparse.csr_array)) or min(matrix.shape) == 0:
        return False
    rows: Any = matrix
    is_usual = rows.data.dtype.kind in "iuf" and 0 < rows.nnz == len(rows.data)
    few = slice(0, min(rows.nnz, 1000))  # where rows are not sorted, these say so
    entries = chain([few], pieces(rows.nnz, rows.indices, rows.data))
    return is_usual and all(_hold_counts(rows, part) for part in entries)


def _hold_counts(rows: Any, part: slice) -> bool:
    """Say the same of some entries: counts from 1, terms of the matrix, ascending in a row."""
    terms, counts, offsets = rows.indices[part], rows.data[part], rows.indptr
    if not (_are_fine(counts, is_counts=True) and counts.min() > 0):
        return False
    if terms.min() < 0 or terms.max() >= rows.shape[1]:
        return False
    after = rows.indices[part.start + 1 : part.stop + 1]
    starts = np.flatnonzero(after <= terms[: len(after)]) + part.start + 1
    found = np.minimum(np.searchsorted(offsets, starts), len(offsets) - 1)
    return bool((offsets[found] == starts).all())


def check_cells(name: str, X: Any, matrix: Any, *, is_counts: bool) -> None:
    """Raise `InputError` for the first cell that no count (or weight) can be."""
    is_sparse = sparse.issparse(matrix)
    table: Any = sparse.csr_matrix(matrix) if is_sparse else np.asarray(matrix)
    if table.dtype == object:
        with suppress(TypeError, ValueError):
            table = table.astype(np.float64)
    if table.ndim != 2 or table.dtype.kind not in "biuf":
        return  # scikit-learn says what is wrong
    values: NDArray[Any] = table.data if is_sparse else table
    if not values.size or _are_fine(values, is_counts=is_counts):
        return
    what = "counts" if is_counts else "weights"
    tests = [
        (~np.isfinite(values), f"{name}: {{cell}}; {what} must be finite"),
        (values < 0, f"Negative values in data passed to {name}: {{cell}}; {what} start at 0"),
    ]
    if is_counts:
        tests += [
            (
                values != np.floor(values),
                f"{name}: the matrix must hold whole counts, and {{cell}}. Weights such as tf-idf "
                f"have no likelihood under this model: pass the counts (NMF takes weights)",
            ),
            (
                values > LARGEST_COUNT,
                f"{name}: {{cell}}, more than {LARGEST_COUNT:,} (2**24), the largest exact count. "
                f"Check that the numbers are counts of words",
            ),
        ]
    for is_wrong, problem in tests:
        if is_wrong.any():
            _refuse(X, table, is_wrong, problem)


def _are_fine(values: NDArray[Any], *, is_counts: bool) -> bool:
    least, most = values.min(), values.max()
    if not (np.isfinite(least) and np.isfinite(most) and least >= 0):
        return False
    if not is_counts:
        return True
    is_whole = values.dtype.kind in "biu" or not (values != np.floor(values)).any()
    return bool(is_whole and most <= LARGEST_COUNT)


def _refuse(X: Any, table: Any, is_wrong: NDArray[np.bool_], problem: str) -> None:
    place = int(np.flatnonzero(is_wrong)[0])
    if not isinstance(table, np.ndarray):
        row = int(np.searchsorted(table.indptr, place, side="right")) - 1
        column, value = int(table.indices[place]), table.data[place]
    else:
        row, column = (int(one) for one in np.unravel_index(place, table.shape))
        value = table[row, column]
    named = (_named(X, "article_id", row), _named(X, "terms", column))
    cell = f"row {row}{named[0]}, column {column}{named[1]} holds {_shown(value)}"
    n_wrong = int(is_wrong.sum())
    more = f" ({n_wrong:,} cells are wrong)" if n_wrong > 1 else ""
    message = problem.format(cell=cell + more) + "."
    raise InputError(message)


def _named(X: Any, attribute: str, place: int) -> str:
    names = getattr(X, attribute, None)
    return "" if names is None or place >= len(names) else f" ({shorten(str(names[place]), 40)})"


def _shown(value: Any) -> str:
    if np.isnan(value):
        return "NaN"
    return f"{value:,.6g}" if value != np.floor(value) or value >= 1e15 else f"{value:,.0f}"


def check_n_topics(name: str, value: Any) -> None:
    """Raise `InputError` unless ``value`` is a possible number of topics."""
    check_count(name, "n_topics", value)
    if int(value) > MOST_TOPICS:
        message = f"{name}: n_topics must be at most {MOST_TOPICS:,}; got {shorten(value)}."
        raise InputError(message)


def check_n_jobs(name: str, value: Any) -> None:
    """Raise `InputError` unless ``value`` is a possible number of threads, or None."""
    if value is None or (is_whole(value) and abs(value) <= MOST_JOBS):
        return
    message = (
        f"{name}: n_jobs must be a whole number from -{MOST_JOBS} to {MOST_JOBS}, or None; got "
        f"{shorten(value)}."
    )
    raise InputError(message)


def is_whole(value: object) -> bool:
    """Return whether a value is a whole number and no truth value."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def seed_of(name: str, random_state: Any) -> int:
    """Return a seed from a whole number, a numpy Generator, a RandomState, or None.

    Examples
    --------
    >>> seed_of("LDA", 7), seed_of("LDA", np.random.default_rng(7))
    (7, 2029167940)
    """
    if is_whole(random_state) and 0 <= int(random_state) < 2**63:
        return int(random_state)
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31 - 1))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    if random_state is None:
        return int(check_random_state(None).randint(2**31 - 1))
    message = (
        f"{name}: random_state must be a whole number from 0 (below 2**63), a numpy Generator or "
        f"RandomState, or None; got {shorten(random_state)}."
    )
    raise InputError(message)
