"""The topics before the first epoch, each made from a few articles or words, and of seed terms.

From nearly equal topics, a fit needs many passes before they separate. A topic that is half the
words of a few articles and half those of the whole corpus is already on its way to a subject. Short
articles show no subject, so their topics begin as groups of words (`word_groups`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from toolkit._core.blas_threads import one_blas_thread
from toolkit._kernels import lda as kernels
from toolkit.errors import InputError, shorten
from toolkit.models.lda.matrices import repeat_rows
from toolkit.models.lda.steps import SeedPrior, State, padded, row_array
from toolkit.models.lda.word_groups import group_words
from toolkit.models.threads import share_out
from toolkit.tokenizing.term_names import find_term_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Counts

INITS = ("auto", "words", "spread", "articles", "random")
TOKENS_PER_TOPIC = 1000  # enough to show a subject
CANDIDATES_PER_TOPIC = 10
FEW_ENTRIES = 200_000
"""So few are likened without a compiler; above, a kernel does."""
DRAWN_WEIGHT, DRAWN_WORDS_WEIGHT = 0.1, 0.5
"""Weight of the topics that Gibbs sampling begins with, as a share of the corpus; groups of words
weigh more, since they are nearer to subjects."""
UNIGRAM = 0.2
"""What a topic that begins as a group of words has of the words of the whole corpus."""
TRIALS = 4  # centres tried per topic; the one that leaves the least distance is kept


def start(
    data: Counts,
    *,
    init: str | NDArray[np.float64],
    alpha: NDArray[np.float64],
    eta: float,
    seed: Sequence[int],
    seed_prior: SeedPrior | None = None,
    is_drawn: bool = False,
    n_jobs: int = 1,
) -> State:
    """Return the state before the first epoch; its counts add up to those of the corpus.

    Where topics are drawn, they add up to a part of them: the articles are still to come.
    """
    K = len(alpha)
    rng = np.random.default_rng([*seed, 0x1DA])
    data = repeat_rows(data)
    share, weight = _first_topics(data, init, K, rng, n_jobs=n_jobs)
    pooled = None if seed_prior is None else _seed_articles(data, seed_prior)
    if pooled is not None and isinstance(init, str) and init == "words":
        share = share[_guided_first(share, pooled)]
    n_wk = row_array((data.n_terms, padded(K)), np.zeros)
    np.multiply(share.T, data.n_tokens / K, out=n_wk[:, :K], casting="same_kind")
    if seed_prior is not None and pooled is not None:
        _tilt_to_seeds(n_wk, seed_prior, pooled)
    n_k = n_wk[:, :K].sum(axis=0, dtype=np.float64)
    if is_drawn:
        n_wk *= np.float32(weight)
        n_k *= weight
    return State(K, n_wk, n_k, alpha, eta, n_tokens_seen=data.n_tokens)


def _first_topics(
    data: Counts,
    init: str | NDArray[np.float64],
    n_topics: int,
    rng: np.random.Generator,
    *,
    n_jobs: int,
) -> tuple[NDArray[Any], float]:
    """Return the probabilities of terms in each topic, and what they weigh where they are drawn."""
    totals = data.term_totals
    unigram = totals / totals.sum()
    if not isinstance(init, str):
        given = np.asarray(init, dtype=np.float64)
        return np.asarray(given / given.sum(axis=1, keepdims=True)), DRAWN_WEIGHT
    if init == "random":
        noise = rng.gamma(1.0, 1.0, (n_topics, data.n_terms)) * unigram
        return np.asarray(noise / noise.sum(axis=1, keepdims=True)), DRAWN_WEIGHT
    if init == "words":
        grouped = group_words(data, n_topics, rng, n_jobs=n_jobs)
        if grouped is not None:
            grouped *= np.float32(1.0 - UNIGRAM)  # in place: of many terms it is a large array
            return np.asarray(grouped + UNIGRAM * unigram), DRAWN_WORDS_WEIGHT
    is_picked = init == "articles"
    groups = _pick(data, n_topics, rng) if is_picked else _spread(data, n_topics, rng, n_jobs)
    share = np.empty((n_topics, data.n_terms), np.float32)
    for topic, rows in enumerate(groups):
        pooled = np.zeros(data.n_terms)
        for row in rows:
            entries = slice(data.offsets[row], data.offsets[row + 1])
            pooled[data.terms[entries]] += data.counts[entries]
        own = pooled / pooled.sum() if pooled.any() else unigram
        share[topic] = 0.5 * own + 0.5 * unigram
    return share, DRAWN_WEIGHT


def _group_size(data: Counts, n_topics: int) -> int:
    """Return the articles per topic: about 1,000 tokens, at most half of the articles in all."""
    usual = TOKENS_PER_TOPIC * data.n_documents / max(1.0, data.n_tokens)
    return int(np.clip(usual, 1, max(1, data.n_documents // (2 * n_topics))))


def _pick(data: Counts, n_topics: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return random groups of articles."""
    size = _group_size(data, n_topics)
    short = n_topics * size > data.n_documents
    rows = rng.choice(data.n_documents, n_topics * size, replace=short)
    return list(rows.reshape(n_topics, size))


def _spread(
    data: Counts, n_topics: int, rng: np.random.Generator, n_jobs: int = 1
) -> list[NDArray[np.int64]]:
    """Return groups around articles that lie far apart, chosen as k-means++ chooses centres.

    The distance is Hellinger's, between square roots of term frequencies. Each centre is joined by
    its nearest articles.

    References
    ----------
    Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding.
    """
    size = _group_size(data, n_topics)
    n = min(data.n_documents, n_topics * max(CANDIDATES_PER_TOPIC, 4 * size))
    roots = _unit_roots(data.head(n))
    by_term = sparse.csc_matrix(roots)
    scratch = [(np.zeros(n), np.empty(n, np.int64)) for _ in range(TRIALS)]
    threads = n_jobs if roots.nnz > FEW_ENTRIES else 1
    distance = np.where(np.diff(roots.indptr) > 0, 2.0, 0.0)
    groups = []
    for _ in range(n_topics):
        total = distance.sum()
        odds = distance / total if total > 0 else np.full(n, 1.0 / n)
        tried = rng.choice(n, TRIALS, p=odds)
        found: list[Any] = [None] * TRIALS

        def work(first: int, last: int, tried: Any = tried, found: Any = found) -> None:
            for trial in range(first, last):
                near = _near(roots, by_term, tried[trial], scratch[trial])
                found[trial] = _nearer(*near, distance)

        share_out(work, roots.nnz * np.arange(TRIALS + 1), threads)
        best = int(np.argmax([gain for *_, gain in found]))
        rows, likeness, nearer, _ = found[best]
        distance[rows] = nearer
        groups.append(_join(int(tried[best]), rows, likeness, size=size, n=n))
    return groups


def _near(
    roots: sparse.csr_matrix, by_term: sparse.csc_matrix, row: int, scratch: tuple[Any, Any]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the articles that share a term with one article, and their likeness to it."""
    own = slice(roots.indptr[row], roots.indptr[row + 1])
    article = (roots.indices[own], roots.data[own])
    lists = (by_term.indptr, by_term.indices, by_term.data)
    likeness, found = scratch
    if roots.nnz <= FEW_ENTRIES:
        return liken_few(article, lists, found)
    rows = found[: kernels.liken_rows(article, lists, likeness, found)].copy()
    values = likeness[rows]
    likeness[rows] = 0.0
    return rows, values


def liken_few(
    article: tuple[Any, Any], by_term: tuple[Any, Any, Any], first: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Do what `kernels.liken_rows` does, in its order, without compiling it; ``first`` is scratch.

    It takes five times as long, which is sooner done than compiling up to half a million entries.
    """
    terms, own = article
    offsets, documents, values = by_term
    sizes = offsets[terms + 1] - offsets[terms]
    n = int(sizes.sum())
    entries = np.arange(n) + np.repeat(offsets[terms] - np.cumsum(sizes) + sizes, sizes)
    found = documents[entries]
    likeness = np.bincount(found, np.repeat(own, sizes) * values[entries], len(first))
    first[found[::-1]] = np.arange(n)[::-1]  # the first entry of a row is written last
    rows = np.flatnonzero(likeness)
    rows = rows[np.argsort(first[rows])].astype(np.int64, copy=False)
    return rows, np.asarray(likeness[rows], dtype=np.float64)


def _nearer(
    rows: NDArray[Any], likeness: NDArray[np.float64], distance: NDArray[np.float64]
) -> tuple[NDArray[Any], NDArray[np.float64], NDArray[np.float64], float]:
    """Add the distances that would be left with one more centre, and how much less they are."""
    before = distance[rows]
    nearer = np.minimum(before, np.maximum(2.0 - 2.0 * likeness, 0.0))
    return rows, likeness, nearer, float((before - nearer).sum())


def _join(
    centre: int, rows: NDArray[Any], likeness: NDArray[np.float64], *, size: int, n: int
) -> NDArray[np.int64]:
    """Return the centre and the articles most like it, most like first, ties by position."""
    if len(rows) < size:  # others are alike in having no term in common
        dense = np.zeros(n)
        dense[rows] = likeness
        rows, likeness = np.arange(n), dense
    return _largest(np.where(rows == centre, np.inf, likeness), size, rows)


def _largest(values: NDArray[np.float64], n: int, places: NDArray[Any]) -> NDArray[np.int64]:
    """Return the places of the ``n`` largest values, largest first, ties by place."""
    least = np.partition(values, len(values) - n)[len(values) - n]
    found = values >= least
    return np.asarray(places[found][np.lexsort((places[found], -values[found]))][:n])


def _unit_roots(first: Counts) -> sparse.csr_matrix:
    lengths = np.repeat(np.maximum(first.lengths, 1.0), np.diff(first.offsets))
    roots = np.sqrt(first.counts / lengths)
    shape = (first.n_documents, first.n_terms)
    return sparse.csr_matrix((roots, first.terms, first.offsets), shape)


def make_seed_prior(
    seed_terms: Mapping[str, Sequence[str]],
    terms: NDArray[np.str_],
    *,
    n_topics: int,
    pseudo_count: float,
) -> tuple[SeedPrior, list[str]]:
    """Turn names and their seed terms into pseudo-counts; topic k is the k-th name.

    Parameters
    ----------
    seed_terms : mapping of str to list of str
        A name and the terms that belong to it.
    terms : ndarray of str
        The vocabulary.
    n_topics : int
        Number of topics, at least as many as names.
    pseudo_count : float
        Tokens that the terms of one name count for together.

    Returns
    -------
    SeedPrior, list of str
        The pseudo-counts, and the terms missing from the vocabulary, as "name: term".
    """
    if len(seed_terms) > n_topics:
        message = (
            f"LDA: seed_terms has {len(seed_terms)} names for {n_topics} topics. Pass n_topics of "
            f"{len(seed_terms)} or more; a few more leave room for other subjects."
        )
        raise InputError(message)
    index = {str(term): number for number, term in enumerate(terms)}
    known = {
        name: {term: find_term_name(term, index) for term in seeds}
        for name, seeds in seed_terms.items()
    }
    found = {
        name: [index[term] for term in dict.fromkeys(terms.values()) if term is not None]
        for name, terms in known.items()
    }
    missing = [
        f"{name}: {term}"
        for name, terms in known.items()
        for term, found_as in terms.items()
        if found_as is None
    ]
    for name, columns in found.items():
        if not columns:
            message = (
                f"LDA: none of the seed terms of {name!r} is in the vocabulary: "
                f"{shorten(list(seed_terms[name]))}. Write terms as in dtm.terms."
            )
            raise InputError(message)
    rows = np.array(sorted({w for columns in found.values() for w in columns}), dtype=np.int64)
    counts = np.zeros((len(rows), padded(n_topics)), np.float32)
    for topic, columns in enumerate(found.values()):
        counts[np.searchsorted(rows, columns), topic] = pseudo_count / len(columns)
    return SeedPrior(rows, counts), missing


def _seed_articles(data: Counts, seed_prior: SeedPrior) -> NDArray[np.float64]:
    """Return the terms of the articles in which the seed terms of each name are most frequent.

    An array of shape (n_names, n_terms); rows sum to 1.
    """
    rows = data.to_scipy()
    n_guided = int(np.flatnonzero(seed_prior.counts.any(axis=0)).max()) + 1
    size = max(3, 3 * _group_size(data, n_guided))
    mean = data.n_tokens / max(1, data.n_documents)
    seeds = rows[:, seed_prior.terms]
    pooled = np.empty((n_guided, data.n_terms))
    for topic in range(n_guided):
        is_seed = (seed_prior.counts[:, topic] > 0).astype(np.float32)
        share = np.asarray(seeds @ is_seed) / (data.lengths + mean)
        best = np.argsort(-share, kind="stable")[:size]
        pooled[topic] = np.asarray(rows[best].sum(axis=0)).ravel()
        pooled[topic] /= max(1.0, float(pooled[topic].sum()))
    return pooled


def _guided_first(share: NDArray[Any], pooled: NDArray[np.float64]) -> list[int]:
    """Return the order of groups in which each guided topic has the group most like its articles.

    Else its subject would be that of a free topic from the start.
    """
    with one_blas_thread():
        likeness = np.sqrt(pooled) @ np.sqrt(share).T
    order: list[int] = []
    for row in likeness:
        row[order] = -1.0
        order.append(int(row.argmax()))
    return order + [group for group in range(len(share)) if group not in order]


def _tilt_to_seeds(
    n_wk: NDArray[np.float32], seed_prior: SeedPrior, pooled: NDArray[np.float64]
) -> None:
    """Start each guided topic from the articles of its seed terms."""
    for topic, terms in enumerate(pooled):
        total = n_wk[:, topic].sum()
        n_wk[:, topic] *= 0.5
        n_wk[:, topic] += 0.5 * total * terms
        n_wk[seed_prior.terms, topic] += seed_prior.counts[:, topic]
