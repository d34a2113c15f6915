"""One row per topic: how much, how exclusive, who carries it and when, and what to beware of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import check_columns, check_same_articles
from toolkit.topics.ranking import exclusivity
from toolkit.topics.shares import topic_prevalence
from toolkit.topics.terms import topic_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.topics.interface import TopicModel

ONE_SOURCE = 0.8
"""Part of a topic's mass in one outlet from which it is marked "one outlet" ..."""
ABOVE_SHARE = 1.25
"""... if that is also so many times the outlet's part of all articles."""
ONE_WEEK = 0.5
"""Part of a topic's dated mass in seven days running from which it is marked "one week"."""
COPIES = 0.5
"""Part of a topic's mass in copied articles from which it is marked "copies"."""
BOILERPLATE = 0.4
"""Part of the weight of a topic's ten most probable terms that page terms need for a mark."""
N_TITLES = 10
_PAGE = """
advertisement afp ap associated bbc caption click contributed copyright editing editor email
facebook getty newsletter photo photograph photos reporter reporting reuters subscribe twitter
updated writing
"""
STOP_LIKE = frozenset(_PAGE.split())
"""Terms that belong to the page and not to the news."""


def topic_summary(
    model: TopicModel,
    topics: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    copies: pd.DataFrame | None = None,
    boilerplate: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say of each topic what it is about, how much there is of it, and what to beware of.

    Parameters
    ----------
    model : LDA or NMF
        A fitted model.
    topics : DataFrame of shape (n_articles, n_topics)
        What `doc_topics` gives.
    articles : DataFrame
        The articles table, with ``title``, ``source`` and ``date``.
    copies : DataFrame, optional
        What `near_duplicates` gives; without it no topic is marked "copies".
    boilerplate : DataFrame, optional
        What `boilerplate_candidates` gives; its words count as boilerplate.

    Returns
    -------
    DataFrame
        One row per topic: ``topic``; ``label`` (made of terms and of titles of the articles to
        read: edit it); ``terms`` (the ten most relevant); ``share`` (mean over the ``n_articles``
        with any term of the model, 0 to 1); ``n_led`` (articles whose largest topic it is);
        ``exclusivity`` (mean part of the ten most probable terms' weight that lies in this topic,
        0 to 1); ``source``, ``source_share`` (outlet with the largest part of the topic's mass,
        and that part); ``month``, ``month_share`` (the same, of the dated mass); ``week_share``
        (largest part of the dated mass in seven days running); ``copied_share`` (part of the mass
        in articles with copies; missing without ``copies``); ``warnings``, "; "-joined:
        "one outlet" (80 % of the mass and 1.25 times its part of the articles), "one week" (50 %
        of the dated mass), "boilerplate" (40 % of
        the weight of the ten most probable terms), "copies" (50 %).

    Raises
    ------
    InputError
        When a column is missing, the articles are not those of ``topics``, or the model has
        another number of topics.
    """
    check_columns("topic_summary", articles, ["title", "source", "date"])
    check_same_articles("topic_summary", topics.index, articles.index, name="articles")
    phi = np.asarray(model.topic_term_, dtype=np.float64)
    if topics.shape[1] != len(phi):
        message = (
            f"topic_summary: topics has {topics.shape[1]} columns and the model {len(phi)} topics. "
            f"Pass doc_topics(model, dtm) as it is; name topics afterwards."
        )
        raise InputError(message)
    known = topics.dropna()
    held = articles.loc[known.index]
    leading = topic_terms(model, n_terms=10)
    table = topic_prevalence(topics)
    table.insert(1, "label", _labels(leading, known, held["title"]))
    table.insert(2, "terms", leading.groupby("topic")["term"].agg("; ".join).to_numpy())
    table["exclusivity"] = mean_exclusivity(phi)
    table["source"], table["source_share"] = _largest_part(known, held["source"].astype("str"))
    months = pd.to_datetime(held["date"]).dt.strftime("%Y-%m")
    table["month"], table["month_share"] = _largest_part(known, months)
    table["week_share"] = _week_share(known, pd.to_datetime(held["date"]))
    table["copied_share"] = _copied_share(known, copies)
    table["warnings"] = _warnings(table, held, _page_share(model, boilerplate))
    return table


def mean_exclusivity(phi: NDArray[np.float64], n_terms: int = 10) -> NDArray[np.float64]:
    """Return each topic's mean exclusivity over its most probable terms, 1 / n_topics to 1.

    Examples
    --------
    >>> mean_exclusivity(np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]]), n_terms=2).tolist()
    [0.75, 0.75]
    """
    best = np.argsort(-phi, axis=1, kind="stable")[:, :n_terms]
    return np.asarray(np.take_along_axis(exclusivity(phi), best, axis=1).mean(axis=1))


def _labels(leading: pd.DataFrame, known: pd.DataFrame, titles: pd.Series) -> list[str]:
    """Name each topic by three of its terms, those first that its articles' titles use."""
    lowered = titles.fillna("").astype("str").str.lower()
    labels = []
    for topic, rows in leading.groupby("topic"):
        shares = known.iloc[:, int(str(topic))].sort_index()
        read = shares.sort_values(ascending=False, kind="stable").index[:N_TITLES]
        words = Counter(word for title in lowered[read] for word in set(_words(title)))
        shown = rows["term"].str.replace("_", " ", regex=False).tolist()
        used = {term: sum(words[word] for word in term.split()) for term in shown}
        order = sorted(range(len(shown)), key=lambda i: i - len(shown) * used[shown[i]] / N_TITLES)
        labels.append(", ".join(shown[i] for i in order[:3]))
    return labels


def _words(title: str) -> list[str]:
    return [word.strip(".,:;!?'\"‘’“”()") for word in title.split()]


def _largest_part(known: pd.DataFrame, group: pd.Series) -> tuple[pd.Index, NDArray[np.float64]]:
    """Return the group with the largest part of each topic's mass, and that part."""
    mass = known.groupby(group).sum().sort_index()
    if mass.empty:
        return pd.Index([np.nan] * known.shape[1]), np.full(known.shape[1], np.nan)
    parts = mass.to_numpy() / np.maximum(mass.to_numpy().sum(axis=0), 1e-300)
    best = parts.argmax(axis=0)
    return mass.index[best], parts.max(axis=0)


def _week_share(known: pd.DataFrame, dates: pd.Series) -> NDArray[np.float64]:
    by_day = known.groupby(dates.dt.normalize()).sum().sort_index()
    if by_day.empty:
        return np.full(known.shape[1], np.nan)
    total = np.maximum(by_day.sum().to_numpy(), 1e-300)
    return np.asarray(by_day.rolling("7D").sum().max().to_numpy() / total)


def _copied_share(known: pd.DataFrame, copies: pd.DataFrame | None) -> NDArray[np.float64]:
    if copies is None:
        return np.full(known.shape[1], np.nan)
    check_columns("topic_summary", copies, ["dup_group"])
    check_same_articles("topic_summary", known.index, copies.index, name="copies")
    copied = copies.loc[known.index, "dup_group"].notna().to_numpy()
    total = np.maximum(known.sum().to_numpy(), 1e-300)
    return np.asarray(known[copied].sum().to_numpy() / total)


def _page_share(model: TopicModel, boilerplate: pd.DataFrame | None) -> pd.Series:
    """Return the part of each topic's ten most probable terms' weight that is of the page."""
    page = set(STOP_LIKE)
    if boilerplate is not None:
        check_columns("topic_summary", boilerplate, ["text"])
        page |= {word for text in boilerplate["text"] for word in _words(str(text).lower())}
    leading = topic_terms(model, n_terms=10, rank_by="probability")
    of_page = leading["term"].str.split("_").map(lambda words: all(word in page for word in words))
    weight = leading["probability"].groupby(leading["topic"]).sum()
    return leading["probability"].where(of_page, 0.0).groupby(leading["topic"]).sum() / weight


def _warnings(table: pd.DataFrame, articles: pd.DataFrame, page_share: pd.Series) -> list[str]:
    usual = articles["source"].astype("str").value_counts(normalize=True)
    expected = table["source"].map(usual).astype("float64")
    days = pd.to_datetime(articles["date"]).dropna()
    long_enough = len(days) > 0 and (days.max() - days.min()).days > 28
    marks = {
        "one outlet": (table["source_share"] >= ONE_SOURCE)
        & (table["source_share"] >= ABOVE_SHARE * expected),
        "one week": (table["week_share"] >= ONE_WEEK) & long_enough,
        "boilerplate": page_share.to_numpy() >= BOILERPLATE,
        "copies": table["copied_share"] >= COPIES,
    }
    flags = pd.DataFrame(marks)
    return ["; ".join(flags.columns[row]) for row in flags.to_numpy(dtype=bool)]
