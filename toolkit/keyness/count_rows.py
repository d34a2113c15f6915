"""The counts of some articles and terms, read block by block from a document-term matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from toolkit._core.mapped_arrays import release_pages
from toolkit.tokenizing.block_cuts import text_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


class CountBlock(NamedTuple):
    """Some articles, by their places among all, and their counts as float64."""

    places: NDArray[np.int64]
    counts: sparse.csr_matrix


@dataclass(frozen=True, eq=False)
class CountRows:
    """Counts of some articles and terms; none is copied before it is asked for.

    Attributes
    ----------
    source : csr_matrix of int
        All counts.
    rows : ndarray of int64
        The articles: rows of ``source``.
    columns : ndarray of int64, shape (n_terms of source,)
        The column of each term here, -1 for a term left out.
    n_terms : int
        Columns here.
    weights : ndarray of float64, one per article, optional
        What the counts of each article are multiplied by.
    """

    source: sparse.csr_matrix
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    n_terms: int
    weights: NDArray[np.float64] | None = None

    @classmethod
    def of(cls, source: sparse.csr_matrix, rows: NDArray[np.int64]) -> CountRows:
        """Return some articles with all terms."""
        n_terms = int(source.shape[1])
        return cls(source, rows, np.arange(n_terms), n_terms)

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.rows)

    def with_terms(self, chosen: NDArray[np.integer]) -> CountRows:
        """Return some of the terms, in increasing order."""
        number = np.full(self.n_terms + 1, -1, dtype=np.int64)  # the last one for those left out
        number[chosen] = np.arange(len(chosen))
        return replace(self, columns=number[self.columns], n_terms=len(chosen))

    def weighted(self, kept: NDArray[np.integer], weights: NDArray[np.float64]) -> CountRows:
        """Return some of the articles, weighted."""
        return replace(self, rows=self.rows[kept], weights=weights)

    def blocks(
        self, places: NDArray[np.int64] | None = None, size: int | None = None
    ) -> Iterator[CountBlock]:
        """Yield all articles, or those at some places, in blocks of about ``size`` counts."""
        places = np.arange(len(self.rows)) if places is None else places
        for block in text_blocks(self._offsets(places), size):
            part = places[block.texts]
            yield CountBlock(part, self._block(part))
            release_pages(self.source.indices, self.source.data)

    def n_counts(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the counts that have to be read for each article."""
        rows, bounds = self.rows[places], self.source.indptr
        return (bounds[rows + 1] - bounds[rows]).astype(np.int64)

    def _offsets(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.n_counts(places))])

    def _block(self, places: NDArray[np.int64]) -> sparse.csr_matrix:
        part = sparse.csr_matrix(self.source[self.rows[places]])
        columns = self.columns[part.indices]
        stays = columns >= 0
        bounds = np.concatenate([[0], np.cumsum(stays)])[part.indptr]
        values = part.data[stays].astype(np.float64)
        if self.weights is not None:
            values *= np.repeat(self.weights[places], np.diff(bounds))
        shape = (len(places), self.n_terms)
        return sparse.csr_matrix((values, columns[stays], bounds), shape=shape)
