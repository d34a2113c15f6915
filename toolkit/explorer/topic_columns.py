"""Columns of topics: terms, places on the map, articles, passages, shares by outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.explorer.inputs import has_terms
from toolkit.figures.table_forms import topic_places
from toolkit.topics import edited_terms, top_articles, topic_prevalence
from toolkit.topics.inspect.relevance import probability_and_lift

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.explorer.container import Container
    from toolkit.explorer.inputs import Parts

NO_ROW = 2**32 - 1
N_TERMS, N_TERMS_OF_CATALOGUE = 60, 25
N_ARTICLES = 10
N_PASSAGES = 5
RELEVANCES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Every term that leads a topic at one of these weights goes along, at most `N_TERMS` in all."""


class Vocabulary:
    """Numbers for terms, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, term: str) -> int:
        """Return the number of a term."""
        return self.numbers.setdefault(term, len(self.numbers))

    def add_to(self, container: Container) -> None:
        """Add the terms to a container."""
        container.add_texts("terms.text", self.numbers)


def topic_numbers(parts: Parts) -> list[int]:
    """Return the model's number of each topic shown, -1 where it has none of its own.

    A part of a split, or what BERTopic assigns to no topic, has none.
    """
    if parts.topics is None:
        return []
    columns: list[Any] = parts.topics.columns.tolist()
    if not has_terms(parts.model):
        return [-1] * len(columns)
    size = len(parts.model.topic_term_)
    if len(columns) == size and not all(isinstance(one, int) for one in columns):
        return list(range(size))  # an interrupted fit names its topics
    return [one if isinstance(one, int) and 0 <= one < size else -1 for one in columns]


def add_topic_terms(container: Container, parts: Parts, terms: Vocabulary) -> None:
    """Add the terms that lead each topic at any relevance, with what relevance is made of."""
    if not has_terms(parts.model) or parts.topics is None:
        return
    table = _terms_of(parts)
    size = int(table.groupby("topic").size().max())
    number = np.full((parts.n_topics, size), NO_ROW, dtype=np.int64)
    logs = np.full((2, parts.n_topics, size), np.nan)
    for k, topic in enumerate(_keys(parts)):
        rows = table[table["topic"] == topic]
        number[k, : len(rows)] = [terms.number(term) for term in rows["term"]]
        logs[:, k, : len(rows)] = np.log(rows[["probability", "lift"]].to_numpy()).T
    container.add("topic_terms.term", number, "u32")
    container.add("topic_terms.logprob", logs[0], "f32")
    container.add("topic_terms.loglift", logs[1], "f32")


def _edited(parts: Parts) -> bool:
    return parts.recipe is not None and bool(parts.recipe.steps)


def _keys(parts: Parts) -> list[Any]:
    """Return the number of each topic shown, as the table of terms has it."""
    if _edited(parts) and parts.topics is not None:
        return parts.topics.columns.tolist()
    return topic_numbers(parts)


def _terms_of(parts: Parts) -> pd.DataFrame:
    """Return the terms of the topics shown, of those that a recipe changed after the change."""
    if parts.recipe is None or not _edited(parts):
        return leading_terms(parts.model, N_TERMS_OF_CATALOGUE if parts.is_catalogue else N_TERMS)
    table = edited_terms(parts.model, parts.recipe, dtm=parts.dtm, n_terms=N_TERMS)
    return table[table["probability"] > 0]


def leading_terms(model: Any, n_terms: int = N_TERMS) -> pd.DataFrame:
    """Return the terms that lead a topic at some weight of the probability, with what ranks them.

    The columns are those of `topic_terms`; the relevance is a sum of two of them, so that the page
    can rank by any weight.
    """
    probability, lift = probability_and_lift(model)
    names = np.asarray(model.terms_, dtype=object)
    rows = []
    for topic in range(len(probability)):
        best = _best_at_any_weight(probability[topic], lift[topic], n_terms)
        order = best[np.lexsort((best, -probability[topic, best]))]
        listed = {"topic": topic, "term": names[order], "probability": probability[topic, order]}
        rows.append(pd.DataFrame(listed | {"lift": lift[topic, order]}))
    return pd.concat(rows, ignore_index=True)


def _best_at_any_weight(
    probability: NDArray[np.float64], lift: NDArray[np.float64], n_terms: int
) -> Any:
    """Return the places of the terms with the best rank at any of `RELEVANCES`."""
    known = np.flatnonzero(probability > 0)
    log_p, log_lift = np.log(probability[known]), np.log(lift[known])
    best = np.full(len(known), len(known))
    for weight in RELEVANCES:
        leading = _largest(weight * log_p + (1 - weight) * log_lift, n_terms // 2)
        best[leading] = np.minimum(best[leading], np.arange(len(leading)))
    led = np.flatnonzero(best < n_terms // 2)
    return known[led[np.argsort(best[led], kind="stable")[:n_terms]]]


def _largest(values: NDArray[np.float64], n: int) -> NDArray[np.intp]:
    """Return the places of the n largest values, the largest first; of equal ones the first."""
    places = np.arange(len(values))
    if n < len(values):
        places = np.flatnonzero(values >= np.partition(values, -n)[-n])
    return places[np.argsort(-values[places], kind="stable")[:n]]


def add_topic_map(container: Container, parts: Parts) -> float | None:
    """Add the places of `plot.topic_map`; return the part of the variation that they keep."""
    if not has_terms(parts.model) or len(parts.model.topic_term_) < 2:
        return None
    places = topic_places(parts.model)
    numbers = topic_numbers(parts)
    for name in ("x", "y"):
        given = places[name].reindex(numbers).to_numpy()
        container.add(f"map.{name}", given, "f32")
    kept = places.attrs.get("kept")
    return None if kept is None else float(kept)


def add_topic_articles(container: Container, parts: Parts) -> None:
    """Add the articles that `top_articles` lists for each topic."""
    if parts.topics is None:
        return
    shape = (parts.n_topics, N_ARTICLES)
    row, share = np.full(shape, NO_ROW, dtype=np.int64), np.full(shape, np.nan)
    for k, topic in enumerate(parts.topics.columns.tolist()):
        best = top_articles(parts.topics, parts.articles, topic=topic, n=N_ARTICLES)
        row[k, : len(best)] = parts.articles.index.get_indexer(best.index)
        share[k, : len(best)] = best["share"]
    container.add("topic_articles.article", row, "u32")
    container.add("topic_articles.share", share, "f32")


def prevalence(parts: Parts) -> list[float]:
    """Return the mean share of each topic over the articles with a share."""
    if parts.topics is None:
        return []
    return [float(one) for one in topic_prevalence(parts.topics)["share"]]
