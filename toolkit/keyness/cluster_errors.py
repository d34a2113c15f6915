"""Cluster-robust errors: the sampling unit is the article or the day, never the token.

For each term and cluster, Y_A and Y are its uses in the group and in all groups, and n_A and n
are the tokens. All variances are quadratic forms in the Gram matrix of these four vectors, so no
cluster-by-term table is ever dense.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse, stats

from toolkit.keyness.group_counts import Grouped, column_sums, indicator, sum_by_code

if TYPE_CHECKING:
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
        return z, 2 * stats.t.sf(np.abs(z), max(self.n_clusters - 1, 1))

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
    """Cluster sums over all articles, computed once for all groups."""

    grouped: Grouped
    codes: NDArray[np.int64]
    n_clusters: int
    uses: sparse.csr_matrix
    tokens: NDArray[np.float64]
    spread: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    crossed: NDArray[np.float64]

    @classmethod
    def of(cls, grouped: Grouped, codes: NDArray[np.int64]) -> ClusterTable:
        """Sum uses and tokens by cluster."""
        count = int(codes.max()) + 1
        uses = sparse.csr_matrix(indicator(codes, count) @ grouped.counts)
        tokens = sum_by_code(codes, grouped.sizes, count)
        return cls(
            grouped=grouped,
            codes=codes,
            n_clusters=count,
            uses=uses,
            tokens=tokens,
            spread=_spread(grouped),
            total=column_sums(uses),
            squares=_dot(uses, uses),
            crossed=np.asarray(uses.T @ tokens),
        )

    def split(self, group: int) -> Clusters:
        """Return the sums for comparing one group with the rest."""
        rows = np.flatnonzero(self.grouped.codes == group)
        where = self.codes[rows]
        inside, local = np.unique(where, return_inverse=True)
        ours = sparse.csr_matrix(indicator(local, len(inside)) @ self.grouped.counts[rows])
        sizes = sum_by_code(local, self.grouped.sizes[rows], len(inside))
        both = self.uses[inside]
        n, n_here = self.tokens, np.zeros(self.n_clusters)
        n_here[inside] = sizes
        gram = _gram(
            [
                [_dot(ours, ours), _dot(ours, both), ours.T @ sizes, ours.T @ n[inside]],
                [self.squares, both.T @ sizes, self.crossed],
                [n_here @ n_here, n_here @ n],
                [n @ n],
            ]
        )
        total, here = self.total, column_sums(ours)
        part = len(rows) / len(self.codes)
        return Clusters(
            gram=gram,
            uses=np.array([here, total - here]),
            tokens=(float(n_here.sum()), float(n.sum() - n_here.sum())),
            n_clusters=self.n_clusters,
            exchanged=part * (1 - part) * self.spread,
        )


def _spread(grouped: Grouped) -> NDArray[np.float64]:
    """Sum over articles of (uses - rate * tokens) squared, times N / (N - 1)."""
    counts, sizes = grouped.counts, grouped.sizes
    rate = column_sums(counts) / sizes.sum()
    crossed = np.asarray(counts.T @ sizes)
    squares = _dot(counts, counts) - 2 * rate * crossed + rate**2 * (sizes @ sizes)
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
