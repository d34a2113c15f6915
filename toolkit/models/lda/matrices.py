"""Document-term counts for the inference: checked, and shuffled by content.

A matrix is never copied whole: it is read in pieces, and what is made of it lies on disk where it
is large.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit._core.mapped_arrays import release_pages
from toolkit._kernels import lda as kernels
from toolkit.errors import InputError
from toolkit.models.input_checks import check_cells, holds_counts, input_errors
from toolkit.models.matrix_rows import ENTRIES_AT_ONCE, copy_rows, cut_rows

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Counts:
    """Whole, finite, positive counts by row (CSR), in memory or in mapped files.

    ``times`` says how often each row counts, as if it stood there so often; None: once.
    """

    offsets: NDArray[np.int64]
    terms: NDArray[Any]
    counts: NDArray[Any]
    n_terms: int
    times: NDArray[np.float32] | None = None

    @property
    def n_documents(self) -> int:
        """Number of rows."""
        return len(self.offsets) - 1

    @property
    def n_tokens(self) -> float:
        """Sum of all counts."""
        if self.times is not None:
            return float((self.lengths * self.times).sum())
        return float(sum(self.counts[part].sum(dtype=np.float64) for *_, part in self.pieces()))

    def pieces(self) -> Iterator[tuple[int, int, slice]]:
        """Cut the rows into pieces: first row, last row, entries; release mapped pages after each.

        All sums of counts are exact in float64, so they do not depend on how the rows are cut.
        """
        bounds = cut_rows(self.offsets, ENTRIES_AT_ONCE)
        for first, last in pairwise(bounds.tolist()):
            yield first, last, slice(int(self.offsets[first]), int(self.offsets[last]))
            release_pages(self.terms, self.counts)

    def to_scipy(self) -> sparse.csr_matrix:
        """Return the counts as a scipy matrix of float32."""
        shape = (self.n_documents, self.n_terms)
        counts = self.counts.astype(np.float32, copy=False)
        return sparse.csr_matrix((counts, self.terms, self.offsets), shape)

    def head(self, n: int) -> Counts:
        """Return the first ``n`` rows (all, if there are fewer), without copying."""
        end = self.offsets[min(n, self.n_documents)]
        times = None if self.times is None else self.times[:n]
        offsets = self.offsets[: n + 1]
        return Counts(offsets, self.terms[:end], self.counts[:end], self.n_terms, times)

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Sum of each row."""
        sums = np.zeros(self.n_documents)
        for first, last, part in self.pieces():
            offsets = self.offsets[first:last] - part.start
            full = np.flatnonzero(np.diff(self.offsets[first : last + 1]))
            if len(full):
                counts = self.counts[part]
                sums[first + full] = np.add.reduceat(counts, offsets[full], dtype=np.float64)
        return sums

    @property
    def term_totals(self) -> NDArray[np.float64]:
        """Sum of each column."""
        totals = np.zeros(self.n_terms)
        for first, last, part in self.pieces():  # bincount copies its arguments
            counts = self.counts[part]
            if self.times is not None:
                lengths = np.diff(self.offsets[first : last + 1])
                counts = counts * np.repeat(self.times[first:last], lengths)
            totals += np.bincount(self.terms[part], counts, minlength=self.n_terms)
        return totals


def matrix_of(X: Any) -> Any:
    """Return the matrix inside a DocumentTermMatrix, or ``X`` itself."""
    if hasattr(X, "weights") and hasattr(X, "terms") and not hasattr(X, "counts"):
        message = (
            "LDA: these are tf-idf weights. LDA models how often each term occurs, so its "
            "probabilities mean nothing for weights. Pass the counts: the DocumentTermMatrix from "
            "count_terms. (NMF takes weights.)"
        )
        raise InputError(message)
    return X.counts if hasattr(X, "counts") and hasattr(X, "terms") else X


def as_counts(matrix: Any, *, function: str = "LDA", X: Any = None) -> Counts:
    """Check that ``matrix`` (sparse or dense) holds counts; copy it only if it must be changed."""
    if holds_counts(matrix):
        offsets = matrix.indptr.astype(np.int64)
        return Counts(offsets, matrix.indices, matrix.data, int(matrix.shape[1]))
    with input_errors(function):
        if sparse.issparse(matrix):
            rows: Any = sparse.csr_matrix(matrix)  # type: ignore[call-overload]  # any format
        else:
            rows = sparse.csr_matrix(np.asarray(matrix))
    if not rows.has_canonical_format:
        rows = sorted_rows(rows)
        rows.sum_duplicates()
    check_cells(function, X, rows, is_counts=True)
    keep = rows.data != 0
    if not keep.all():
        rows = rows.copy()
        rows.eliminate_zeros()
    return Counts(
        rows.indptr.astype(np.int64),
        rows.indices.astype(np.int32, copy=False),
        rows.data.astype(np.float32),
        int(rows.shape[1]),
    )


def sorted_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return a copy whose rows list their terms in order, as scikit-learn's counts do not.

    The entries are counted into place, by term and then by row: a few nanoseconds each, where a
    sort of every row takes thirty.
    """
    data, indices, starts = matrix.data, matrix.indices, matrix.indptr
    n_terms = matrix.shape[1]
    sizes = np.diff(starts)
    is_sound = starts[0] == 0 and starts[-1] == len(data) == len(indices) and (sizes >= 0).all()
    if not len(data) or not is_sound or indices.min() < 0 or indices.max() >= n_terms:
        return matrix.copy()  # scipy says what is wrong
    values, terms = np.empty_like(data), np.empty(len(data), np.int32)
    offsets = starts.astype(np.int64)
    for first, last in pairwise(cut_rows(offsets, ENTRIES_AT_ONCE).tolist()):
        part = slice(int(offsets[first]), int(offsets[last]))
        given = indices[part].astype(np.int32, copy=False)
        documents, entries, places = np.empty((3, len(given)), np.int32)
        by_term, by_row = np.zeros(n_terms + 1, np.int64), np.zeros(last - first + 1, np.int64)
        own = offsets[first : last + 1] - part.start
        kernels.index_terms(own, given, by_term, documents, entries)
        kernels.index_terms(by_term, documents, by_row, terms[part], places)
        values[part] = data[part][entries[places]]
    return sparse.csr_matrix((values, terms, starts), matrix.shape)


def content_order(data: Counts, seed: int) -> tuple[NDArray[np.int64], int]:
    """Return a shuffle of the rows that depends on their content, not on their order.

    The second value is a fingerprint of the whole matrix, the same for any order of its rows.
    """
    keys = np.concatenate([_row_keys(data, first, last, seed) for first, last, _ in data.pieces()])
    repeated = keys if data.times is None else keys * data.times.astype(np.uint64)
    return np.argsort(keys, kind="stable"), int(repeated.sum(dtype=np.uint64) >> np.uint64(1))


def _row_keys(data: Counts, first: int, last: int, seed: int) -> NDArray[np.uint64]:
    entries = slice(data.offsets[first], data.offsets[last])
    mixed, counts = data.terms[entries].astype(np.uint64), data.counts[entries].astype(np.uint64)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed += np.uint64(seed)
    counts *= np.uint64(0xD1B54A32D192ED03)
    counts ^= _mix(mixed)
    mixed = _mix(counts)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    ends = data.offsets[first : last + 1] - data.offsets[first]
    return _mix(sums[ends[1:]] - sums[ends[:-1]])


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # the finaliser of splitmix64, in place: fresh pages take longer than the numbers
    shifted = x >> np.uint64(30)
    for shift, factor in ((27, 0xBF58476D1CE4E5B9), (31, 0x94D049BB133111EB)):
        x ^= shifted
        x *= np.uint64(factor)
        np.right_shift(x, np.uint64(shift), out=shifted)
    x ^= shifted
    return x


def take_rows(data: Counts, order: NDArray[np.int64]) -> Counts:
    """Return the rows of ``data`` in another order: a copy, on disk if it is large."""
    given = (data.counts, data.terms, data.offsets)
    counts, terms, offsets = copy_rows(given, order, (np.float32, np.int32))
    times = None if data.times is None else data.times[order]
    return Counts(offsets, terms, counts, data.n_terms, times)


def take_times(data: Counts, times: NDArray[np.int64]) -> Counts:
    """Return the rows that count at least once, with how often they do."""
    rows = np.flatnonzero(times)
    return replace(take_rows(data, rows), times=times[rows].astype(np.float32))


def repeat_rows(data: Counts) -> Counts:
    """Return the data with each row as often as it counts."""
    if data.times is None:
        return data
    rows = np.repeat(np.arange(data.n_documents), data.times.astype(np.int64))
    return take_rows(replace(data, times=None), rows)
