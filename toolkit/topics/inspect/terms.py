"""The leading terms of each topic, and first labels made from them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.letter_case import fold_case
from toolkit.errors import IncompleteFitWarning, InputError, check_option
from toolkit.tables import UNFINISHED
from toolkit.topics.inspect.relevance import RANKINGS, Frex, measures_of_terms
from toolkit.topics.model import is_unfinished

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.model import TopicModel


SPARE = 7
"""Extra terms considered for a label, to replace those that repeat one another."""


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
        The column that orders the terms. ``lift`` favours rare terms; ``frex`` favours terms
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

    Warns
    -----
    IncompleteFitWarning
        When the fit of the model was interrupted.

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
    measures, frex = measures_of_terms(model, relevance), Frex(model, frex_weight)
    if is_unfinished(model):
        message = "topic_terms: the fit was interrupted. Continue it with fit(X, resume=True)."
        warnings.warn(message, IncompleteFitWarning, stacklevel=2)
    terms = np.asarray(model.terms_, dtype=object)
    tables = []
    for topic in range(len(measures["probability"])):
        row = frex.of_topic(topic) if rank_by == "frex" else measures[rank_by][topic]
        best = largest(row, n_terms)
        listed = {
            "topic": topic,
            "rank": np.arange(1, len(best) + 1),
            "term": pd.Series(terms[best], dtype="str"),
        }
        listed |= {
            name: measures[name][topic, best] for name in ("probability", "relevance", "lift")
        }
        listed |= {"frex": frex.of_topic(topic, best), "score": measures["score"][topic, best]}
        tables.append(pd.DataFrame(listed))
    return pd.concat(tables, ignore_index=True)


def topic_labels(model: TopicModel, *, n_terms: int = 3) -> pd.Series:
    """Label each topic by its most relevant terms, as a first name.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    n_terms : int
        Terms in a label.

    Returns
    -------
    Series of str
        Index ``topic``; labels such as "talks, summit, envoy". A term that repeats an earlier one
        (Iran, Iranian) is skipped. Labels of an interrupted fit end in "(unfinished fit)".
    """
    terms = topic_terms(model, n_terms=n_terms + SPARE)
    shown = terms["term"].str.replace("_", " ", regex=False).groupby(terms["topic"])
    labels = shown.agg(lambda names: ", ".join(unlike(list(names), n_terms))).rename("label")
    return labels + f" {UNFINISHED}" if is_unfinished(model) else labels


def largest(row: NDArray[np.float64], n: int) -> NDArray[np.int64]:
    """Return the places of the ``n`` largest values, largest first, ties by place.

    Examples
    --------
    >>> largest(np.array([0.1, 0.3, 0.2, 0.3]), 3).tolist()
    [1, 3, 2]
    """
    if not 0 < n < len(row):
        return np.argsort(-row, kind="stable")[:n]
    least = np.partition(row, len(row) - n)[len(row) - n]
    places = np.flatnonzero(row >= least)
    return places[np.argsort(-row[places], kind="stable")][:n]


CANDIDATE_RANKINGS = ("relevance", "frex", "score", "probability", "lift")
N_CANDIDATES = 3


def label_candidates(
    model: TopicModel, *, first: list[str] | None = None, n_terms: int = 3
) -> list[list[str]]:
    """Return three names of each topic to choose from, as far as its terms give three.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    first : list of str, optional
        A name of each topic that stands first among its candidates.
    n_terms : int
        Terms in a name.

    Returns
    -------
    list of list of str
        For each topic: ``first``, then names of the terms that lead by relevance, FREX, score,
        probability and lift. Names of the same words in another order are listed once.
    """
    measures, frex = measures_of_terms(model, 0.6), Frex(model, 0.5)
    terms = [str(term).replace("_", " ") for term in model.terms_]
    found: list[list[str]] = [[name] for name in first or [""] * len(measures["probability"])]
    for ranking in CANDIDATE_RANKINGS:
        for topic, names in enumerate(found):
            row = frex.of_topic(topic) if ranking == "frex" else measures[ranking][topic]
            best = largest(row, n_terms + SPARE)
            names.append(", ".join(unlike([terms[term] for term in best], n_terms)))
    return [_different(list(filter(None, names)))[:N_CANDIDATES] for names in found]


def _different(labels: list[str]) -> list[str]:
    """Return the labels that differ in their terms.

    Examples
    --------
    >>> _different(["talks, envoy", "envoy, talks", "summit, envoy"])
    ['talks, envoy', 'summit, envoy']
    """
    by_terms = {frozenset(label.split(", ")): label for label in reversed(labels)}
    return [label for label in dict.fromkeys(labels) if label in by_terms.values()]


def unlike(names: list[str], n: int) -> list[str]:
    """Return the first ``n`` names that do not repeat one another.

    Two names repeat each other when they share a word, or words with the same beginning (one is
    the other plus up to four letters, or the first six letters agree). A name with all words of an
    earlier one replaces it.

    Examples
    --------
    >>> unlike(["iran", "deal", "iranian", "nuclear deal", "sanctions"], 3)
    ['iran', 'nuclear deal', 'sanctions']
    """
    kept: list[str] = []
    for name in names:
        near = [i for i, other in enumerate(kept) if _repeats(name, other)]
        if not near and len(kept) < n:
            kept.append(name)
        elif len(near) == 1 and set(kept[near[0]].split()) < set(name.split()):
            kept[near[0]] = name
    return kept


def _repeats(a: str, b: str) -> bool:
    return any(_same_root(fold_case(x), fold_case(y)) for x in a.split() for y in b.split())


def _same_root(x: str, y: str) -> bool:
    short, long = sorted((x, y), key=len)
    if short == long or (len(short) >= 6 and short[:6] == long[:6]):
        return True
    return len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 4
