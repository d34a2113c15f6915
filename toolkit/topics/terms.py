"""The leading terms of each topic, and a first label made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.topics.ranking import RANKINGS, measures_of_terms

if TYPE_CHECKING:
    from toolkit.topics.interface import TopicModel


def topic_terms(
    model: TopicModel,
    *,
    n_terms: int = 10,
    relevance: float = 0.6,
    rank_by: str = "relevance",
    frex_weight: float = 0.5,
) -> pd.DataFrame:
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
    rank_by : {"relevance", "probability", "lift", "frex", "score"}
        The column that orders the terms. ``lift`` favours rare terms; ``frex`` wants terms both
        frequent in the topic and rare outside it; ``score`` is p(w|k) times its log distance from
        the other topics.
    frex_weight : float
        Weight of exclusivity in ``frex``, 0 (probability alone) to 1.

    Returns
    -------
    DataFrame
        Columns as `toolkit.tables.TOPIC_TERMS`; ties in alphabetical order.

    Raises
    ------
    InputError
        For a weight outside 0 to 1, or an unknown ranking.

    References
    ----------
    Sievert & Shirley (2014), LDAvis, eq. 1. doi:10.3115/v1/W14-3110. Lift: Taddy (2012). FREX:
    Bischof & Airoldi (2012), with James-Stein shrinkage of the exclusivity (Hausser & Strimmer
    2009), without which the rarest words win. Score: Chang, R package lda, top.topic.words.
    """
    check_option("topic_terms", "rank_by", rank_by, RANKINGS)
    for name, value in (("relevance", relevance), ("frex_weight", frex_weight)):
        if not 0 <= value <= 1:
            message = f"topic_terms: {name} must lie between 0 and 1; got {value}."
            raise InputError(message)
    measures = measures_of_terms(model, relevance, frex_weight)
    terms = np.asarray(model.terms_, dtype=object)
    tables = []
    for topic, row in enumerate(measures[rank_by]):
        best = np.lexsort((np.arange(len(row)), -row))[:n_terms]
        listed = {
            "topic": topic,
            "rank": np.arange(1, len(best) + 1),
            "term": pd.Series(terms[best], dtype="str"),
        }
        shown = ("probability", "relevance", "lift", "frex", "score")
        tables.append(pd.DataFrame(listed | {name: measures[name][topic, best] for name in shown}))
    return pd.concat(tables, ignore_index=True)


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
