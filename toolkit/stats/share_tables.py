"""Checks of wide tables of shares (article x theme or topic), and matching by article_id."""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.checks import plain_seed
from toolkit._core.mapped_arrays import pieces
from toolkit._core.number_words import count, verb
from toolkit.errors import InputError, check_option
from toolkit.stats.taken_rows import columns_of
from toolkit.tables import ARTICLE_ID, LABEL_COLUMNS, check_same_articles
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shares_label(function: str, shares: pd.DataFrame) -> str:
    """Return what the columns of a wide table of shares are: ``'theme'`` or ``'topic'``.

    Examples
    --------
    >>> shares_label("f", pd.DataFrame(columns=pd.Index(["war"], name="theme")))
    'theme'
    """
    name = shares.columns.name
    check_option(function, "shares.columns.name", name, LABEL_COLUMNS)
    return str(name)


def as_shares(function: str, shares: object) -> pd.DataFrame:
    """Return a checked table of shares as pandas, also from polars or pyarrow.

    Such a table has a column ``article_id`` besides one column per theme or topic.
    """
    table: pd.DataFrame = as_pandas(shares)
    check_shares(function, table)
    extended = [not isinstance(dtype, np.dtype) for dtype in table.dtypes]
    return table.astype(np.float64) if any(extended) else table


def check_shares(function: str, shares: object) -> None:
    """Raise `InputError` unless ``shares`` is a table of shares, one row per article."""
    if not isinstance(shares, pd.DataFrame):
        message = (
            f"{function}: shares must be a DataFrame with one row per article and one column per "
            f"theme or topic; got {type(shares).__name__}."
        )
        raise InputError(message)
    _check_is_wide(function, shares)
    shares_label(function, shares)
    _check_unique(function, shares)
    _check_columns(function, shares)
    values = shares.to_numpy(dtype=np.float64)
    found = _outside(values)
    if found is not None:
        row, column = found
        advice = "Divide counts by the article's total, or percentages by 100."
        if shares.attrs.get("measure") in ("weighted", "tfidf"):
            advice = "Weighted scores are an index, which only share_by_period accepts. For "
            advice += "comparisons, score with measure='tokens' or 'present'."
        message = (
            f"{function}: shares must lie between 0 and 1; article {str(shares.index[row])!r} has "
            f"{values[row, column]:g} in column {str(shares.columns[column])!r}. {advice}"
        )
        raise InputError(message)


def _outside(values: NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the row and column of the first value that is no share, None if there is none."""
    for part in pieces(len(values), values):
        some = values[part]
        with np.errstate(invalid="ignore"):
            outside = (some < -1e-9) | (some > 1 + 1e-9)
        if outside.any():
            row, column = (int(place[0]) for place in np.nonzero(outside))
            return part.start + row, column
    return None


WRITE_SCORES = (
    "Write scores = tt.score_themes(tokens, themes) or topics = tt.doc_topics(model, dtm) first."
)


def _check_is_wide(function: str, shares: pd.DataFrame) -> None:
    """Name another table of the toolkit that is taken for that of shares."""
    columns = set(map(str, shares.columns)) if shares.columns.name is None else set()
    found = ""
    if {"period", "share"} <= columns:
        found = "a table of shares per period"
    elif {"date", "source"} <= columns:
        found = "the articles"
    if found:
        message = (
            f"{function}: shares must have one row per article and one column per theme or topic; "
            f"got {found}. {WRITE_SCORES}"
        )
        raise InputError(message)


def _check_unique(function: str, table: pd.DataFrame | pd.Series) -> None:
    if is_unique(table.index):
        return
    twice = table.index[table.index.duplicated()]
    message = (
        f"{function}: article {str(twice[0])!r} has more than one row ({count(len(twice), 'row')} "
        f"{verb(len(twice), 'repeats', 'repeat')} an article_id). Keep one: "
        f"table[~table.index.duplicated()]."
    )
    raise InputError(message)


_unique: deque[weakref.ref[pd.Index]] = deque(maxlen=8)
"""Indexes that are known to repeat nothing; an index never changes."""


def is_unique(index: pd.Index) -> bool:
    """Say whether no label stands twice, as ``index.is_unique`` does.

    pandas makes a text in Python of every label and a table of all, and keeps both: 100 bytes for
    each article, where Arrow needs none that last.

    Examples
    --------
    >>> is_unique(pd.Index(["a", "b"])), is_unique(pd.Index(["a", "a"]))
    (True, False)
    """
    if not isinstance(index.dtype, pd.StringDtype):
        return bool(index.is_unique)
    if any(one() is index for one in tuple(_unique)):
        return True
    found = len(index.array.unique()) == len(index)
    if found:
        _unique.append(weakref.ref(index))
    return found


def _check_columns(function: str, table: pd.DataFrame) -> None:
    """Refuse two themes or topics of one name: their rows would be mixed in every long table."""
    if table.columns.is_unique:
        return
    twice = table.columns[table.columns.duplicated()]
    message = (
        f"{function}: {count(len(twice), 'column')} {verb(len(twice), 'repeats', 'repeat')} a "
        f"name; {str(twice[0])!r} stands for more than one {table.columns.name}. Give each its own "
        f"name, or keep the first of each: shares.loc[:, ~shares.columns.duplicated()]."
    )
    raise InputError(message)


_SOURCES = 'articles["source"]'
_MADE_BY = {
    "dates": 'articles["date"]',
    "precision": 'articles["date_precision"]',
    "weights": 'weigh_copies(articles, copies, keep="first")',
}
"""What gives an argument of one value per article, by its name; outlets for all others."""


def aligned(function: str, series: object, articles: pd.Index, *, name: str) -> pd.Series:
    """Return ``series`` reindexed to ``articles``; refuse anything that does not cover them."""
    series = as_pandas(series)
    if isinstance(series, pd.DataFrame) and series.shape[1] == 1:
        series = series.iloc[:, 0]  # a table of article_id and one column
    if not isinstance(series, pd.Series):
        message = (
            f"{function}: {name} must be a Series indexed by {ARTICLE_ID}, such as "
            f"{_MADE_BY.get(name, _SOURCES)}; got {type(series).__name__}."
        )
        raise InputError(message)
    check_same_articles(function, articles, series.index, name=name)
    _check_unique(function, series)
    return series.reindex(articles)


def usable_rows(shares: pd.DataFrame) -> NDArray[np.bool_]:
    """Which articles have a share in every column (an empty article has none)."""
    return known_rows(shares.to_numpy(dtype=np.float64))


def known_rows(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which rows have a share in every column, looking at some rows at a time.

    Examples
    --------
    >>> known_rows(np.array([[0.5, 0.5], [np.nan, np.nan]])).tolist()
    [True, False]
    """
    known = np.empty(len(values), dtype=bool)
    for part in pieces(len(values), values):
        known[part] = ~np.isnan(values[part]).any(axis=1)
    return known


def is_binary(values: NDArray[np.float64]) -> bool:
    """Whether every share is 0 or 1, so that a mean is a share of articles."""
    return values.size > 0 and all(
        bool(((one == 0) | (one == 1)).all()) for one in columns_of(values)
    )


def make_rng(function: str, random_state: object, *spawn: int) -> np.random.Generator:
    """Return a random number generator, determined by the seed and the ``spawn`` key.

    Examples
    --------
    >>> a, b = (make_rng("f", 7, 1).random() for _ in range(2))
    >>> a == b
    True
    """
    if isinstance(random_state, np.random.Generator):
        return random_state
    seed = plain_seed(random_state)
    if random_state is not None and (seed is None or seed < 0):
        message = (
            f"{function}: random_state must be a whole number from 0, a numpy Generator or None; "
            f"got {random_state!r}."
        )
        raise InputError(message)
    sequence = np.random.SeedSequence(plain_seed(random_state), spawn_key=tuple(spawn))
    return np.random.default_rng(sequence)
