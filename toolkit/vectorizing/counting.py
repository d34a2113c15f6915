"""Counting: term numbers in reading order become rows of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from toolkit import _text_kernels as kernels
from toolkit.tokenizing.buffers import Scratch, run_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Block = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]
    Rows = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]

FEW_TOKENS = 50_000
"""Up to so many tokens are counted plainly, in less time than it takes to load the kernel."""

BLOCK_TOKENS = 500_000
"""Texts are counted in blocks of about this many tokens, whatever the number of workers."""


def count_columns(
    blocks: Iterable[Block],
    n_columns: int,
    *,
    n_jobs: int | None = None,
    dtype: type[np.integer] = np.int32,
) -> sparse.csr_matrix:
    """Count, per text, the columns of its term numbers.

    Parameters
    ----------
    blocks : iterable of (ids, offsets, column)
        Term numbers of some texts in reading order, where each text begins, and the column of
        each number, -1 for what is not counted.
    n_columns : int
        Number of columns.
    n_jobs : int, optional
        Threads; the processors at hand if None. The result does not depend on it.
    dtype : type
        Of the counts.

    Returns
    -------
    scipy.sparse.csr_matrix, shape (n_texts, n_columns)
        With sorted, unique column numbers.
    """
    scratch = Scratch()
    listed = list(blocks)
    are_few = sum(len(block[0]) for block in listed) <= FEW_TOKENS

    def work(block: Block) -> Rows:
        if are_few:
            return _count_plainly(block, n_columns)
        ids, offsets, column = block
        columns = scratch.room("columns", len(ids), np.int32)
        counts = scratch.room("counts", len(ids), np.int32)
        row = np.zeros(len(offsets), dtype=np.int64)
        n = kernels.count_rows(ids, offsets, column, n_columns, columns, counts, row)
        return columns[:n].copy(), counts[:n].copy(), np.diff(row)

    rows = list(run_parts(work, listed, n_jobs=1 if are_few else n_jobs))
    sizes = np.concatenate([[0], *(part[2] for part in rows)])
    width = np.int32 if sizes.sum() < np.iinfo(np.int32).max else np.int64
    indices = _joined([part[0] for part in rows]).astype(width, copy=False)
    data = _joined([part[1] for part in rows]).astype(dtype, copy=False)
    bounds = np.cumsum(sizes).astype(width)
    parts: Any = (data, indices, bounds)
    counted: sparse.csr_matrix = sparse.csr_matrix(parts, shape=(len(bounds) - 1, n_columns))
    counted.has_sorted_indices = True
    counted.has_canonical_format = True
    return counted


def _count_plainly(block: Block, n_columns: int) -> Rows:
    ids, offsets, column = block
    columns = column[ids].astype(np.int64)
    texts = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    cells = (texts * n_columns + columns)[columns >= 0]
    cells, counts = np.unique(cells, return_counts=True)
    sizes = np.bincount(cells // max(n_columns, 1), minlength=len(offsets) - 1)
    return (cells % max(n_columns, 1)).astype(np.int32), counts.astype(np.int32), sizes


def token_blocks(
    ids: NDArray[np.int32], offsets: NDArray[np.int64], column: NDArray[np.int32]
) -> Iterator[Block]:
    """Cut a token store into blocks of whole texts."""
    begin = 0
    while begin < len(offsets) - 1:
        limit = offsets[begin] + BLOCK_TOKENS
        end = max(begin + 1, int(np.searchsorted(offsets, limit, side="right")) - 1)
        part = offsets[begin : end + 1]
        yield ids[part[0] : part[-1]], part - part[0], column
        begin = end


def keep_columns(counts: sparse.csr_matrix, kept: NDArray[np.bool_]) -> sparse.csr_matrix:
    """Return the columns for which ``kept`` is True."""
    if kept.all():
        return counts
    new = np.cumsum(kept, dtype=counts.indices.dtype) - 1
    stays = kept[counts.indices]
    before = np.concatenate([[0], np.cumsum(stays)])
    result = sparse.csr_matrix(
        (counts.data[stays], new[counts.indices[stays]], before[counts.indptr]),
        shape=(counts.shape[0], int(kept.sum())),
    )
    result.has_canonical_format = True
    return result


def choose_columns(
    counts: sparse.csr_matrix, *, min_docs: int, max_doc_share: float, max_terms: int | None
) -> dict[str, NDArray[np.bool_]]:
    """Return, per rule, the columns it takes away that no rule before it took."""
    n_docs = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = n_docs < min_docs
    common = ~rare & (n_docs > max_doc_share * counts.shape[0])
    surplus = np.zeros_like(rare)
    left = np.flatnonzero(~rare & ~common)
    if max_terms is not None and len(left) > max_terms:
        totals = column_totals(counts)
        surplus[left[np.lexsort((left, -totals[left]))[max_terms:]]] = True
    return {"min_docs": rare, "max_doc_share": common, "max_terms": surplus}


def column_totals(counts: sparse.csr_matrix) -> NDArray[np.int64]:
    """Return the sum of every column."""
    totals = np.bincount(counts.indices, weights=counts.data, minlength=counts.shape[1])
    return totals.astype(np.int64)


def _joined(arrays: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=np.int32)
