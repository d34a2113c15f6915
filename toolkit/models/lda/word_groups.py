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

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit._core.blas_threads import one_blas_thread
from toolkit._kernels.word_pairs import associate_words, multiply_rows
from toolkit.models.threads import share_out

if TYPE_CHECKING:
    from collections.abc import Callable

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
ROWS_AT_ONCE = 1_000
SHARPNESS = 8.0
"""How sure a word is of its group: by exp(-8 d^2), with d the distance on the unit sphere."""


class Company(NamedTuple):
    """How much more often than chance words occur together, by word: a sparse matrix with gaps.

    Attributes
    ----------
    starts, ends : ndarray of int64, shape (n_words + 1,) and (n_words,)
        The entries of word i are ``starts[i]`` to ``ends[i]`` of the next two.
    partners : ndarray of int32
        The other word.
    values : ndarray of float32
        log(P(a, b) / (P(a) P(b))), above 0.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    partners: NDArray[np.int32]
    values: NDArray[np.float32]


def group_words(
    data: Counts, n_topics: int, rng: np.random.Generator, *, n_jobs: int = 1
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
    n_jobs : int
        Threads; the groups are the same for any number of them.

    Returns
    -------
    ndarray of float32, shape (n_topics, n_terms), or None
        Rows sum to 1. A term that is not among the most frequent ones is in no group.
    """
    totals = data.term_totals
    words = np.sort(np.argsort(-totals, kind="stable")[:MOST_WORDS])
    first = _first_articles(data)[:, words]
    sums = _pair_sums(first)
    linked = sums > 0
    if not linked.all():
        words, first, sums = words[linked], first[:, linked], sums[linked]
    if len(words) < LEAST_WORDS * n_topics:
        return None
    weights = np.sqrt(totals[words]).astype(np.float32)
    company = _association(first, sums, n_jobs)
    share = np.empty((len(words), n_topics), np.float32)
    with one_blas_thread():
        points = _points(company, rng, n_jobs)
        centres = _centres(points, weights, n_topics, rng, n_jobs=n_jobs)

        def belong(rows: slice) -> None:
            likeness = points[rows] @ centres.T
            near = np.exp(2.0 * SHARPNESS * (likeness - likeness.max(axis=1, keepdims=True)))
            share[rows] = near * (totals[words[rows]] / near.sum(axis=1))[:, None]

        _by_rows(belong, len(words), n_jobs)
    groups = np.zeros((n_topics, data.n_terms), np.float32)
    groups[:, words] = (share / share.sum(axis=0)).T
    return groups


def _by_rows(work: Callable[[slice], None], n_rows: int, n_jobs: int) -> None:
    """Call ``work`` on pieces of rows of one size, whatever the number of threads.

    A product of matrices may add its terms in another order where it has other rows.
    """
    bounds = np.append(np.arange(0, n_rows, ROWS_AT_ONCE), n_rows)

    def several(first: int, last: int) -> None:
        with one_blas_thread():
            for begin, end in pairwise(bounds[first : last + 1].tolist()):
                work(slice(begin, end))

    share_out(several, bounds, n_jobs)


def _first_articles(data: Counts) -> sparse.csr_matrix:
    """Return which terms the first articles have: as many articles as have `MOST_PAIRS`."""
    entries = np.diff(data.offsets).astype(np.float64)
    n = max(1, int(np.searchsorted(np.cumsum(entries**2), MOST_PAIRS, side="right")))
    return data.head(min(n, data.n_documents)).to_scipy()


def _pair_sums(first: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return how many other words each word stands beside, over all articles."""
    present = np.diff(first.indptr)
    others = np.repeat(present - 1.0, present)
    return np.bincount(first.indices, others, minlength=first.shape[1]).astype(np.float64)


def _association(first: sparse.csr_matrix, sums: NDArray[np.float64], n_jobs: int) -> Company:
    """Return log(P(a, b) / (P(a) P(b))) of pairs that are more frequent than chance.

    Pairs are counted once for each article that has both words, and a word is no pair with itself.
    """
    by_word = first.tocsc()
    evened = sums**EVENED / (sums**EVENED).sum()
    starts = np.concatenate([[0], np.cumsum(np.minimum(sums, len(sums)).astype(np.int64))])
    room = int(starts[-1])  # enough for all pairs; what is not used takes no memory
    ends, partners = np.empty(len(sums), np.int64), np.empty(room, np.int32)
    company = Company(starts, ends, partners, np.empty(room, np.float32))
    of_word, of_article = (by_word.indptr, by_word.indices), (first.indptr, first.indices)

    def work(begin: int, end: int) -> None:
        associate_words(of_word, of_article, evened, sums.sum(), company, (begin, end))

    share_out(work, starts, n_jobs)
    return company


def _points(company: Company, rng: np.random.Generator, n_jobs: int = 1) -> NDArray[np.float32]:
    """Return the words as points on the unit sphere, along the leading singular vectors."""
    n = len(company.ends)
    basis = rng.standard_normal((n, min(n, DIMENSIONS)), np.float32)
    for number in range(ROUNDS):
        given, basis = _orthonormal(basis) if number else basis, np.empty_like(basis)

        def work(begin: int, end: int, given: Any = given, out: Any = basis) -> None:
            multiply_rows(company, given, out, (begin, end))

        share_out(work, company.starts, n_jobs)
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
    *,
    n_jobs: int,
) -> NDArray[np.float32]:
    """Return the centres of groups: k-means on the sphere, from centres that lie far apart."""
    n = len(points)
    by_dimension = np.ascontiguousarray(points.T)  # the product below takes half the time
    likeness, chosen = np.zeros(n, np.float32), []
    for _ in range(n_topics):
        odds = np.cumsum(weights * (1.0 - likeness))
        drawn = rng.random(TRIALS)
        tried = np.searchsorted(odds, drawn * odds[-1], "right") if odds[-1] > 0 else drawn * n
        tried = np.minimum(tried.astype(np.int64), n - 1)
        nearer = np.maximum(points[tried] @ by_dimension, likeness)
        best = int(np.argmax(nearer @ weights))
        likeness = np.minimum(nearer[best], 1.0)
        chosen.append(tried[best])
    centres, group = points[chosen], np.full(n, -1)
    for _ in range(MOVES):
        before, group = group, np.empty(n, np.int64)

        def assign(rows: slice, group: Any = group, centres: Any = centres) -> None:
            group[rows] = (points[rows] @ centres.T).argmax(axis=1)

        _by_rows(assign, n, n_jobs)
        if np.array_equal(before, group):
            break
        members = sparse.csr_matrix((weights, (group, np.arange(n))), (n_topics, n))
        sums = members @ points
        filled = np.linalg.norm(sums, axis=1) > 0
        centres = np.where(filled[:, None], _unit(sums), centres)
    return centres
