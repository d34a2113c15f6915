"""The articles of a study: read, restricted to days and outlets, cleaned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.number_words import count
from toolkit.cleaning import clean_articles
from toolkit.errors import InputError
from toolkit.reading import read_articles
from toolkit.reading.outlet_names import rename_sources

if TYPE_CHECKING:
    import os

    from toolkit.reporting.study.settings import Settings


def read_study_articles(
    path: str | os.PathLike[str], settings: Settings, *, progress: bool
) -> pd.DataFrame:
    """Read, select and clean the articles of a study.

    Raises
    ------
    ReadingError
        When there are no articles to read.
    InputError
        When no article is left between the first and last day, or an outlet does not exist.
    """
    articles = read_articles(
        path,
        mapping=dict(settings.mapping) or None,
        source=settings.source,
        date_order=settings.date_order,
        progress=progress,
    )
    if settings.source_names:
        pairs = pd.DataFrame(settings.source_names.items(), columns=["source", "suggested"])
        articles = rename_sources(articles, pairs)
    articles = _of_outlets(_between(articles, settings), settings)
    return clean_articles(articles, text=settings.text, progress=progress)


def _between(articles: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if settings.first is None and settings.last is None:
        return articles
    dates = articles["date"]
    if dates.notna().sum() == 0:
        message = (
            f"run_study: a first or last day was given, but none of the "
            f"{count(len(articles), 'article')} has a date."
        )
        raise InputError(message)
    first = pd.Timestamp(settings.first) if settings.first else dates.min()
    last = pd.Timestamp(settings.last) if settings.last else dates.max()
    kept = articles[dates.between(first, last + pd.Timedelta(days=1), inclusive="left")]
    if kept.empty:
        message = (
            f"run_study: none of the {count(len(articles), 'article')} is dated from "
            f"{settings.first or 'the start'} to {settings.last or 'the end'}. "
            f"They run from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}."
        )
        raise InputError(message)
    return kept


def _of_outlets(articles: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if not settings.outlets:
        return articles
    source = articles["source"].astype("str")
    for name in settings.outlets:
        if not (source == name).any():
            sizes = source[source != ""].value_counts().sort_index()
            largest = sizes.sort_values(ascending=False, kind="stable").index[:8]
            message = (
                f"run_study: there is no {settings.source_noun} {name!r}. The largest are "
                f"{', '.join(map(repr, largest)) or 'none: no article names one'}."
            )
            raise InputError(message)
    return articles[source.isin(settings.outlets)]
