"""The leading terms of each topic, and a first label made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.interface import TopicModel


def topic_terms(model: TopicModel, *, n_terms: int = 10, relevance: float = 0.6) -> pd.DataFrame:
    """List the leading terms of each topic.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    n_terms : int
        Terms per topic.
    relevance : float
        Weight lambda of the probability in ``lambda log p(w|k) + (1 - lambda) log(p(w|k)/p(w))``.
        1 ranks by probability alone; small values prefer terms found in this topic only.

    Returns
    -------
    DataFrame
        Columns as `toolkit.tables.TOPIC_TERMS`, ranked by relevance.

    References
    ----------
    Sievert & Shirley (2014), LDAvis, eq. 1. doi:10.3115/v1/W14-3110
    """
    if not 0 <= relevance <= 1:
        message = f"topic_terms: relevance must lie between 0 and 1; got {relevance}."
        raise InputError(message)
    probability = np.asarray(model.topic_term_, dtype=np.float64)
    weight = topic_weight(model)
    tiny = np.finfo(np.float64).tiny
    log_p = np.log(np.maximum(probability, tiny))
    log_lift = log_p - np.log(np.maximum(weight @ probability, tiny))
    score = relevance * log_p + (1 - relevance) * log_lift
    terms = np.asarray(model.terms_, dtype=object)
    tables = []
    for topic, row in enumerate(score):
        best = np.lexsort((np.arange(len(row)), -row))[:n_terms]
        tables.append(
            pd.DataFrame(
                {
                    "topic": topic,
                    "rank": np.arange(1, len(best) + 1),
                    "term": pd.Series(terms[best], dtype="str"),
                    "probability": probability[topic, best],
                    "relevance": row[best],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def topic_weight(model: TopicModel) -> NDArray[np.float64]:
    """Return the share of the model's mass in each topic: shape (n_topics,), summing to 1."""
    mass = np.asarray(model.components_, dtype=np.float64).sum(axis=1)
    return np.asarray(mass / mass.sum())


def topic_labels(model: TopicModel, *, n_terms: int = 3) -> pd.Series:
    """Name each topic by its most relevant terms, as a start for a person's own name.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    n_terms : int
        Terms in a name.

    Returns
    -------
    Series of str
        Index ``topic``; names such as "talks, summit, envoy".
    """
    terms = topic_terms(model, n_terms=n_terms)
    shown = terms["term"].str.replace("_", " ", regex=False)
    return shown.groupby(terms["topic"]).agg(", ".join).rename("label")
