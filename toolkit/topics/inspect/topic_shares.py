"""Article x topic shares, the prevalence of topics, and the articles to read."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit.errors import InputError, check_option
from toolkit.stats.share_tables import check_shares
from toolkit.tables import ARTICLE_ID, UNFINISHED, check_same_articles
from toolkit.topics.model import is_unfinished, model_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix


def doc_topics(model: TopicModel, dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Return the topic shares of each article.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    dtm : DocumentTermMatrix
        The articles, counted with the model's vocabulary.

    Returns
    -------
    DataFrame of shape (n_articles, n_topics)
        Index ``article_id``, columns named ``topic``; each row sums to 1. An article with none of
        the model's terms is missing, never spread evenly over the topics. ``attrs["model"]`` is a
        hash of the model, which `edit_topics` compares with its recipe. Topics are numbered; those
        of an interrupted fit are named "topic 0 (unfinished fit)", so that every later table,
        figure and sentence says so.

    Raises
    ------
    InputError
        When the vocabulary of the matrix is not the model's.
    """
    if not np.array_equal(np.asarray(dtm.terms), np.asarray(model.terms_)):
        message = (
            f"doc_topics: the matrix has {len(dtm.terms):,} terms that are not the model's "
            f"{len(model.terms_):,}. Count the articles with the model's vocabulary: "
            f"count_terms(tokens, vocabulary=model.terms_)."
        )
        raise InputError(message)
    shares = np.array(model.transform(dtm), dtype=np.float64)
    shares[np.diff(dtm.counts.indptr) == 0] = np.nan
    index = pd.Index(dtm.article_id, name=ARTICLE_ID)
    columns: pd.Index = pd.RangeIndex(shares.shape[1], name="topic")
    if is_unfinished(model):
        columns = pd.Index([f"topic {k} {UNFINISHED}" for k in columns], name="topic")
    table = pd.DataFrame(shares, index=index, columns=columns)
    table.attrs["model"] = model_hash(model)  # edit_topics checks it
    return table


def topic_prevalence(topics: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the corpus each topic takes.

    Parameters
    ----------
    topics : DataFrame of shape (n_articles, n_topics)
        What `doc_topics` returns.

    Returns
    -------
    DataFrame
        One row per topic: ``topic``, ``share`` (mean over articles, 0 to 1), ``n_articles`` (with
        any of the model's terms: the denominator) and ``n_led`` (articles whose largest topic it
        is).
    """
    check_shares("topic_prevalence", topics)
    known = topics.dropna()
    leading = known.to_numpy().argmax(axis=1) if len(known) else np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "topic": topics.columns.to_numpy(),
            "share": known.mean().to_numpy(),
            "n_articles": len(known),
            "n_led": np.bincount(leading, minlength=topics.shape[1]),
        }
    )


def top_articles(
    topics: pd.DataFrame, articles: pd.DataFrame, *, topic: int | str, n: int = 5
) -> pd.DataFrame:
    """List the articles with the largest share of a topic; read them before naming it.

    Parameters
    ----------
    topics : DataFrame
        What `doc_topics` returns; a theme table of `score_themes` works too.
    articles : DataFrame
        The articles table.
    topic : int or str
        A column of ``topics``.
    n : int
        Number of articles.

    Returns
    -------
    DataFrame
        Index ``article_id``; columns ``share`` (0 to 1), ``date``, ``source``, ``title``; largest
        share first, ties by article_id.

    Raises
    ------
    InputError
        For an unknown topic, or articles missing from the table.
    """
    check_option("top_articles", "topic", topic, topics.columns.tolist())
    check_count("top_articles", "n", n, least=0)
    check_same_articles("top_articles", topics.index, articles.index, name="articles")
    rows = _largest(topics[topic].to_numpy(dtype=np.float64), topics.index, n)
    best = topics[topic].iloc[rows].rename("share")
    shown = [name for name in ("date", "source", "title") if name in articles.columns]
    return best.to_frame().join(articles[shown])


def _largest(values: NDArray[np.float64], ids: pd.Index, n: int) -> list[int]:
    """Return the rows of the ``n`` largest values, largest first, ties by id; NaN never.

    Only rows that can be among them are sorted.
    """
    known = np.flatnonzero(~np.isnan(values))
    if n < len(known):
        least = np.partition(values[known], len(known) - n)[len(known) - n] if n > 0 else np.inf
        above, level = known[values[known] > least], known[values[known] == least]
        named = zip(ids[level], level.tolist(), strict=True)
        tied = [row for _, row in nsmallest(n - len(above), named)]
        known = np.append(above, np.array(tied, dtype=above.dtype))
    named_rows = zip((-values[known]).tolist(), ids[known], known.tolist(), strict=True)
    return [int(row) for _, _, row in sorted(named_rows)]
