"""The rows of a matrix cut into blocks, each by row and by term, made when needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit._core.memory import is_large
from toolkit._kernels import lda as kernels
from toolkit.models.matrix_rows import cut_rows

if TYPE_CHECKING:
    from toolkit.models.lda.matrices import Counts

FOLD_IN_ENTRIES = 100_000
INDEX_BYTES = 8
"""What the index by term takes for an entry."""
DRAWN_BLOCKS, MOST_DRAWN = 16, 500_000
FEW_ENTRIES = 500_000
"""Up to here SciPy sorts the entries of a block by term: as quickly, and nothing is compiled."""


class TermIndex(NamedTuple):
    """The entries of a block by term.

    Attributes
    ----------
    terms : ndarray of int32, shape (n_block_terms,)
        The terms that occur in the block.
    offsets : ndarray of int64, shape (n_block_terms + 1,)
        The entries of term j are ``offsets[j]`` to ``offsets[j + 1]`` of the next two.
    documents : ndarray of int32, shape (n_entries,)
        Row of the block.
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


def block_entries(data: Counts, *, is_drawn: bool = False) -> int:
    """Return the entries per block of a fit: about 80 blocks, none smaller than 1,000 entries.

    Gibbs sampling takes fewer and larger blocks: its counts stand still for the length of a block
    without harm, and threads wait for each other at the end of each.
    """
    n_blocks, most = (DRAWN_BLOCKS, MOST_DRAWN) if is_drawn else (80, 40_000)
    return int(np.clip(data.offsets[-1] / n_blocks, 1_000, most))


def theta_fits(data: Counts, n_topics: int) -> bool:
    """Say whether theta of all rows can be kept: it takes no more memory than the matrix."""
    return data.n_documents * n_topics * 4 <= max(8 * len(data.terms), 2**25)


class Blocks(Sequence[Block]):
    """Blocks of rows, each made when it is first asked for.

    Parameters
    ----------
    data : Counts
        The matrix.
    bounds : ndarray of int64, shape (n_blocks + 1,)
        First row of each block, and the number of rows.
    by_term : bool
        Whether blocks have an index by term.
    kept : dict of int to Block, optional
        Where the blocks are kept, by first row; without it they are made anew each time.
    """

    def __init__(
        self,
        data: Counts,
        bounds: NDArray[np.int64],
        *,
        by_term: bool = True,
        kept: dict[int, Block] | None = None,
    ) -> None:
        self.data, self.bounds = data, bounds
        self._by_term, self._kept = by_term, kept

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self.bounds) - 1

    @overload
    def __getitem__(self, number: int) -> Block: ...
    @overload
    def __getitem__(self, number: slice) -> Blocks: ...
    def __getitem__(self, number: int | slice) -> Block | Blocks:
        """Make one block, or return a run of blocks."""
        if isinstance(number, slice):
            first, last, _ = number.indices(len(self))
            bounds = self.bounds[first : last + 1]
            return Blocks(self.data, bounds, by_term=self._by_term, kept=self._kept)
        place = range(len(self))[number]
        first, last = self.bounds[place : place + 2].tolist()
        block = None if self._kept is None else self._kept.get(first)
        if block is None:
            block = _block(self.data, first, last, by_term=self._by_term)
        if self._kept is not None:
            self._kept[first] = block
        return block


def cut_blocks(
    data: Counts,
    n_entries: int,
    *,
    like: Counts | None = None,
    by_term: bool = True,
) -> Blocks:
    """Cut the rows into blocks of about ``n_entries`` entries, counted in ``like``.

    The blocks are kept where they fit into memory, and made anew each time where they do not.
    """
    bounds = cut_rows((like or data).offsets, n_entries)
    return block_list(data, bounds, by_term=by_term)


def block_list(data: Counts, bounds: NDArray[np.int64], *, by_term: bool = True) -> Blocks:
    """Return blocks that are kept where their index fits into memory."""
    is_kept = by_term and not is_large(INDEX_BYTES * int(data.offsets[-1]))
    return Blocks(data, bounds, by_term=by_term, kept={} if is_kept else None)


def _block(data: Counts, first: int, last: int, *, by_term: bool) -> Block:
    begin, end = int(data.offsets[first]), int(data.offsets[last])
    offsets = data.offsets[first : last + 1] - begin
    terms = data.terms[begin:end].astype(np.int32, copy=False)
    counts = data.counts[begin:end].astype(np.float32, copy=False)
    index = _by_term(offsets, terms, data.n_terms if by_term else 0)
    times = None if data.times is None else data.times[first:last]
    repeated = counts if times is None else counts * np.repeat(times, np.diff(offsets))
    n_tokens = float(repeated.sum(dtype=np.float64))
    return Block(slice(first, last), offsets, terms, counts, n_tokens, index, times)


def _by_term(offsets: NDArray[np.int64], terms: NDArray[np.int32], n_terms: int) -> TermIndex:
    if not n_terms:
        nothing = np.zeros(0, np.int32)
        return TermIndex(nothing, np.zeros(1, np.int64), nothing, nothing)
    if len(terms) <= FEW_ENTRIES:
        begin, documents, entries = _columns(offsets, terms, n_terms)
    else:
        begin = np.zeros(n_terms + 1, np.int64)
        documents, entries = np.empty((2, len(terms)), np.int32)
        kernels.index_terms(offsets, terms, begin, documents, entries)
    present = np.flatnonzero(np.diff(begin)).astype(np.int32)
    return TermIndex(present, np.append(begin[present], begin[-1]), documents, entries)


def _columns(
    offsets: NDArray[np.int64], terms: NDArray[np.int32], n_terms: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Do as ``kernels.index_terms``, with four bytes more per entry and without compiling."""
    numbers = np.arange(len(terms), dtype=np.int32)
    shape = (len(offsets) - 1, n_terms)
    by_term = sparse.csr_array((numbers, terms, offsets.astype(np.int32)), shape=shape).tocsc()
    begin, documents = by_term.indptr.astype(np.int64), by_term.indices
    return begin, documents.astype(np.int32, copy=False), by_term.data
