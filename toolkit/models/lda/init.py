"""Where the inference begins: topics made of a few articles each, and guided topics.

From a nearly even start all topics must first fall apart, which takes many passes. A topic that
begins as half the words of a few articles and half the words of the whole corpus is already some
way to a subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from toolkit.errors import InputError, shorten
from toolkit.models.lda.steps import Guide, State, padded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from toolkit.models.lda.matrices import Counts

INITS = ("spread", "articles", "random")
TOKENS_PER_TOPIC = 1000  # enough to show a subject
CANDIDATES_PER_TOPIC = 10
TRIALS = 4  # centres tried for each topic; the one that leaves the least distance stays


def start(
    data: Counts,
    *,
    init: str | NDArray[np.float64],
    alpha: NDArray[np.float64],
    eta: float,
    seed: Sequence[int],
    guide: Guide | None = None,
) -> State:
    """Return the state before the first epoch; the counts of all topics add up to the corpus's."""
    K = len(alpha)
    rng = np.random.default_rng([*seed, 0x1DA])
    share = _first_topics(data, init, K, rng)
    stored = np.zeros((data.n_terms, padded(K)), np.float32)
    np.multiply(share.T, data.n_tokens / K, out=stored[:, :K], casting="same_kind")
    if guide is not None:
        _lean(stored, data, guide)
    totals = stored[:, :K].sum(axis=0, dtype=np.float64)
    return State(K, stored, totals, alpha, eta, n_tokens_seen=data.n_tokens)


def _first_topics(
    data: Counts,
    init: str | NDArray[np.float64],
    n_topics: int,
    rng: np.random.Generator,
) -> NDArray[Any]:
    totals = data.term_totals
    unigram = totals / totals.sum()
    if not isinstance(init, str):
        given = np.asarray(init, dtype=np.float64)
        return np.asarray(given / given.sum(axis=1, keepdims=True))
    if init == "random":
        noise = rng.gamma(1.0, 1.0, (n_topics, data.n_terms)) * unigram
        return np.asarray(noise / noise.sum(axis=1, keepdims=True))
    groups = _spread(data, n_topics, rng) if init == "spread" else _pick(data, n_topics, rng)
    share = np.empty((n_topics, data.n_terms), np.float32)
    for topic, rows in enumerate(groups):
        pooled = np.zeros(data.n_terms)
        for row in rows:
            entries = slice(data.offsets[row], data.offsets[row + 1])
            pooled[data.terms[entries]] += data.counts[entries]
        own = pooled / pooled.sum() if pooled.any() else unigram
        share[topic] = 0.5 * own + 0.5 * unigram
    return share


def _group_size(data: Counts, n_topics: int) -> int:
    """Articles per topic: about a thousand tokens, and never more than there are to share."""
    usual = TOKENS_PER_TOPIC * data.n_documents / max(1.0, data.n_tokens)
    return int(np.clip(usual, 1, max(1, data.n_documents // (2 * n_topics))))


def _pick(data: Counts, n_topics: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return random groups of articles."""
    size = _group_size(data, n_topics)
    short = n_topics * size > data.n_documents
    rows = rng.choice(data.n_documents, n_topics * size, replace=short)
    return list(rows.reshape(n_topics, size))


def _spread(data: Counts, n_topics: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return groups around articles that lie far apart, as k-means++ chooses its centres.

    Distances are Hellinger's: between square roots of term frequencies. Each centre brings its
    nearest articles along.

    References
    ----------
    Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding.
    """
    size = _group_size(data, n_topics)
    n = min(data.n_documents, n_topics * max(CANDIDATES_PER_TOPIC, 4 * size))
    roots = _unit_roots(data.head(n))
    by_term = roots.tocsc()
    distance = np.where(np.diff(roots.indptr) > 0, 2.0, 0.0)
    groups = []
    for _ in range(n_topics):
        total = distance.sum()
        odds = distance / total if total > 0 else np.full(n, 1.0 / n)
        tried = rng.choice(n, TRIALS, p=odds)
        likeness = np.column_stack([_likeness(by_term, roots[[row]]) for row in tried])
        nearer = np.minimum(distance[:, None], np.maximum(2.0 - 2.0 * likeness, 0.0))
        best = int(nearer.sum(axis=0).argmin())
        distance, likeness = nearer[:, best], likeness[:, best]
        likeness[tried[best]] = np.inf
        groups.append(_largest(likeness, size))
    return groups


def _likeness(by_term: sparse.csc_matrix, row: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return the products of all rows with one: only the rows that share a term are touched."""
    return np.asarray(by_term[:, row.indices] @ row.data)


def _largest(values: NDArray[np.float64], n: int) -> NDArray[np.int64]:
    """Return where the ``n`` largest values stand, the largest first, of equal ones the first."""
    least = np.partition(values, len(values) - n)[len(values) - n]
    found = np.flatnonzero(values >= least)
    return found[np.argsort(-values[found], kind="stable")][:n]


def _unit_roots(first: Counts) -> sparse.csr_matrix:
    lengths = np.repeat(np.maximum(first.lengths, 1.0), np.diff(first.offsets))
    roots = np.sqrt(first.counts / lengths)
    shape = (first.n_documents, first.n_terms)
    return sparse.csr_matrix((roots, first.terms, first.offsets), shape)


def guide_of(
    seed_terms: Mapping[str, Sequence[str]],
    terms: NDArray[np.str_],
    *,
    n_topics: int,
    pseudo_count: float,
) -> tuple[Guide, list[str]]:
    """Turn names and terms into pseudo-counts; topic k is the k-th name.

    Parameters
    ----------
    seed_terms : mapping of str to list of str
        A name and the terms that belong to it.
    terms : ndarray of str
        The vocabulary.
    n_topics : int
        Number of topics, at least as many as names.
    pseudo_count : float
        Tokens that the terms of one name are worth together.

    Returns
    -------
    Guide, list of str
        The pseudo-counts, and the terms that are not in the vocabulary as "name: term".
    """
    if len(seed_terms) > n_topics:
        message = (
            f"LDA: seed_terms has {len(seed_terms)} names for {n_topics} topics. Pass n_topics of "
            f"{len(seed_terms)} at least; a few more let the other subjects have their own."
        )
        raise InputError(message)
    place = {str(term): number for number, term in enumerate(terms)}
    found = {
        name: [place[term] for term in dict.fromkeys(chosen) if term in place]
        for name, chosen in seed_terms.items()
    }
    missing = [
        f"{name}: {term}"
        for name, chosen in seed_terms.items()
        for term in chosen
        if term not in place
    ]
    for name, places in found.items():
        if not places:
            message = (
                f"LDA: none of the seed terms of {name!r} is in the vocabulary: "
                f"{shorten(list(seed_terms[name]))}. Terms are written as in dtm.terms."
            )
            raise InputError(message)
    rows = np.array(sorted({w for places in found.values() for w in places}), dtype=np.int64)
    counts = np.zeros((len(rows), padded(n_topics)), np.float32)
    for topic, places in enumerate(found.values()):
        counts[np.searchsorted(rows, places), topic] = pseudo_count / len(places)
    return Guide(rows, counts), missing


def _lean(stored: NDArray[np.float32], data: Counts, guide: Guide) -> None:
    """Begin each guided topic from the articles that hold its terms, in proportion to how often."""
    rows = data.to_scipy()
    n_guided = int(np.flatnonzero(guide.counts.any(axis=0)).max()) + 1
    size = max(3, 3 * _group_size(data, n_guided))
    mean = data.n_tokens / max(1, data.n_documents)
    seeds = rows[:, guide.terms]
    for topic in range(n_guided):
        chosen = (guide.counts[:, topic] > 0).astype(np.float32)
        share = np.asarray(seeds @ chosen) / (data.lengths + mean)
        best = np.argsort(-share, kind="stable")[:size]
        pooled = np.asarray(rows[best].sum(axis=0)).ravel()
        total = stored[:, topic].sum()
        stored[:, topic] *= 0.5
        stored[:, topic] += 0.5 * total * pooled / max(1.0, float(pooled.sum()))
        stored[guide.terms, topic] += guide.counts[:, topic]
