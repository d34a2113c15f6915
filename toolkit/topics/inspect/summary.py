"""One row per topic: label, share, exclusivity, main outlet and month, warnings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.stats.share_tables import known_rows
from toolkit.tables import check_columns, check_same_articles
from toolkit.topics.inspect.relevance import exclusivity
from toolkit.topics.inspect.share_blocks import leading_rows
from toolkit.topics.inspect.terms import label_candidates, topic_terms, unlike
from toolkit.topics.inspect.topic_cautions import cautions, page_share, title_terms, word_measures
from toolkit.topics.inspect.topic_mass import mass_parts
from toolkit.topics.inspect.topic_shares import in_model_order, prevalence_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing import Tokens
    from toolkit.topics.model import TopicModel

N_TITLES = 10


def topic_summary(
    model: TopicModel,
    topics: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    copies: pd.DataFrame | None = None,
    boilerplate: pd.DataFrame | None = None,
    tokens: Tokens | None = None,
) -> pd.DataFrame:
    """Describe each topic: label, share, exclusivity, main outlet and month, and warnings.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    topics : DataFrame of shape (n_articles, n_topics)
        What `doc_topics` returns.
    articles : DataFrame
        The articles table, with ``title``, ``source`` and ``date``.
    copies : DataFrame, optional
        What `near_duplicates` returns; without it no topic is marked "copies".
    boilerplate : DataFrame, optional
        What `boilerplate_candidates` returns; its words count as boilerplate.
    tokens : Tokens, optional
        The articles, tokenised; without them no topic is marked "loose" or "everyday words".

    Returns
    -------
    DataFrame
        One row per topic: ``topic``; ``label`` (from terms and titles of its top articles; edit
        it); ``candidates`` (three names to choose from, that label first, " | "-joined);
        ``terms`` (the ten most relevant); ``share`` (mean over the ``n_articles``
        with any term of the model, 0 to 1); ``n_led`` (articles whose largest topic it is);
        ``exclusivity`` (mean part of the ten most probable terms' weight that lies in this topic,
        0 to 1); ``source``, ``source_share`` (outlet with the largest part of the topic's mass,
        and that part); ``month``, ``month_share`` (the same, of the dated mass); ``week_share``
        (largest part of the dated mass in seven consecutive days); ``copied_share`` (part of the
        mass in articles with copies; missing without ``copies``); ``coherence`` (NPMI of the ten
        terms shown, -1 to 1) and ``common_share`` (part of the articles that use such a term,
        mean over the ten, 0 to 1), both missing without ``tokens``; ``warnings``, "; "-joined:
        "one outlet" (80 % of the mass and 1.25 times its part of the articles), "one week" (50 %
        of the dated mass), "boilerplate" (40 % of the weight of the ten most probable terms),
        "copies" (50 %), "loose" (coherence below half the median of the topics, where that is
        above 0: often several subjects in one) and "everyday words" (a quarter of the articles
        use its terms: style rather than subject).

    Raises
    ------
    InputError
        When a column is missing, the articles are not those of ``topics``, or the model has
        another number of topics.
    """
    check_columns("topic_summary", articles, ["title", "source", "date"])
    check_same_articles("topic_summary", topics.index, articles.index, name="articles")
    phi = np.asarray(model.topic_term_, dtype=np.float64)
    topics = in_model_order("topic_summary", topics, len(phi))
    values = topics.to_numpy(dtype=np.float64)
    known = known_rows(values)
    described = _described(articles, topics.index, known)
    leading = topic_terms(model, n_terms=10)
    table = prevalence_table(topics.columns, values, known)
    labels = _labels(leading, leading_rows(values, topics.index, N_TITLES), topics.index, articles)
    table.insert(1, "label", labels)
    names = [" | ".join(found) for found in label_candidates(model, first=labels)]
    table.insert(2, "candidates", pd.Series(names, index=table.index, dtype="str"))
    table.insert(3, "terms", leading.groupby("topic")["term"].agg("; ".join).to_numpy())
    table["exclusivity"] = mean_exclusivity(phi)
    parts = mass_parts(values, known, described, _copied(topics.index, known, copies))
    table = pd.concat([table, parts], axis=1)
    table["coherence"], table["common_share"] = word_measures(leading, tokens, len(phi))
    of_page = page_share(phi, np.asarray(model.terms_), boilerplate)
    table["warnings"] = cautions(table, described, of_page)
    return table


def _described(articles: pd.DataFrame, ids: pd.Index, known: NDArray[np.bool_]) -> pd.DataFrame:
    """Return outlet and date of the known articles, and no other column: texts are long."""
    return _rows_of(articles[["source", "date"]], ids, known)


def _rows_of(table: pd.DataFrame, ids: pd.Index, known: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the rows of the known articles, by their place if it is that in ``ids``."""
    if not ids.equals(table.index):
        return table.loc[ids[known]]
    return table if known.all() else table[known]


def mean_exclusivity(phi: NDArray[np.float64], n_terms: int = 10) -> NDArray[np.float64]:
    """Return each topic's mean exclusivity over its most probable terms, 1 / n_topics to 1.

    Examples
    --------
    >>> mean_exclusivity(np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]), n_terms=2).tolist()
    [0.75, 0.75]
    """
    best = np.argsort(-phi, axis=1, kind="stable")[:, :n_terms]
    return np.asarray(np.take_along_axis(exclusivity(phi), best, axis=1).mean(axis=1))


def _labels(
    leading: pd.DataFrame,
    best: list[NDArray[np.int64]],
    ids: pd.Index,
    articles: pd.DataFrame,
) -> list[str]:
    """Label each topic by three terms, those in the titles of its top articles first."""
    labels = []
    for topic, rows in leading.groupby("topic"):
        printed = articles["title"].loc[ids[best[int(str(topic))]]].fillna("").astype("str")
        words = Counter(word for title in printed for word in set(title_terms(title)))
        shown = rows["term"].str.replace("_", " ", regex=False).tolist()
        used = {term: sum(words[word] for word in term.split()) for term in shown}
        order = sorted(range(len(shown)), key=lambda i: i - len(shown) * used[shown[i]] / N_TITLES)
        labels.append(", ".join(unlike([shown[i] for i in order], 3)))
    return labels


def _copied(
    ids: pd.Index, known: NDArray[np.bool_], copies: pd.DataFrame | None
) -> NDArray[np.bool_] | None:
    """Say which of the known articles have copies; None where that is not known."""
    if copies is None:
        return None
    check_columns("topic_summary", copies, ["dup_group"])
    if not ids.equals(copies.index):
        check_same_articles("topic_summary", ids[known], copies.index, name="copies")
    return np.asarray(_rows_of(copies[["dup_group"]], ids, known)["dup_group"].notna())
