"""Topic shares from any program, as the table of later steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

TOLERANCE = 1e-3  # other programs round; rows further off are not shares


def topic_table(
    doc_topic: ArrayLike, article_id: Sequence[str] | pd.Index, *, normalize: bool = False
) -> pd.DataFrame:
    """Make the article x topic table from the output of another program.

    The output of BERTopic, tomotopy, gensim or R then works in every later step: shares per
    period, comparisons, figures.

    Parameters
    ----------
    doc_topic : array-like, DataFrame or sparse matrix of shape (n_articles, n_topics)
        Topic shares, one row per article: non-negative, each row summing to 1. Or, as in gensim, a
        list of (topic, share) pairs per article.
    article_id : sequence of str
        The articles, in the order of the rows.
    normalize : bool
        Divide each row by its sum. Needed where a program omits small shares (gensim) or keeps mass
        for outliers (BERTopic).

    Returns
    -------
    DataFrame of shape (n_articles, n_topics)
        Index ``article_id``, columns 0 to n_topics - 1 named "topic"; rows sum to 1.

    Raises
    ------
    InputError
        When rows are not shares, or their number is not that of the articles.

    Examples
    --------
    >>> topic_table([[0.25, 0.75], [1.0, 0.0]], ["a", "b"])
    topic          0     1
    article_id
    a           0.25  0.75
    b           1.00  0.00
    >>> topic_table([[(1, 0.9)], [(0, 0.5), (1, 0.4)]], ["a", "b"], normalize=True).round(2)
    topic          0     1
    article_id
    a           0.00  1.00
    b           0.56  0.44
    """
    shares = _dense(doc_topic)
    index = pd.Index(article_id, name=ARTICLE_ID)
    if len(index) != len(shares):
        message = f"topic_table: {len(shares)} rows for {len(index)} articles."
        raise InputError(message)
    if not index.is_unique:
        twice = index[index.duplicated()][0]
        message = f"topic_table: article_id {twice!r} occurs twice; each article has one row."
        raise InputError(message)
    _check(shares, index, normalize=normalize)
    shares = shares / shares.sum(axis=1, keepdims=True)
    columns = pd.RangeIndex(shares.shape[1], name="topic")
    return pd.DataFrame(shares, index=index, columns=columns)


def _dense(doc_topic: Any) -> NDArray[np.float64]:
    if hasattr(doc_topic, "toarray"):  # any of scipy's sparse formats
        return np.asarray(doc_topic.toarray(), dtype=np.float64)
    if isinstance(doc_topic, (list, tuple)) and any(_is_pairs(row) for row in doc_topic):
        n_topics = 1 + max(int(topic) for row in doc_topic for topic, _ in row)
        shares = np.zeros((len(doc_topic), n_topics))
        for number, row in enumerate(doc_topic):
            for topic, share in row:
                shares[number, int(topic)] += share
        return shares
    shares = np.asarray(doc_topic, dtype=np.float64)
    if shares.ndim != 2 or shares.shape[1] == 0:
        message = f"topic_table: doc_topic must be articles x topics; got shape {shares.shape}."
        raise InputError(message)
    return shares


def _is_pairs(row: Any) -> bool:
    return isinstance(row, (list, tuple)) and len(row) > 0 and isinstance(row[0], tuple)


def _check(shares: NDArray[np.float64], index: pd.Index, *, normalize: bool) -> None:
    sums = shares.sum(axis=1)
    wrong = ~np.isfinite(sums) | (shares < 0).any(axis=1)
    if wrong.any():
        first = int(wrong.argmax())
        message = (
            f"topic_table: the row of {index[first]!r} has negative, missing or infinite shares "
            f"(rows affected: {int(wrong.sum())})."
        )
        raise InputError(message)
    wrong = sums <= 0 if normalize else np.abs(sums - 1.0) > TOLERANCE
    if wrong.any():
        first = int(wrong.argmax())
        advice = (
            "Leave these articles out: they have no share of any topic."
            if normalize
            else "Pass normalize=True to divide each row by its sum."
        )
        message = (
            f"topic_table: the row of {index[first]!r} sums to {sums[first]:.4g}, not 1 "
            f"(rows affected: {int(wrong.sum())}). {advice}"
        )
        raise InputError(message)
