"""The articles of a study: read, restricted to days and outlets, cleaned.

An input that does not fit the memory becomes a corpus on disk first, in the work folder.
"""

from __future__ import annotations

import shutil
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.memory import memory_budget, work_folder
from toolkit._core.number_words import count
from toolkit._core.part_engine import LocalEngine, current_engine
from toolkit._core.user_warnings import warn_user
from toolkit.cleaning import clean_articles
from toolkit.errors import InputError
from toolkit.reading import iter_articles, read_articles
from toolkit.reading.corpus import Corpus, open_corpus
from toolkit.reading.corpus_folder import is_corpus
from toolkit.reading.corpus_writer import ROWS_PER_PART, save_corpus
from toolkit.reading.outlet_names import rename_sources
from toolkit.reporting.study.input_estimates import input_facts, input_files, input_size
from toolkit.reporting.study.work_folder import Work, corpus_of_input, current_work

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from toolkit.reporting.study.settings import Settings

SHORT = ("title", "date", "date_kind", "date_precision", "source", "n_words")
"""Columns that take a few hundred bytes an article at most."""


def read_study_articles(
    path: str | os.PathLike[str], settings: Settings, *, progress: bool
) -> pd.DataFrame:
    """Read, select and clean the articles of a study.

    Parameters
    ----------
    path : path-like
        A file or folder of articles, or the folder of a corpus on disk.
    settings : Settings
        The settings of the study.
    progress : bool
        Whether to show progress.

    Returns
    -------
    DataFrame
        A `Corpus` if ``path`` is one, or the study does not fit `memory_budget`.

    Raises
    ------
    ReadingError
        When there are no articles to read.
    InputError
        When no article is left between the first and last day, or an outlet does not exist.
    """
    articles = _of_outlets(
        _between(_articles_at(path, settings, progress=progress), settings), settings
    )
    return clean_articles(articles, text=settings.text, progress=progress)


def _articles_at(
    path: str | os.PathLike[str], settings: Settings, *, progress: bool
) -> pd.DataFrame:
    """Return the articles of a path with their outlets renamed, in memory if they fit.

    A cluster needs the parts of a corpus, however small.
    """
    if is_corpus(path):
        corpus = open_corpus(path)
        return _stored(path, settings) if settings.source_names else corpus
    is_local, size = isinstance(current_engine(), LocalEngine), input_size(path)
    if not is_local or size.memory > memory_budget():
        _warn_of_room(size.disk)
        return _stored(path, settings)
    articles = read_articles(path, **_options(settings), progress=progress)
    return _renamed(articles, settings)


def _warn_of_room(n_bytes: int) -> None:
    """Warn where the disk may fill up, hours later; what lies there already needs no room."""
    work = current_work()
    folder = work.folder if work else work_folder()
    place = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
    held = sum(file.stat().st_size for file in input_files(folder)) if place == folder else 0
    free, needed = shutil.disk_usage(place).free, n_bytes - held
    if needed > free:
        warn_user(
            f"the study takes about {needed / 1e9:,.1f} GB of disk in {folder}, where "
            f"{free / 1e9:,.1f} GB are free. Make room, or name a folder on a larger disk "
            f"(--work; in Python, use_memory(folder=...)). A study that ends on a full disk goes "
            f"on from there once there is room."
        )


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "mapping": dict(settings.mapping) or None,
        "source": settings.source,
        "date_order": settings.date_order,
    }


def _renamed(articles: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if not settings.source_names:
        return articles
    pairs = pd.DataFrame(settings.source_names.items(), columns=["source", "suggested"])
    return rename_sources(articles, pairs)


def _stored(path: str | os.PathLike[str], settings: Settings) -> Corpus:
    """Return the articles of a path as a corpus in the work folder; one that is whole is taken."""
    described = {
        "files": input_facts(path),
        "options": _options(settings),
        "source_names": dict(settings.source_names),
    }
    work = current_work() or Work(work_folder(), must_resume=False)
    with corpus_of_input(work, described) as (folder, is_whole):
        return open_corpus(folder) if is_whole else save_corpus(_parts(path, settings), folder)


def _parts(path: str | os.PathLike[str], settings: Settings) -> Iterator[pd.DataFrame]:
    if is_corpus(path):
        parts: Iterator[pd.DataFrame] = open_corpus(Path(path)).parts()
    else:
        parts = iter_articles(path, chunk_size=ROWS_PER_PART, **_options(settings))
    for part in parts:
        yield _renamed(part, settings)


def kept_rows(articles: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Return the articles of a mask: the same table if that is all of them, a corpus of a corpus.

    Examples
    --------
    >>> table = pd.DataFrame({"title": ["a", "b"]})
    >>> kept_rows(table, table["title"] != "c") is table
    True
    """
    if kept.all():
        return articles
    return articles.kept(kept) if isinstance(articles, Corpus) else articles[kept]


def short_columns(articles: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of the articles without their texts, as a table in memory."""
    return articles[[name for name in SHORT if name in articles.columns]]


def facts_of(articles: pd.DataFrame, columns: list[str], ids: pd.Series) -> pd.DataFrame:
    """Return columns of the articles that ``ids`` names, by article_id.

    A join with all articles would make an index of their names, which pandas keeps.

    Examples
    --------
    >>> table = pd.DataFrame({"title": ["one", "two"]}, index=["a", "b"])
    >>> facts_of(table, ["title"], pd.Series(["b", "b"])).index.tolist()
    ['b']
    """
    return articles[columns][articles.index.isin(ids)]


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
    kept = dates.between(first, last + pd.Timedelta(days=1), inclusive="left")
    if not kept.any():
        message = (
            f"run_study: none of the {count(len(articles), 'article')} is dated from "
            f"{settings.first or 'the start'} to {settings.last or 'the end'}. "
            f"They run from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}."
        )
        raise InputError(message)
    return kept_rows(articles, kept)


def _of_outlets(articles: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if not settings.outlets:
        return articles
    check_outlets(articles, settings.outlets, settings.source_noun)
    return kept_rows(articles, articles["source"].astype("str").isin(settings.outlets))


def check_outlets(
    articles: pd.DataFrame, names: Iterable[str], noun: str, purpose: str = ""
) -> None:
    """Raise where no article names an outlet that was asked for."""
    source = articles["source"].astype("str")
    sizes = source[source != ""].value_counts().sort_index()
    known = sizes.sort_values(ascending=False, kind="stable").index.tolist()
    folded = {one.casefold(): one for one in reversed(known)}
    for name in names:
        if (source == name).any():
            continue
        close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.75)
        hint = f" Did you mean {folded[close[0]]!r}?" if close else ""
        there = "The only one is" if len(known) == 1 else "The largest are"
        named = f"{there} {', '.join(map(repr, known[:8]))}." if known else "No article names one."
        message = f"run_study: there is no {noun} {name!r}{purpose}. {named}{hint}"
        raise InputError(message)
