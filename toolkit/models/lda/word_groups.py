"""Topics to start from: groups of words that keep the same company.

Among short texts no article shows a subject, and what a fit begins with decides where it ends: from
groups of articles it stays where two subjects share a topic, however long it goes on. Words are
seen more often than articles. Two words of one subject stand beside the same others, also where
they never stand beside each other; so each of the most frequent words becomes a point, by the words
that it occurs with more often than chance, and the points are grouped.

References
----------
Levy & Goldberg (2014), Neural word embedding as implicit matrix factorization, NeurIPS 27 (positive
pointwise mutual information and its leading singular vectors).
Halko, Martinsson & Tropp (2011), Finding structure with randomness, SIAM Review 53, algorithm 4.4.
Sia, Dalmia & Mielke (2020), Tired of topic models? Clusters of pretrained word embeddings make for
fast and good topics too!, EMNLP (groups of words as topics).
Levy, Goldberg & Dagan (2015), Improving distributional similarity with lessons learned from word
embeddings, TACL 3 (frequencies and singular values raised to a power).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from toolkit._core.blas_threads import one_blas_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Counts

MOST_WORDS, MOST_PAIRS = 4_000, 10_000_000
"""So many of the most frequent words are grouped, and about so many of their pairs counted."""
LEAST_WORDS = 2
"""Words per topic, below which there is nothing to group."""
DIMENSIONS, ROUNDS = 100, 4
STRETCH = 0.75
"""Along each singular vector, words lie apart by its singular value raised to this power."""
TRIALS, MOVES = 10, 10
EVENED = 0.875
"""Frequencies are raised to this power in what chance would give: else rare words lie far apart."""
LEAST_SQUARE = 1e-6
"""Directions shorter than that, squared, relative to the others, are rounding in float32."""
SHARPNESS = 8.0
"""How sure a word is of its group: by exp(-8 d^2), with d the distance on the unit sphere."""


def group_words(
    data: Counts, n_topics: int, rng: np.random.Generator
) -> NDArray[np.float32] | None:
    """Return the probabilities of terms in each group, or None where words are too few.

    Parameters
    ----------
    data : Counts
        The articles, in random order.
    n_topics : int
        Number of groups.
    rng : Generator
        Chooses the projection and the centres.

    Returns
    -------
    ndarray of float32, shape (n_topics, n_terms), or None
        Rows sum to 1. A term that is not among the most frequent ones is in no group.
    """
    totals = data.term_totals
    words = np.sort(np.argsort(-totals, kind="stable")[:MOST_WORDS])
    words = words[totals[words] > 0]
    together = _pairs(data, words)
    linked = np.asarray(together.sum(axis=1)).ravel() > 0
    words, together = words[linked], together[linked][:, linked]
    if len(words) < LEAST_WORDS * n_topics:
        return None
    weights = np.sqrt(totals[words]).astype(np.float32)
    with one_blas_thread():
        points = _points(_association(together), rng)
        likeness = points @ _centres(points, weights, n_topics, rng).T
    share = np.exp(2.0 * SHARPNESS * (likeness - likeness.max(axis=1, keepdims=True)))
    share *= (totals[words] / share.sum(axis=1))[:, None]
    groups = np.zeros((n_topics, data.n_terms), np.float32)
    groups[:, words] = (share / share.sum(axis=0)).T
    return groups


def _pairs(data: Counts, words: NDArray[np.int64]) -> sparse.csr_matrix:
    """Count how often two of the words stand in one article; 0 for a word and itself."""
    entries = np.diff(data.offsets).astype(np.float64)
    n = max(1, int(np.searchsorted(np.cumsum(entries**2), MOST_PAIRS, side="right")))
    first = data.head(min(n, data.n_documents)).to_scipy()[:, words]
    first = sparse.csr_matrix(
        (np.ones(first.nnz, np.float32), first.indices, first.indptr), first.shape
    )
    together = sparse.csr_matrix(first.T @ first)
    together.setdiag(0.0)
    together.eliminate_zeros()
    return together


def _association(together: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return log(P(a, b) / (P(a) P(b))) of pairs that are more frequent than chance."""
    pairs = together.tocoo()
    sums = np.asarray(together.sum(axis=1)).ravel().astype(np.float64)
    evened = sums**EVENED / (sums**EVENED).sum()
    ratio = pairs.data / (sums.sum() * evened[pairs.row] * evened[pairs.col])
    above = ratio > 1.0
    found = (np.log(ratio[above]).astype(np.float32), (pairs.row[above], pairs.col[above]))
    return sparse.csr_matrix(found, together.shape)


def _points(association: sparse.csr_matrix, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the words as points on the unit sphere, along the leading singular vectors."""
    n = association.shape[0]
    basis = association @ rng.standard_normal((n, min(n, DIMENSIONS)), np.float32)
    for _ in range(ROUNDS - 1):
        basis = association @ _orthonormal(basis)
    squares, turn = np.linalg.eigh(_products(basis))
    least = LEAST_SQUARE * max(squares[-1], LEAST_SQUARE)
    stretch = np.maximum(squares, least) ** ((STRETCH - 1.0) / 2.0)
    return _unit(basis @ (turn * stretch).astype(np.float32))


def _products(basis: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the products of its columns."""
    return np.asarray((basis.T @ basis).astype(np.float64))


def _orthonormal(basis: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return an orthonormal basis of the same space: by Cholesky, a tenth of the time of QR.

    It need not be exact, since the next product with the matrix turns it again.
    """
    products = _products(basis)
    least = LEAST_SQUARE * max(products.trace() / len(products), LEAST_SQUARE)
    lower = np.linalg.cholesky(products + least * np.eye(len(products)))
    return basis @ np.linalg.inv(lower).T.astype(np.float32)


def _unit(points: NDArray[Any]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.maximum(lengths, 1e-9), np.float32)


def _centres(
    points: NDArray[np.float32],
    weights: NDArray[np.float32],
    n_topics: int,
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Return the centres of groups: k-means on the sphere, from centres that lie far apart."""
    n = len(points)
    likeness, chosen = np.zeros(n, np.float32), []
    for _ in range(n_topics):
        odds = np.cumsum(weights * (1.0 - likeness))
        drawn = rng.random(TRIALS)
        tried = np.searchsorted(odds, drawn * odds[-1], "right") if odds[-1] > 0 else drawn * n
        tried = np.minimum(tried.astype(np.int64), n - 1)
        nearer = np.maximum(points[tried] @ points.T, likeness)
        best = int(np.argmax(nearer @ weights))
        likeness = np.minimum(nearer[best], 1.0)
        chosen.append(tried[best])
    centres, group = points[chosen], np.full(n, -1)
    for _ in range(MOVES):
        before, group = group, (points @ centres.T).argmax(axis=1)
        if np.array_equal(before, group):
            break
        members = sparse.csr_matrix((weights, (group, np.arange(n))), (n_topics, n))
        sums = members @ points
        filled = np.linalg.norm(sums, axis=1) > 0
        centres = np.where(filled[:, None], _unit(sums), centres)
    return centres
