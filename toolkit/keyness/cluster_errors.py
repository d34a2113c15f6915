"""Cluster-robust errors: the sampling unit is the article or the day, never the token.

For each term and cluster, Y_A and Y are its uses in the group and in all groups, and n_A and n
are the tokens. All variances are quadratic forms in the Gram matrix of these four vectors, so no
cluster-by-term table is ever dense.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.special import stdtr

from toolkit.keyness.group_counts import (
    Grouped,
    column_sums,
    indicator,
    sum_by_code,
)
from toolkit.tokenizing.block_cuts import block_size, text_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Clusters:
    """Uses and tokens summed by cluster, for one group and for all groups.

    Attributes
    ----------
    gram : ndarray of shape (4, 4, n_terms)
        Sums over clusters of the products of Y_A, Y, n_A and n.
    uses : ndarray of shape (2, n_terms)
        Uses in the group, and in the rest.
    tokens : tuple of two floats
        Tokens in the group, and in the rest.
    n_clusters : int
        Number of clusters.
    exchanged : ndarray of shape (n_terms,)
        Permutation variance of U (see `score_test`), over shuffled group labels.
    """

    gram: NDArray[np.float64]
    uses: NDArray[np.float64]
    tokens: tuple[float, float]
    n_clusters: int
    exchanged: NDArray[np.float64]

    def score_test(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Score test of equal rates: z, and its two-sided p-value.

        U = uses in the group - overall rate * tokens of the group. Its variance is the sum of the
        squared cluster contributions, times G / (G - 1), but at least the permutation variance of
        U over shuffled group labels: a small group without any of the few articles that use the
        term contributes nothing from which its variance could be estimated.
        """
        uses, tokens = self.uses.sum(axis=0), sum(self.tokens)
        rate, part = uses / tokens, self.tokens[0] / tokens
        one = np.ones_like(rate)
        clustered = self._form([one, -part * one, -rate, part * rate])
        variance = np.maximum(clustered, self.exchanged)
        value = self.uses[0] - rate * self.tokens[0]
        z = np.zeros_like(value)
        np.divide(value, np.sqrt(variance), out=z, where=variance > 1e-12)
        return z, 2 * stdtr(max(self.n_clusters - 1, 1), -np.abs(z))

    def variance(self, slopes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variance of slopes[0] * rate in the group - slopes[1] * rate in the rest."""
        zero = np.zeros(self.uses.shape[1])
        rate_here, rate_rest = (
            uses / tokens for uses, tokens in zip(self.uses, self.tokens, strict=True)
        )
        here, rest = slopes[0] / self.tokens[0], slopes[1] / self.tokens[1]
        return self._form(
            [here + rest, zero - rest, -here * rate_here - rest * rate_rest, rest * rate_rest]
        )

    def _form(self, weights: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        stacked = np.array(weights)
        squares = np.einsum("it,ijt,jt->t", stacked, self.gram, stacked)
        return np.asarray(np.maximum(squares, 0) * _correction(self.n_clusters))


@dataclass(frozen=True, eq=False)
class ClusterTable:
    """Cluster sums over all articles, computed once for all groups.

    Attributes
    ----------
    grouped : Grouped
        The articles.
    codes : ndarray of int64, shape (n_articles,)
        Cluster of each article.
    tokens : ndarray of shape (n_clusters,)
        Tokens of each cluster.
    spread : ndarray of shape (n_terms,)
        See `_spread`.
    sums : _ClusterSums
        Sums over clusters.
    """

    grouped: Grouped
    codes: NDArray[np.int64]
    tokens: NDArray[np.float64]
    spread: NDArray[np.float64]
    sums: _ClusterSums

    @classmethod
    def of(cls, grouped: Grouped, codes: NDArray[np.int64]) -> ClusterTable:
        """Sum uses and tokens by cluster."""
        tokens = sum_by_code(codes, grouped.sizes, int(codes.max()) + 1)
        sums = _ClusterSums.of(grouped, codes, tokens)
        return cls(grouped, codes, tokens, _spread(grouped), sums)

    @property
    def n_clusters(self) -> int:
        """Number of clusters."""
        return len(self.tokens)

    def split(self, group: int) -> Clusters:
        """Return the sums for comparing one group with the rest."""
        rows = np.flatnonzero(self.grouped.codes == group)
        n, n_here = self.tokens, np.zeros(self.n_clusters)
        np.add.at(n_here, self.codes[rows], self.grouped.sizes[rows])
        by_group = (each[group].toarray().ravel() for each in self.sums.by_group)
        squares, with_all, with_tokens, with_all_tokens, all_with_tokens = by_group
        gram = _gram(
            [
                [squares, with_all, with_tokens, with_all_tokens],
                [self.sums.squares, all_with_tokens, self.sums.crossed],
                [n_here @ n_here, n_here @ n],
                [n @ n],
            ]
        )
        total = self.grouped.sums.totals
        here = self.grouped.group_uses[group].toarray().ravel()
        part = len(rows) / len(self.codes)
        return Clusters(
            gram=gram,
            uses=np.array([here, total - here]),
            tokens=(float(n_here.sum()), float(n.sum() - n_here.sum())),
            n_clusters=self.n_clusters,
            exchanged=part * (1 - part) * self.spread,
        )


@dataclass(frozen=True, eq=False)
class _ClusterSums:
    """Sums over clusters of products; Y_A, Y, n_A and n are those of the module's text.

    Attributes
    ----------
    by_group : list of csr_matrix, shape (n_groups, n_terms)
        Y_A Y_A, Y_A Y, Y_A n_A, Y_A n, and Y n_A.
    squares, crossed : ndarray of shape (n_terms,)
        Y Y, and Y n.
    """

    by_group: list[sparse.csr_matrix]
    squares: NDArray[np.float64]
    crossed: NDArray[np.float64]

    @classmethod
    def of(
        cls, grouped: Grouped, codes: NDArray[np.int64], tokens: NDArray[np.float64]
    ) -> _ClusterSums:
        """Read all articles, cluster by cluster."""
        shape = grouped.n_groups, grouped.counts.n_terms
        by_group = [sparse.csr_matrix(shape) for _ in range(5)]
        squares, crossed = np.zeros((2, shape[1]))
        for part in _cluster_parts(grouped, codes):
            n_all = tokens[part.first : part.first + part.every.shape[0]]
            squares += _dot(part.every, part.every)
            crossed += part.every.T @ n_all
            groups = indicator(part.group, shape[0])
            products = part.products(n_all)
            by_group = [old + groups @ new for old, new in zip(by_group, products, strict=True)]
        return cls([sparse.csr_matrix(each) for each in by_group], squares, crossed)


class _ClusterPart(NamedTuple):
    """Some whole clusters, and the part of each that belongs to each group.

    ``first`` is the first cluster and ``every`` has a row for each; ``ours`` has a row for each
    pair of cluster (``cluster``) and group (``group``), with ``sizes`` tokens.
    """

    first: int
    every: sparse.csr_matrix
    ours: sparse.csr_matrix
    cluster: NDArray[np.int64]
    group: NDArray[np.int64]
    sizes: NDArray[np.float64]

    def products(self, n_all: NDArray[np.float64]) -> Iterator[sparse.csr_matrix]:
        """Yield the products of `_ClusterSums.by_group` for each pair."""
        theirs = self.every[self.cluster]
        ours, tokens = self.ours, sparse.diags(self.sizes)
        yield ours.multiply(ours).tocsr()
        yield ours.multiply(theirs).tocsr()
        yield tokens @ ours
        yield sparse.diags(n_all[self.cluster]) @ ours
        yield tokens @ theirs


def _cluster_parts(grouped: Grouped, codes: NDArray[np.int64]) -> Iterator[_ClusterPart]:
    """Yield whole clusters, as many as have about a block of counts."""
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(codes.max() + 2))
    size = block_size(grouped.n_groups * grouped.counts.n_terms // 8)
    counts = np.concatenate([[0], np.cumsum(grouped.counts.n_counts(order))])
    for block in text_blocks(counts[ends], size):
        places = order[ends[block.texts.start] : ends[block.texts.stop]]
        yield _cluster_part(grouped, codes[places] - block.texts.start, places, block.texts)


def _cluster_part(
    grouped: Grouped, local: NDArray[np.int64], places: NDArray[np.int64], clusters: slice
) -> _ClusterPart:
    n_groups, n_clusters = grouped.n_groups, clusters.stop - clusters.start
    pairs, pair = np.unique(local * n_groups + grouped.codes[places], return_inverse=True)
    ours = sparse.csr_matrix((len(pairs), grouped.counts.n_terms))
    begin = 0
    for block in grouped.counts.blocks(places):  # a cluster may be larger than a block
        here = pair[begin : begin + len(block.places)]
        ours = ours + indicator(here, len(pairs)) @ block.counts
        begin += len(block.places)
    cluster, group = np.divmod(pairs, n_groups)
    every = indicator(cluster, n_clusters) @ ours
    sizes = sum_by_code(pair, grouped.sizes[places], len(pairs))
    parts = sparse.csr_matrix(every), sparse.csr_matrix(ours)
    return _ClusterPart(clusters.start, *parts, cluster, group, sizes)


def _spread(grouped: Grouped) -> NDArray[np.float64]:
    """Sum over articles of (uses - rate * tokens) squared, times N / (N - 1)."""
    sums, sizes = grouped.sums, grouped.sizes
    rate = sums.totals / sizes.sum()
    squares = sums.squares - 2 * rate * sums.crossed + rate**2 * (sizes @ sizes)
    return np.asarray(np.maximum(squares, 0) * _correction(len(sizes)))


def _correction(count: int) -> float:
    return count / max(count - 1, 1)


def _dot(first: sparse.csr_matrix, second: sparse.csr_matrix) -> NDArray[np.float64]:
    return column_sums(sparse.csr_matrix(first.multiply(second)))


def _gram(upper: list[list[Any]]) -> NDArray[np.float64]:
    """Build symmetric matrices, one per term, from their upper triangles."""
    n_terms = len(np.asarray(upper[0][0]))
    gram = np.empty((4, 4, n_terms))
    for i, row in enumerate(upper):
        for j, values in enumerate(row, start=i):
            gram[i, j] = gram[j, i] = values
    return gram
