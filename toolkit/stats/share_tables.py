"""The wide table of shares (article x theme or topic): checks and matching by article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.tables import ARTICLE_ID, check_same_articles

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = ("theme", "topic")


def label_column(function: str, shares: pd.DataFrame) -> str:
    """Name of the column that says what a share is of: ``'theme'`` or ``'topic'``.

    Examples
    --------
    >>> label_column("f", pd.DataFrame(columns=pd.Index(["war"], name="theme")))
    'theme'
    """
    name = shares.columns.name
    check_option(function, "shares.columns.name", name, LABELS)
    return str(name)


def check_shares(function: str, shares: object) -> None:
    """Raise `InputError` unless ``shares`` is a table of shares, one row per article."""
    if not isinstance(shares, pd.DataFrame):
        message = (
            f"{function}: shares must be a DataFrame with one row per article and one column per "
            f"theme or topic; got {type(shares).__name__}."
        )
        raise InputError(message)
    label_column(function, shares)
    _check_unique(function, shares)
    values = shares.to_numpy(dtype=np.float64)
    with np.errstate(invalid="ignore"):
        outside = (values < -1e-9) | (values > 1 + 1e-9)
    if outside.any():
        row, column = (int(place[0]) for place in np.nonzero(outside))
        advice = "Divide counts by the article's total, or percentages by 100."
        if shares.attrs.get("measure") in ("weighted", "tfidf"):
            advice = "These weighted scores are an index: only share_by_period takes them. Score "
            advice += "with measure='tokens' or 'present' for comparisons."
        message = (
            f"{function}: shares must lie between 0 and 1; article {str(shares.index[row])!r} has "
            f"{values[row, column]:g} in column {str(shares.columns[column])!r}. {advice}"
        )
        raise InputError(message)


def _check_unique(function: str, table: pd.DataFrame | pd.Series) -> None:
    if table.index.is_unique:
        return
    twice = table.index[table.index.duplicated()]
    message = (
        f"{function}: article {str(twice[0])!r} has more than one row ({len(twice)} rows repeat an "
        f"article_id). Keep one: table[~table.index.duplicated()]."
    )
    raise InputError(message)


def aligned(function: str, series: object, articles: pd.Index, *, name: str) -> pd.Series:
    """Return the values of ``series`` for ``articles``, in their order, matched by article_id."""
    if not isinstance(series, pd.Series):
        message = (
            f"{function}: {name} must be a Series indexed by {ARTICLE_ID}, such as "
            f'articles["date"]; got {type(series).__name__}.'
        )
        raise InputError(message)
    check_same_articles(function, articles, series.index, name=name)
    _check_unique(function, series)
    return series.reindex(articles)


def usable_rows(shares: pd.DataFrame) -> NDArray[np.bool_]:
    """Articles that have a share in every column (an empty article has none)."""
    return np.asarray(shares.notna().all(axis=1).to_numpy(dtype=bool))


def is_binary(values: NDArray[np.float64]) -> bool:
    """Whether every share is 0 or 1: a count of articles, not a part of each."""
    return bool(np.isin(values, (0.0, 1.0)).all()) and values.size > 0


def choose_generator(function: str, random_state: object, *spawn: int) -> np.random.Generator:
    """Return a generator: the same for the same seed and ``spawn`` key.

    Examples
    --------
    >>> a, b = (choose_generator("f", 7, 1).random() for _ in range(2))
    >>> a == b
    True
    """
    if isinstance(random_state, np.random.Generator):
        return random_state
    if random_state is not None and not _is_count(random_state):
        message = (
            f"{function}: random_state must be a whole number from 0, a numpy Generator or None; "
            f"got {random_state!r}."
        )
        raise InputError(message)
    seed = int(random_state) if isinstance(random_state, (int, np.integer)) else None
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(spawn)))


def _is_count(value: object) -> bool:
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    return bool(whole and int(value) >= 0)  # type: ignore[call-overload]


def check_count(function: str, name: str, value: object, *, least: int) -> None:
    """Raise `InputError` unless ``value`` is a whole number from ``least``.

    Examples
    --------
    >>> check_count("f", "n_resamples", 20, least=200)
    Traceback (most recent call last):
    toolkit.errors.InputError: f: n_resamples must be a whole number from 200; got 20.
    """
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= least:
        return
    message = f"{function}: {name} must be a whole number from {least}; got {value!r}."
    raise InputError(message)
