"""Counting: term ids in reading order become sparse rows of counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from toolkit._core.growing_arrays import GrowingArray, shorten_array
from toolkit._core.mapped_arrays import release_pages
from toolkit._kernels import text as kernels
from toolkit.tokenizing.block_cuts import block_size, count_values, text_blocks, value_blocks
from toolkit.tokenizing.buffers import Pool, run_parts, scratches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

FEW_TOKENS = 50_000
"""Up to this many tokens NumPy counts faster than the kernel loads."""

SHORT_TEXT = 50
"""Tokens of a text below which most of its words stand there once."""


class Block(NamedTuple):
    """Term ids of some texts in reading order, and the offset of each text.

    ``column`` maps ids to columns (-1: not counted); ``most`` is at least the number of tokens.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    column: NDArray[np.int32]
    most: int


def count_columns(
    blocks: Iterable[Block],
    n_columns: int,
    *,
    n_jobs: int | None = None,
    dtype: type[np.integer] = np.int32,
) -> sparse.csr_matrix:
    """Count the terms of every text.

    Parameters
    ----------
    blocks : iterable of Block
        Blocks of texts.
    n_columns : int
        Number of columns.
    n_jobs : int, optional
        Threads; all available CPUs if None. The result does not depend on it.
    dtype : type
        Type of the counts, int32 or int64.

    Returns
    -------
    scipy.sparse.csr_matrix, shape (n_texts, n_columns)
        With sorted, unique column indices.
    """
    listed = list(blocks)
    are_few = sum(len(block.ids) for block in listed) <= FEW_TOKENS
    work: Callable[[Block], _Rows] = partial(_count_plainly, n_columns=n_columns, dtype=dtype)
    if not are_few:
        rooms = Pool(partial(room_for_columns, n_columns))
        work = partial(_count_block, n_columns=n_columns, dtype=dtype, rooms=rooms)
    expected = _expected_counts(listed)
    columns, counts = GrowingArray(np.int32, expected), GrowingArray(dtype, expected)
    sizes = [np.zeros(1, dtype=np.int64)]
    for part in run_parts(work, listed, n_jobs=1 if are_few else n_jobs):
        columns.append(part.columns)
        counts.append(part.counts)
        sizes.append(part.sizes)
    width = np.int32 if len(columns) < np.iinfo(np.int32).max else np.int64
    row = np.concatenate(sizes).cumsum().astype(width)
    parts: Any = (counts.finish(), columns.finish().astype(width, copy=False), row)
    counted: sparse.csr_matrix = sparse.csr_matrix(parts, shape=(len(row) - 1, n_columns))
    counted.has_sorted_indices = True
    counted.has_canonical_format = True
    return counted


def _expected_counts(blocks: Sequence[Block]) -> int:
    """Return about how many counts there will be: long texts say most words more than once."""
    n_tokens = sum(block.most for block in blocks)
    n_texts = sum(len(block.offsets) - 1 for block in blocks)
    return n_tokens if n_tokens < SHORT_TEXT * n_texts else n_tokens // 2


class _Rows(NamedTuple):
    """Counts of some texts, row after row: columns, counts, and how many each row has."""

    columns: NDArray[np.int32]
    counts: NDArray[np.integer]
    sizes: NDArray[np.int64]


def _count_block(
    block: Block,
    *,
    n_columns: int,
    dtype: type[np.integer],
    rooms: Pool[tuple[NDArray[np.int32], NDArray[np.int64]]],
) -> _Rows:
    sizes = np.zeros(len(block.offsets) - 1, dtype=np.int64)
    known = (block.ids.view(np.uint32), block.offsets, block.column, n_columns)
    with scratches.borrow() as scratch, rooms.borrow() as room:  # new pages make threads wait
        columns = scratch.room("starts", block.most, np.int32)
        counts = scratch.room("ends" if dtype == np.int32 else "counts", block.most, dtype)
        n = kernels.count_rows(*known, columns.view(np.uint32), counts, sizes, *room)
        rows = _Rows(columns[:n].copy(), counts[:n].copy(), sizes)
    release_pages(block.ids)
    return rows


def room_for_columns(n_columns: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the zeroed work arrays of the counting kernel."""
    marks = n_columns // 32 + 1 + n_columns // 1024 + 1
    return np.zeros(n_columns, dtype=np.int32), np.zeros(marks, dtype=np.int64)


def _count_plainly(block: Block, *, n_columns: int, dtype: type[np.integer]) -> _Rows:
    of_token = block.column[block.ids].astype(np.int64)
    n_texts, width = len(block.offsets) - 1, max(n_columns, 1)
    texts = np.repeat(np.arange(n_texts), np.diff(block.offsets))
    cells = (texts * n_columns + of_token)[of_token >= 0]
    cells, seen = np.unique(cells, return_counts=True)
    sizes = np.bincount(cells // width, minlength=n_texts)
    return _Rows((cells % width).astype(np.int32), seen.astype(dtype), sizes)


def token_blocks(
    ids: NDArray[np.int32],
    offsets: NDArray[np.int64],
    column: NDArray[np.int32],
    *,
    size: int | None = None,
) -> Iterator[Block]:
    """Cut tokens into blocks of whole texts, of about ``size`` tokens."""
    for block in text_blocks(offsets, size):
        part = ids[block.tokens]
        yield Block(part, block.offsets(offsets), column, len(part))


def keep_columns(counts: sparse.csr_matrix, kept: NDArray[np.bool_]) -> sparse.csr_matrix:
    """Return the columns where ``kept`` is True, in the place of ``counts``."""
    if kept.all():
        return counts
    new = np.cumsum(kept, dtype=counts.indices.dtype) - 1
    columns, values, rows = counts.indices, counts.data, np.zeros_like(counts.indptr)
    written = 0
    for block in text_blocks(counts.indptr):
        old = columns[block.tokens]
        stays = kept[old]
        before = np.concatenate([[0], np.cumsum(stays)])
        rows[block.texts.start + 1 : block.texts.stop + 1] = (
            written + before[block.offsets(counts.indptr)[1:]]
        )
        place = slice(written, written + int(before[-1]))
        values[place] = values[block.tokens][stays]
        columns[place] = new[old[stays]]
        written = place.stop
        release_pages(columns, values)
    parts: Any = (shorten_array(values, written), shorten_array(columns, written), rows)
    result: sparse.csr_matrix = sparse.csr_matrix(parts, shape=(counts.shape[0], int(kept.sum())))
    result.has_sorted_indices = True
    result.has_canonical_format = True
    return result


def choose_columns(
    counts: sparse.csr_matrix,
    *,
    min_docs: int,
    max_doc_share: float,
    max_terms: int | None,
    totals: NDArray[np.int64] | None = None,
) -> dict[str, NDArray[np.bool_]]:
    """Return, for each rule, the columns it removes that no earlier rule removed.

    ``totals`` are the sums of the columns, where they are known: without limits they tell all.
    """
    if totals is not None and (min_docs, max_doc_share, max_terms) == (1, 1.0, None):
        none = np.zeros(len(totals), dtype=np.bool_)
        return {"min_docs": totals == 0, "max_doc_share": none, "max_terms": none}
    n_docs = column_docs(counts)
    rare = n_docs < min_docs
    common = ~rare & (n_docs > max_doc_share * counts.shape[0])
    surplus = np.zeros_like(rare)
    left = np.flatnonzero(~rare & ~common)
    if max_terms is not None and len(left) > max_terms:
        totals = column_totals(counts)
        surplus[left[np.lexsort((left, -totals[left]))[max_terms:]]] = True
    return {"min_docs": rare, "max_doc_share": common, "max_terms": surplus}


def column_docs(counts: sparse.csr_matrix) -> NDArray[np.int64]:
    """Return the number of rows with a value in every column."""
    return count_values(counts.indices, int(counts.shape[1]))


def column_totals(counts: sparse.csr_matrix) -> NDArray[np.int64]:
    """Return the sum of every column."""
    n = int(counts.shape[1])
    totals = np.zeros(n, dtype=np.int64)
    for block in value_blocks(counts.data, counts.indices, size=block_size(n)):
        columns, values = counts.indices[block], counts.data[block]
        totals += np.bincount(columns, weights=values, minlength=n).astype(np.int64)
    return totals
