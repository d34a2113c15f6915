"""Article x topic shares, the prevalence of topics, and the articles to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import check_count
from toolkit._core.mapped_arrays import pieces
from toolkit._core.number_words import count, listed
from toolkit.errors import InputError, check_option
from toolkit.stats.share_tables import check_shares, known_rows
from toolkit.tables import ARTICLE_ID, UNFINISHED, check_same_articles
from toolkit.topics.inspect.share_blocks import leading_rows
from toolkit.topics.model import is_unfinished, model_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.model import TopicModel
    from toolkit.vectorizing import DocumentTermMatrix

OUTSIDE = -1


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
    shares = np.asarray(model.transform(dtm), dtype=np.float64)
    shares[np.diff(dtm.counts.indptr) == 0] = np.nan
    index = pd.Index(dtm.article_id, name=ARTICLE_ID)
    columns: pd.Index = pd.RangeIndex(shares.shape[1], name="topic")
    if is_unfinished(model):
        columns = pd.Index([f"topic {k} {UNFINISHED}" for k in columns], name="topic")
    table = pd.DataFrame(shares, index=index, columns=columns, copy=False)
    table.attrs["model"] = model_hash(model)  # edit_topics checks it
    return table


def in_model_order(function: str, topics: pd.DataFrame, n_topics: int) -> pd.DataFrame:
    """Return topic shares in the order of the model's topics; refuse those of another model.

    A column -1, of what belongs to no topic (`import_topics`), is left out.

    Examples
    --------
    >>> topics = pd.DataFrame([[0.3, 0.7]], columns=[1, 0])
    >>> in_model_order("f", topics, 2).columns.tolist()
    [0, 1]
    """
    wanted = pd.RangeIndex(n_topics, name=topics.columns.name)
    own = topics.columns.difference([OUTSIDE], sort=False)
    if len(own) != n_topics or not own.isin(wanted).all():
        given = listed([str(topic) for topic in topics.columns])
        message = (
            f"{function}: the model has {count(n_topics, 'topic')}, numbered from 0; the columns "
            f"of topics are {given}. Pass doc_topics(model, dtm) unchanged; name topics afterwards."
        )
        raise InputError(message)
    return topics if topics.columns.equals(wanted) else topics[wanted]


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
    values = topics.to_numpy(dtype=np.float64)
    return prevalence_table(topics.columns, values, known_rows(values))


def prevalence_table(
    names: pd.Index, values: NDArray[np.float64], known: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return the table of `topic_prevalence` from shares, and which articles have them."""
    n_topics, n_known = values.shape[1], int(known.sum())
    total, led = np.zeros(n_topics), np.zeros(n_topics, dtype=np.int64)
    for part in pieces(len(values), values):
        block = values[part][known[part]]
        total = np.vstack([total, block]).sum(axis=0)  # one sum after the other, as in one piece
        if n_topics:
            led += np.bincount(block.argmax(axis=1), minlength=n_topics)
    share = total / n_known if n_known else np.full(n_topics, np.nan)
    columns = {"topic": names.to_numpy(), "share": share, "n_articles": n_known, "n_led": led}
    return pd.DataFrame(columns)


def top_articles(
    topics: pd.DataFrame, articles: pd.DataFrame, *, topic: int | str | None = None, n: int = 5
) -> pd.DataFrame:
    """List the articles with the largest share of a topic; read them before naming it.

    Parameters
    ----------
    topics : DataFrame
        What `doc_topics` returns; a theme table of `score_themes` works too.
    articles : DataFrame
        The articles table.
    topic : int or str, optional
        A column of ``topics``. Without it, the articles of every topic are listed.
    n : int
        Number of articles per topic.

    Returns
    -------
    DataFrame
        Index ``article_id``; columns ``share`` (0 to 1), ``date``, ``source``, ``title``; largest
        share first, ties by article_id. Without ``topic``, a column ``topic`` comes first.

    Raises
    ------
    InputError
        For an unknown topic, or articles missing from the table.
    """
    if topic is not None:
        check_option("top_articles", "topic", topic, topics.columns.tolist())
    check_count("top_articles", "n", n, least=0)
    check_same_articles("top_articles", topics.index, articles.index, name="articles")
    wanted = topics if topic is None else topics[[topic]]
    values = wanted.to_numpy(dtype=np.float64)
    best = leading_rows(values, topics.index, n)
    rows = np.concatenate([np.empty(0, dtype=np.int64), *best])
    columns = np.repeat(np.arange(len(best)), [len(one) for one in best])
    table = pd.DataFrame({"share": values[rows, columns]}, index=topics.index[rows])
    if topic is None:
        table.insert(0, str(wanted.columns.name), wanted.columns[columns])
    shown = [name for name in ("date", "source", "title") if name in articles.columns]
    if not articles.index.is_unique:
        return table.join(articles[shown])
    if not topics.index.equals(articles.index):
        rows = articles.index.get_indexer(table.index)
    described = articles[shown].take(rows)
    return table.assign(**{name: described[name].array for name in shown})
