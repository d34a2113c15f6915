"""Measures that rank the terms of a topic: probability, lift, relevance, FREX and score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.model import TopicModel

RANKINGS = ("relevance", "probability", "lift", "frex", "score")
FEW = 50
"""Ranks of so few terms are counted, which takes less time than putting all in order."""
TINY = float(np.finfo(np.float64).tiny)


def topic_weight(model: TopicModel) -> NDArray[np.float64]:
    """Return the share of the model's mass in each topic: shape (n_topics,), summing to 1."""
    mass = np.asarray(model.components_, dtype=np.float64).sum(axis=1)
    return np.asarray(mass / mass.sum())


def measures_of_terms(model: TopicModel, relevance: float) -> dict[str, NDArray[np.float64]]:
    """Return every measure of `RANKINGS` but FREX, each of shape (n_topics, n_terms)."""
    probability, lift = probability_and_lift(model)
    log_p = np.log(np.maximum(probability, TINY))
    marginal = np.maximum(topic_weight(model) @ probability, TINY)
    log_lift = log_p - np.log(marginal)
    return {
        "probability": probability,
        "relevance": relevance * log_p + (1 - relevance) * log_lift,
        "lift": lift,
        "score": probability * (log_p - log_p.mean(axis=0)),
    }


def probability_and_lift(
    model: TopicModel,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two of the measures, each of shape (n_topics, n_terms), without the others."""
    probability = np.asarray(model.topic_term_, dtype=np.float64)
    marginal = np.maximum(topic_weight(model) @ probability, TINY)
    return probability, np.where(probability > 0, probability / marginal, 0.0)


def exclusivity(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each topic's part of each term, p_kw / sum_j p_jw; 1 / n_topics for absent terms.

    Examples
    --------
    >>> exclusivity(np.array([[0.6, 0.4], [0.2, 0.8]])).round(2).tolist()
    [[0.75, 0.33], [0.25, 0.67]]
    """
    total = probability.sum(axis=0)
    even = np.full_like(probability, 1 / len(probability))
    return np.asarray(np.divide(probability, total, out=even, where=total > 0))


def shrink(exclusive: NDArray[np.float64], n_uses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shrink each term's exclusivity towards 1 / n_topics, the more the fewer its uses.

    Parameters
    ----------
    exclusive : ndarray of shape (n_topics, n_terms)
        Columns sum to 1.
    n_uses : ndarray of shape (n_terms,)
        Uses of each term.

    Returns
    -------
    ndarray of shape (n_topics, n_terms)
        Columns sum to 1. A term used once is evenly spread.

    References
    ----------
    Hausser & Strimmer (2009), Entropy inference and the James-Stein estimator, eqs 2 and 8. JMLR 10

    Examples
    --------
    >>> shrink(np.array([[1.0, 0.8], [0.0, 0.2]]), np.array([1.0, 101.0])).round(3).tolist()
    [[0.5, 0.795], [0.5, 0.205]]
    """
    even = 1 / len(exclusive)
    variance = (exclusive * (1 - exclusive)).sum(axis=0) / np.maximum(n_uses - 1, 1e-9)
    distance = ((exclusive - even) ** 2).sum(axis=0)
    with np.errstate(all="ignore"):
        towards = np.where(variance < distance, variance / distance, 1.0)
    towards = np.where(n_uses <= 1, 1.0, towards)
    return np.asarray(towards * even + (1 - towards) * exclusive)


class Frex:
    """Harmonic mean of a term's rank by exclusivity (``weight``) and by probability.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    weight : float
        Weight of exclusivity, 0 to 1.

    References
    ----------
    Bischof & Airoldi (2012), Summarizing topical content with word frequency and exclusivity,
    eq. 3; exclusivity shrunk as in R's stm (Roberts, Stewart & Tingley 2019).
    """

    def __init__(self, model: TopicModel, weight: float) -> None:
        self._weight = weight
        self._probability = np.asarray(model.topic_term_, dtype=np.float64)
        n_uses = np.asarray(model.components_, dtype=np.float64).sum(axis=0)
        self._exclusive = shrink(exclusivity(self._probability), n_uses)

    def of_topic(self, topic: int, places: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """Return the values of one topic's terms, of all or of those at ``places``."""
        rows = self._probability[topic], self._exclusive[topic]
        ranked = (ranks_of(row) if places is None else ranks_at(row, places) for row in rows)
        by_probability, by_exclusivity = (ranks / len(rows[0]) for ranks in ranked)
        return np.asarray(1 / (self._weight / by_exclusivity + (1 - self._weight) / by_probability))


def ranks_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ranks of all values, as `scipy.stats.rankdata`, which is slow to load.

    Examples
    --------
    >>> ranks_of(np.array([0.3, 0.1, 0.3])).tolist()
    [2.5, 1.0, 2.5]
    """
    order = np.argsort(values, kind="stable")
    ascending = values[order]
    is_first = np.append(True, ascending[1:] != ascending[:-1])
    ends = np.append(np.flatnonzero(is_first), len(values))
    ranks = np.empty(len(values))
    ranks[order] = ((ends[:-1] + ends[1:] + 1) / 2)[np.cumsum(is_first) - 1]
    return ranks


def ranks_at(values: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the ranks of the values at a few places, 1 for the smallest; ties share their mean.

    Examples
    --------
    >>> ranks_at(np.array([0.3, 0.1, 0.3]), np.array([2])).tolist()
    [2.5]
    """
    if len(places) > FEW:
        return ranks_of(values)[places]
    counted = [(np.sum(values < one) + np.sum(values <= one) + 1) / 2 for one in values[places]]
    return np.array(counted, dtype=np.float64)
