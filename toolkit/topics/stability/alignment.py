"""Alignment of the topics of two models: matches, births, deaths, splits, merges."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import entr

from toolkit._core.blas_threads import one_blas_thread
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from toolkit.topics.model import TopicModel

SAME = 0.6
"""Affinity below which two topics are never the same; see `align_topics`."""
KINDS = ("match", "split", "merge", "death", "birth")


def affinity(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Hellinger affinity (Bhattacharyya coefficient) of every topic with every other.

    Parameters
    ----------
    p : array-like of shape (n_topics_p, n_terms)
    q : array-like of shape (n_topics_q, n_terms)
        Term probabilities over the same terms; rows sum to 1 or less.

    Returns
    -------
    ndarray of shape (n_topics_p, n_topics_q)
        sum_w sqrt(p_w q_w): 1 for equal topics, 0 for topics without a common term; it is
        1 minus the squared Hellinger distance.

    Examples
    --------
    >>> affinity([[0.5, 0.5]], [[0.5, 0.5], [1.0, 0.0]]).round(3).tolist()
    [[1.0, 0.707]]
    """
    root_p, root_q = (np.sqrt(np.asarray(one, dtype=np.float64)) for one in (p, q))
    with one_blas_thread():
        product = root_p @ root_q.T
    return np.asarray(np.clip(product, 0.0, 1.0))


def js_likeness(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """1 - Jensen-Shannon divergence, in bits, of every topic from every other.

    Parameters
    ----------
    p : array-like of shape (n_topics_p, n_terms)
    q : array-like of shape (n_topics_q, n_terms)
        Term probabilities over the same terms; rows sum to 1.

    Returns
    -------
    ndarray of shape (n_topics_p, n_topics_q)
        1 for equal topics, 0 for topics without a common term.

    Examples
    --------
    >>> js_likeness([[0.5, 0.5]], [[0.5, 0.5], [1.0, 0.0]]).round(3).tolist()
    [[1.0, 0.689]]
    """
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    own_p, own_q = (-entr(one).sum(axis=1) for one in (p, q))
    near = np.empty((len(p), len(q)))
    for i, row in enumerate(p):
        of_middle = -entr((row + q) / 2).sum(axis=1)
        near[i] = 1 - (own_p[i] / 2 + own_q / 2 - of_middle) / np.log(2)
    return np.clip(near, 0.0, 1.0)


LIKENESSES = {"hellinger": affinity, "js": js_likeness}


def nearest_topics(
    near: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return each topic's largest similarity to another of its model, and which; 0, -1 if alone.

    Examples
    --------
    >>> nearest_topics(np.array([[1.0, 0.2, 0.7], [0.2, 1.0, 0.3], [0.7, 0.3, 1.0]]))
    (array([0.7, 0.3, 0.7]), array([2, 2, 0]))
    """
    if len(near) < 2:
        return np.zeros(len(near)), np.full(len(near), -1, dtype=np.int64)
    others = near.copy()
    np.fill_diagonal(others, -1.0)
    return others.max(axis=1), others.argmax(axis=1).astype(np.int64)


def nearest_other(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each topic's largest affinity with another of its model; 0 for a single topic.

    Examples
    --------
    >>> nearest_other(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])).round(3).tolist()
    [0.707, 0.707, 0.707]
    """
    return nearest_topics(affinity(p, p))[0]


def match_topics(similarity: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pair rows with columns one to one so that the sum of similarities is largest.

    References
    ----------
    Kuhn (1955), The Hungarian method for the assignment problem. doi:10.1002/nav.3800020109

    Examples
    --------
    >>> match_topics(np.array([[0.9, 0.8], [0.85, 0.1]]))
    [(0, 1), (1, 0)]
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-similarity)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]


def stability_of_runs(runs: list[NDArray[np.float64]]) -> list[float]:
    """Return, per run, how much nearer its topics are to their partners than to other topics.

    It is the mean of `similarity_of_runs` with the other runs.
    """
    near = similarity_of_runs(runs)
    return [float(value) for value in near.sum(axis=1) / (len(runs) - 1)]


def similarity_of_runs(runs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return, for every pair of runs, how much nearer topics are to partners than to others.

    (m - o) / (1 - o), with m the mean affinity of partners and o that of all other pairs: 1 for the
    same topics. Without the correction, models with few topics look more stable, because their
    topics have more in common. Shape (n_runs, n_runs), symmetric, 0 on the diagonal.
    """
    near = np.zeros((len(runs), len(runs)))
    for i, j in combinations(range(len(runs)), 2):
        similarity = affinity(runs[i], runs[j])
        matched = np.zeros(similarity.shape, dtype=bool)
        matched[tuple(zip(*match_topics(similarity), strict=True))] = True
        other = similarity[~matched].mean()
        near[i, j] = near[j, i] = (similarity[matched].mean() - other) / max(1 - other, 1e-12)
    return near


def on_common_terms(
    a: TopicModel, b: TopicModel
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.str_]]:
    """Return both models' term probabilities over the terms that they share."""
    common, in_a, in_b = np.intersect1d(
        np.asarray(a.terms_, dtype=str), np.asarray(b.terms_, dtype=str), return_indices=True
    )
    if len(common) == 0:
        message = "align_topics: the two models have no term in common."
        raise InputError(message)
    return (
        np.asarray(a.topic_term_, dtype=np.float64)[:, in_a],
        np.asarray(b.topic_term_, dtype=np.float64)[:, in_b],
        common,
    )


def align_topics(a: TopicModel, b: TopicModel, *, same: float | None = None) -> pd.DataFrame:
    """Say which topics of two models are the same, and which were born, died, split or merged.

    The models may differ in the number of topics, in their articles (another period or outlet)
    and in vocabulary; they are compared over the terms that both have.

    Parameters
    ----------
    a, b : LDA or NMF
        Two fitted models.
    same : float, optional
        Least affinity of two topics that count as the same, 0 to 1. By default 0.6 or, if larger,
        the median affinity of a topic with its nearest neighbour in its own model, because in small
        corpora different topics share much. The limit used is in ``attrs["same"]``.

    Returns
    -------
    DataFrame
        Each topic of either model once, with its ``kind``: ``match`` (the best one-to-one pairing),
        ``split`` (an unmatched topic of ``b`` near one of ``a``: a part of it), ``merge`` (an
        unmatched topic of ``a`` near one of ``b``: absorbed by it), ``death`` and ``birth`` (near
        none). ``topic_a``, ``topic_b`` (missing for a birth, a death), ``affinity``
        (Hellinger affinity, 0 to 1; for a birth or death that of the nearest topic).

    Raises
    ------
    InputError
        When the models have no term in common, or ``same`` is not between 0 and 1.

    References
    ----------
    Pairing: Kuhn (1955). Splits and merges as thresholded affinities: after Fukuyama,
    Sankaran & Symul (2023), alto. doi:10.1093/biostatistics/kxad006
    """
    if same is not None and not 0 < same <= 1:
        message = f"align_topics: same must lie between 0 and 1; got {same}."
        raise InputError(message)
    p, q, _ = on_common_terms(a, b)
    near = affinity(p, q)
    if same is None:
        apart = np.concatenate([nearest_other(p), nearest_other(q)])
        same = max(SAME, float(np.median(apart)))
    pairs = [(i, j) for i, j in match_topics(near) if near[i, j] >= same]
    rows: list[tuple[int | None, int | None, float, str]] = [
        (i, j, float(near[i, j]), "match") for i, j in pairs
    ]
    rows += [_left(near[:, j], same, ("split", "birth"), b=j) for j in _without(pairs, 1, len(q))]
    rows += [_left(near[i], same, ("merge", "death"), a=i) for i in _without(pairs, 0, len(p))]
    order = {kind: place for place, kind in enumerate(KINDS)}
    rows.sort(key=lambda row: order[row[3]])
    table = pd.DataFrame(rows, columns=["topic_a", "topic_b", "affinity", "kind"])
    table = table.astype({"topic_a": "Int64", "topic_b": "Int64"})
    table.attrs["same"] = same
    return table


def _without(pairs: list[tuple[int, int]], side: int, n: int) -> list[int]:
    matched = {pair[side] for pair in pairs}
    return [k for k in range(n) if k not in matched]


def _left(
    near: NDArray[np.float64],
    same: float,
    kinds: tuple[str, str],
    *,
    a: int | None = None,
    b: int | None = None,
) -> tuple[int | None, int | None, float, str]:
    """Assign an unmatched topic to its nearest in the other model, or to none."""
    best = int(near.argmax())
    if near[best] < same:
        return a, b, float(near[best]), kinds[1]
    return (best if a is None else a), (best if b is None else b), float(near[best]), kinds[0]
