"""Counts of terms that leave with a study: none, sums of several articles, or the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import check_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.vectorizing import DocumentTermMatrix

COUNTS = ("none", "sums", "matrix")
MIN_ARTICLES = 10
MIN_ARTICLES_OF_SUM = 5
"""A sum over fewer articles is close to the counts of one."""
SPANS = ("day", "month", "year", "outlet", "all")


def count_tables(
    dtm: DocumentTermMatrix, articles: pd.DataFrame, *, counts: str, min_articles: int
) -> dict[str, pd.DataFrame]:
    """Return the tables of counts that leave, by name.

    Parameters
    ----------
    dtm : DocumentTermMatrix
        Terms of the articles, without stop words.
    articles : DataFrame
        ``date`` and ``source`` of each.
    counts : {"none", "sums", "matrix"}
        "sums": terms summed over the articles of an outlet and day. Where that is fewer than five
        articles, those of the outlet and month are summed, then of its year, of the outlet, of
        all. "matrix": the counts of each article.
    min_articles': int
        Terms of fewer articles are left out.

    Returns
    -------
    dict of str to DataFrame
        "terms" (``term``, ``n_articles``, ``n_uses``) and "term-counts" (``article_id``,
        ``term_id``: the row in "terms" from 0, ``n``) or "term-sums" (``span``, ``first_day``,
        ``source``, ``n_articles``, ``term``, ``n``).
    """
    check_option("share_study", "counts", counts, COUNTS)
    if counts == "none":
        return {}
    n_articles = dtm.term_docs
    kept = np.flatnonzero(n_articles >= min_articles)
    terms = pd.DataFrame(
        {
            "term": pd.Series(np.asarray(dtm.terms)[kept], dtype="str"),
            "n_articles": n_articles[kept],
            "n_uses": dtm.term_totals[kept],
        }
    )
    long = _long(dtm, kept)
    if counts == "matrix":
        return {"terms": terms, "term-counts": long}
    return {"terms": terms, "term-sums": _sums(long, terms, articles.loc[dtm.article_id])}


def named_counts(name: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a table of counts with the terms in words.

    Parameters
    ----------
    name : {"term-sums", "term-counts"}
        The table.
    tables : mapping of str to DataFrame
        The table and "terms".
    """
    table = tables[name]
    if "term_id" not in table:
        return table
    terms = tables["terms"]["term"].to_numpy()[table["term_id"]]
    return table.assign(term=terms)[["article_id", "term", "n"]]


def _long(dtm: DocumentTermMatrix, kept: np.ndarray) -> pd.DataFrame:
    part = dtm.counts[:, kept].tocsr()
    part.sort_indices()
    rows = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
    ids = pd.Series(np.asarray(dtm.article_id), dtype="str")
    return pd.DataFrame(
        {
            "article_id": ids.iloc[rows].reset_index(drop=True),
            "term_id": part.indices.astype("int64"),
            "n": part.data.astype("int64"),
        }
    )


def _sums(long: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    groups = groups_of_articles(articles)
    keys = ["span", "first_day", "source", "n_articles"]
    placed = long.join(groups, on="article_id").dropna(subset=["span"])
    placed["n_articles"] = placed["n_articles"].astype("int64")  # missing where there is no group
    summed = placed.groupby([*keys, "term_id"], observed=True, dropna=False)["n"].sum()
    table = summed.reset_index()
    table["term"] = terms["term"].to_numpy()[table["term_id"]]
    return table[[*keys, "term", "n"]]


def groups_of_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Assign each article to the smallest group that has at least five articles.

    Parameters
    ----------
    articles : DataFrame
        ``date`` and ``source``.

    Returns
    -------
    DataFrame
        ``span`` ("day", "month", "year", "outlet", "all"; missing where even all that are left
        are too few), ``first_day``, ``source`` and ``n_articles``, indexed as ``articles``.

    Examples
    --------
    >>> days = pd.to_datetime(["2016-05-01"] * 5 + ["2016-05-02"] * 5 + ["2016-05-03"])
    >>> found = groups_of_articles(pd.DataFrame({"date": days, "source": "Post"}))
    >>> found["span"].value_counts().to_dict()
    {'day': 10}
    """
    parts, left = [], articles
    for span in SPANS:
        keys = _keys(left, span).dropna(subset=["first_day"])
        sizes = keys.groupby(["first_day", "source"])["source"].transform("size")
        large = keys.assign(span=span, n_articles=sizes)[sizes >= MIN_ARTICLES_OF_SUM]
        parts.append(large)
        left = left[~left.index.isin(large.index)]
    columns = ["span", "first_day", "source", "n_articles"]
    return pd.concat(parts)[columns].reindex(articles.index)


def _keys(articles: pd.DataFrame, span: str) -> pd.DataFrame:
    source = articles["source"].astype("str")
    formats = {"day": "%Y-%m-%d", "month": "%Y-%m-01", "year": "%Y-01-01"}
    if span in formats:
        first = articles["date"].dt.strftime(formats[span])
    else:
        first = pd.Series("", index=articles.index, dtype="str")
    return pd.DataFrame({"first_day": first, "source": "" if span == "all" else source})
