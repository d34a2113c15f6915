"""Document-term counts for the inference: checked, shuffled by content, cut into blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.errors import InputError
from toolkit.models.input_checks import check_cells, input_errors

FOLD_IN_ENTRIES, KEY_ENTRIES = 400_000, 200_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Whole, finite, non-negative counts by row (CSR).

    ``times`` says how often each row counts, as if it stood there so often; None: once.
    """

    offsets: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.float32]
    n_terms: int
    times: NDArray[np.float32] | None = None

    @property
    def n_documents(self) -> int:
        """Number of rows."""
        return len(self.offsets) - 1

    @property
    def n_tokens(self) -> float:
        """Sum of all counts."""
        return float(self.repeated_counts.sum(dtype=np.float64))

    @property
    def repeated_counts(self) -> NDArray[np.float32]:
        """The count of each entry times how often its row counts."""
        if self.times is None:
            return self.counts
        return self.counts * np.repeat(self.times, np.diff(self.offsets))

    def to_scipy(self) -> sparse.csr_matrix:
        """Return the counts as a scipy matrix, without copying."""
        shape = (self.n_documents, self.n_terms)
        return sparse.csr_matrix((self.counts, self.terms, self.offsets), shape)

    def head(self, n: int) -> Counts:
        """Return the first ``n`` rows, without copying."""
        end = self.offsets[n]
        times = None if self.times is None else self.times[:n]
        offsets = self.offsets[: n + 1]
        return Counts(offsets, self.terms[:end], self.counts[:end], self.n_terms, times)

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Sum of each row."""
        full = np.diff(self.offsets) > 0
        sums = np.zeros(self.n_documents)
        if full.any():
            starts = self.offsets[:-1][full]
            sums[full] = np.add.reduceat(self.counts, starts, dtype=np.float64)
        return sums

    @property
    def term_totals(self) -> NDArray[np.float64]:
        """Sum of each column."""
        totals, counts = np.zeros(self.n_terms), self.repeated_counts
        for begin in range(0, len(self.terms), KEY_ENTRIES):  # bincount copies its arguments
            part = slice(begin, begin + KEY_ENTRIES)
            totals += np.bincount(self.terms[part], counts[part], minlength=self.n_terms)
        return totals


class TermIndex(NamedTuple):
    """The entries of a block by term.

    Attributes
    ----------
    terms : ndarray of int32, shape (n_block_terms,)
        The terms that occur in the block.
    offsets : ndarray of int64, shape (n_block_terms + 1,)
        The entries of term j are ``offsets[j]`` to ``offsets[j + 1]`` of the next two.
    documents : ndarray of int32, shape (n_entries,)
        Row of the block; empty in a fit by Gibbs sampling, which does not need it.
    entries : ndarray of int32, shape (n_entries,)
        Position among the block's entries by row.
    """

    terms: NDArray[np.int32]
    offsets: NDArray[np.int64]
    documents: NDArray[np.int32]
    entries: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Block:
    """Some documents, by row (``offsets``, ``terms``, ``counts``) and, for a fit, by term.

    ``times`` says how often each row counts, as if it stood there so often; None: once.
    """

    rows: slice
    offsets: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.float32]
    n_tokens: float
    by_term: TermIndex
    times: NDArray[np.float32] | None = None

    def per_entry(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return one value per row as one value per entry."""
        return np.repeat(values, np.diff(self.offsets))


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
    """Check that ``matrix`` (sparse or dense) holds counts, and copy it to `Counts`."""
    with input_errors(function):
        if sparse.issparse(matrix):
            rows: Any = sparse.csr_matrix(matrix)  # type: ignore[call-overload]  # any format
        else:
            rows = sparse.csr_matrix(np.asarray(matrix))
    if not rows.has_canonical_format:
        rows = rows.copy()
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


def content_order(data: Counts, seed: int) -> tuple[NDArray[np.int64], int]:
    """Return a shuffle of the rows that depends on their content, not on their order.

    The second value is a fingerprint of the whole matrix, the same for any order of its rows.
    """
    keys = np.concatenate([_row_keys(data, a, b, seed) for a, b in _ranges(data, KEY_ENTRIES)])
    repeated = keys if data.times is None else keys * data.times.astype(np.uint64)
    return np.argsort(keys, kind="stable"), int(repeated.sum(dtype=np.uint64) >> np.uint64(1))


def _row_keys(data: Counts, first: int, last: int, seed: int) -> NDArray[np.uint64]:
    entries = slice(data.offsets[first], data.offsets[last])
    terms, counts = data.terms[entries].astype(np.uint64), data.counts[entries].astype(np.uint64)
    mixed = _mix(terms * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed))
    mixed = _mix(mixed ^ counts * np.uint64(0xD1B54A32D192ED03))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    ends = data.offsets[first : last + 1] - data.offsets[first]
    return _mix(sums[ends[1:]] - sums[ends[:-1]])


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # the finaliser of splitmix64
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))


def take_rows(data: Counts, order: NDArray[np.int64]) -> Counts:
    """Return the rows of ``data`` in another order."""
    rows = data.to_scipy()[order]
    return Counts(
        rows.indptr.astype(np.int64),
        rows.indices.astype(np.int32, copy=False),
        rows.data,
        data.n_terms,
        None if data.times is None else data.times[order],
    )


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


def block_entries(data: Counts, n_blocks: int = 80) -> int:
    """Return the entries per block of a fit: about 80 blocks, none smaller than 1,000 entries."""
    return int(np.clip(data.offsets[-1] / n_blocks, 1_000, 40_000 * 80 / n_blocks))


def theta_fits(data: Counts, n_topics: int) -> bool:
    """Say whether theta of all rows can be kept: it takes no more memory than the matrix."""
    return data.n_documents * n_topics * 4 <= max(8 * len(data.terms), 2**25)


def cut_blocks(
    data: Counts,
    n_entries: int,
    *,
    like: Counts | None = None,
    by_term: bool = True,
    rows: bool = True,
) -> list[Block]:
    """Cut the rows into blocks of about ``n_entries`` entries, counted in ``like``."""
    ranges = _ranges(like or data, n_entries)
    return [_block(data, a, b, by_term=by_term, rows=rows) for a, b in ranges]


def _ranges(data: Counts, n_entries: int) -> list[tuple[int, int]]:
    offsets = data.offsets
    n_ranges = max(1, min(data.n_documents, round(int(offsets[-1]) / n_entries)))
    goals = offsets[-1] * np.arange(1, n_ranges) / n_ranges
    cuts = sorted({0, *np.searchsorted(offsets, goals).tolist(), data.n_documents})
    return list(pairwise(cuts))


def _block(data: Counts, first: int, last: int, *, by_term: bool, rows: bool) -> Block:
    begin, end = int(data.offsets[first]), int(data.offsets[last])
    offsets = data.offsets[first : last + 1] - begin
    terms, counts = data.terms[begin:end], data.counts[begin:end]
    index = _by_term(offsets, terms, data.n_terms if by_term else 0)
    if not rows:
        index = index._replace(documents=np.zeros(0, np.int32))
    times = None if data.times is None else data.times[first:last]
    repeated = counts if times is None else counts * np.repeat(times, np.diff(offsets))
    n_tokens = float(repeated.sum(dtype=np.float64))
    return Block(slice(first, last), offsets, terms, counts, n_tokens, index, times)


def _by_term(offsets: NDArray[np.int64], terms: NDArray[np.int32], n_terms: int) -> TermIndex:
    if not n_terms:
        nothing = np.zeros(0, np.int32)
        return TermIndex(nothing, np.zeros(1, np.int64), nothing, nothing)
    entries = np.arange(len(terms), dtype=np.int32)
    shape = (len(offsets) - 1, n_terms)
    columns = sparse.csr_matrix((entries, terms, offsets), shape).tocsc()
    sizes = np.diff(columns.indptr)
    present = np.flatnonzero(sizes).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(sizes[present])]).astype(np.int64)
    return TermIndex(present, starts, columns.indices.astype(np.int32), columns.data)
