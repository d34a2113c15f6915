"""Columns of articles: title, day, outlet, words, and their shares of themes and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.html import safe_url
from toolkit.explorer.inputs import MANY_ARTICLES
from toolkit.explorer.period_columns import dates_of
from toolkit.periods.calendar import TOO_COARSE, period_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.explorer.container import Container
    from toolkit.explorer.inputs import Parts

NO_DAY = -(2**31)
NO_PERIOD = 65535
PRECISIONS = ("day", "month", "year")
MANY_CELLS, MOST_CELLS = 100_000, 2_000_000
"""Above the first number of article x topic shares they are whole percentages; above the second,
and in a large catalogue, only the `N_LARGEST` of each article go along."""
N_LARGEST = 4
LEAST_DIGITS = 8


def outlet_names(parts: Parts) -> list[str]:
    """Return the outlets, largest first; one of "" stands for articles that name none."""
    sizes = parts.source.value_counts().sort_index()
    return [str(one) for one in sizes.sort_values(ascending=False, kind="stable").index]


def add_articles(
    container: Container, parts: Parts, outlets: list[str], periods: pd.DatetimeIndex | None
) -> None:
    """Add one row per article."""
    articles = parts.articles
    container.add_texts("articles.id", shown_ids(parts))
    titles = articles["title"].fillna("").astype("str")
    if len(titles) > MANY_ARTICLES:
        container.add_many_texts("articles.title", titles)
    else:
        container.add_texts("articles.title", titles)
    container.add("articles.day", _days(articles["date"]), "i32")
    _add_precision(container, articles)
    number = {name: i for i, name in enumerate(outlets)}
    container.add("articles.outlet", parts.source.map(number).to_numpy(), "u16")
    container.add("articles.period", _periods(parts, periods), "u16")
    if parts.weights is not None:
        weights = parts.weights.reindex(articles.index).to_numpy(dtype=np.float64)
        if not np.isin(weights, (0.0, 1.0)).all():
            container.add("articles.weight", weights, "f32")
    if parts.is_catalogue:
        return
    container.add("articles.words", parts.n_words, "u32")
    urls = [str(url) if safe_url(str(url)) else "" for url in articles["url"].fillna("")]
    if any(urls):
        container.add_texts("articles.url", urls)


def _add_precision(container: Container, articles: pd.DataFrame) -> None:
    """Add how much of each date was printed, a place in `PRECISIONS`, if not all are days."""
    if "date_precision" not in articles:
        return
    places = {name: place for place, name in enumerate(PRECISIONS)}
    known = articles["date_precision"].astype("str").map(places).fillna(0)
    if known.any():
        container.add("articles.precision", known.to_numpy(), "u8")


def shown_ids(parts: Parts) -> list[str]:
    """Return the ids of the articles, in a large catalogue their first characters if unique.

    As many characters are shown as tell the articles apart, at least `LEAST_DIGITS`.
    """
    ids = [str(one) for one in parts.articles.index]
    longest = max(map(len, ids))
    if not parts.is_catalogue:
        return ids
    for n in range(LEAST_DIGITS, longest, 2):
        short = [one[:n] for one in ids]
        if len(set(short)) == len(ids):
            return short
    return ids


def _days(dates: pd.Series) -> NDArray[np.int64]:
    """Days since 1970-01-01, `NO_DAY` where there is none."""
    days = (dates - pd.Timestamp("1970-01-01")).dt.days
    return days.fillna(NO_DAY).to_numpy().astype(np.int64)


def _periods(parts: Parts, periods: pd.DatetimeIndex | None) -> NDArray[np.int64]:
    """Return the period in which each article is counted, `NO_PERIOD` if in none."""
    if periods is None:
        return np.full(len(parts.articles), NO_PERIOD)
    at = periods.get_indexer(pd.DatetimeIndex(period_starts(dates_of(parts), parts.freq)))
    at = np.where(too_coarse(parts), -1, at)
    if parts.tokens is not None:
        at = np.where(parts.n_words == 0, -1, at)
    if parts.weights is not None:
        at = np.where(parts.weights.reindex(parts.articles.index) > 0, at, -1)
    return np.where(at < 0, NO_PERIOD, at)


def too_coarse(parts: Parts) -> NDArray[np.bool_]:
    """Return which articles have a date that is too coarse for the periods, such as a year."""
    if "date_precision" not in parts.articles:
        return np.zeros(len(parts.articles), dtype=bool)
    coarse = parts.articles["date_precision"].astype("str").isin(TOO_COARSE[parts.freq])
    return np.asarray(coarse & parts.articles["date"].notna())


def add_theme_counts(container: Container, parts: Parts) -> None:
    """Add the number of matches of each theme in each article that has any."""
    if parts.found is None or parts.present is None:
        return
    rows = parts.articles.index.get_indexer(pd.Index(parts.found["article_id"]))
    counted = pd.DataFrame({"series": parts.found["theme"].cat.codes, "article": rows})
    sizes = counted.value_counts().sort_index().reset_index(name="n")
    container.add("themes.article", sizes["article"], "u32")
    container.add("themes.series", sizes["series"], "u16")
    container.add("themes.count", np.minimum(sizes["n"], 65535), "u16")


def add_topic_shares(container: Container, parts: Parts) -> None:
    """Add every topic share of every article, or the largest of a large corpus."""
    if parts.topics is None:
        return
    shares = parts.topics.to_numpy(dtype=np.float64)
    steps = 100 if shares.size > MANY_CELLS else None
    if shares.size <= MOST_CELLS and not parts.is_catalogue:
        container.add_scaled("topics.share", shares, "u8", largest=1.0, steps=steps)
        return
    order = np.argsort(-shares, axis=1, kind="stable")[:, :N_LARGEST]
    largest = np.take_along_axis(shares, order, axis=1)
    container.add("topics.top", order, "u8")
    container.add_scaled("topics.top_share", largest, "u8", largest=1.0, steps=steps)
