"""The leading terms of a study, or of each article if there are only a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.vectorizing import tfidf

if TYPE_CHECKING:
    from toolkit.vectorizing import DocumentTermMatrix

FEW_ARTICLES = 12


def leading_words(
    dtm: DocumentTermMatrix, articles: pd.DataFrame, *, n_terms: int = 15
) -> pd.DataFrame:
    """List the most frequent terms of the corpus, or the leading terms of each of a few articles.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        Terms of the articles.
    articles : DataFrame
        The articles table.
    n_terms : int
        Number of terms listed (per article, if there are at most twelve).

    Returns
    -------
    DataFrame
        ``of`` ("all articles" or a title), ``term``, ``n_uses``, ``n_articles`` (articles with the
        term) and ``weight`` (TF-IDF in an article; missing for the whole corpus).
    """
    uses, n_articles = dtm.term_totals, dtm.term_docs
    if dtm.shape[0] > FEW_ARTICLES:
        best = np.lexsort((np.arange(len(uses)), -uses))[:n_terms]
        return _rows("all articles", dtm, best, uses, n_articles, None)
    weights = tfidf(dtm).weights
    tables = []
    for row, article in enumerate(dtm.article_id):
        weight, count = weights[[row]].toarray()[0], dtm.counts[[row]].toarray()[0]
        best = np.lexsort((np.arange(len(weight)), -weight))[:n_terms]
        best = best[weight[best] > 0]
        title = str(articles.loc[article, "title"])
        tables.append(_rows(title, dtm, best, count, n_articles, weight))
    return pd.concat(tables, ignore_index=True)


def _rows(  # noqa: PLR0917 - the parts of a row, called twice above
    of: str,
    dtm: DocumentTermMatrix,
    best: np.ndarray,
    uses: np.ndarray,
    n_articles: np.ndarray,
    weight: np.ndarray | None,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "of": of,
            "term": pd.Series(np.asarray(dtm.terms)[best], dtype="str"),
            "n_uses": uses[best],
            "n_articles": n_articles[best],
            "weight": np.nan if weight is None else weight[best],
        }
    )
