"""Whether a table given to a function has the columns and the articles that it needs."""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING

from toolkit.errors import InputError, shorten
from toolkit.tables.schemas import LABEL_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


def label_column(function: str, table: pd.DataFrame) -> str:
    """Name of the column that says what each row of a long table is about.

    Examples
    --------
    >>> import pandas as pd
    >>> label_column("plot.theme_shares", pd.DataFrame({"topic": [0], "share": [0.2]}))
    'topic'
    """
    for name in LABEL_COLUMNS:
        if name in table.columns:
            return name
    message = (
        f"{function}: the table has neither a column 'theme' nor 'topic'. Pass a table with one "
        f"row per theme or topic, such as the result of share_by_period."
    )
    raise InputError(message)


def check_table(function: str, table: object) -> None:
    """Raise `InputError` unless ``table`` is a DataFrame."""
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        message = f"{function}: table must be a DataFrame; got {shorten(table)}."
        raise InputError(message)


def check_columns(function: str, table: pd.DataFrame, names: Iterable[str]) -> None:
    """Raise `InputError` if ``table`` lacks one of ``names``.

    Examples
    --------
    >>> import pandas as pd
    >>> check_columns("top_articles", pd.DataFrame({"date": []}), ["title", "date"])
    Traceback (most recent call last):
    toolkit.errors.InputError: top_articles: the table has no column 'title'. It has: 'date'.
    """
    missing = [name for name in names if name not in table.columns]
    if not missing:
        return
    lacking = ", ".join(repr(name) for name in missing)
    present = ", ".join(repr(str(name)) for name in table.columns)
    noun = "column" if len(missing) == 1 else "columns"
    remedy = ""
    if {"period", "share"} <= set(missing) and table.columns.name in LABEL_COLUMNS:
        remedy = " Write monthly = tt.share_by_period(scores, articles['date']) first."
    message = f"{function}: the table has no {noun} {lacking}. It has: {present}.{remedy}"
    raise InputError(message)


_verified: deque[tuple[weakref.ref[pd.Index], weakref.ref[pd.Index]]] = deque(maxlen=8)
"""Pairs of indexes, the second known to hold all articles of the first; an index never changes."""


def _is_verified(wanted: pd.Index, given: pd.Index) -> bool:
    pairs = ((one(), other()) for one, other in tuple(_verified))
    return wanted is given or any(one is wanted and other is given for one, other in pairs)


def check_same_articles(function: str, wanted: pd.Index, given: pd.Index, *, name: str) -> None:
    """Raise `InputError` if ``given`` lacks an article of ``wanted``, or has one twice.

    Examples
    --------
    >>> import pandas as pd
    >>> check_same_articles("f", pd.Index(["a", "b"]), pd.Index(["a"]), name="dates")
    Traceback (most recent call last):
    toolkit.errors.InputError: f: dates lacks 1 of 2 articles, the first being 'b'. Rows are
    matched by article_id: pass a Series indexed by it, such as articles["date"].
    """
    if _is_verified(wanted, given) or wanted.equals(given):
        return
    if not given.is_unique:
        twice = str(given[given.duplicated()][0])
        message = (
            f"{function}: {name} has the article {twice!r} twice. Keep the first: "
            f"{name}[~{name}.index.duplicated()]."
        )
        raise InputError(message)
    absent = wanted[given.get_indexer(wanted) < 0]
    if len(absent) == 0:
        _verified.append((weakref.ref(wanted), weakref.ref(given)))
        return
    alike = absent[absent.astype("str").isin(given.astype("str"))]
    if len(alike):
        kind = "str" if isinstance(alike[0], str) else str(wanted.dtype)
        message = (
            f"{function}: {name} has the article {str(alike[0])!r} as {given.dtype}, not as "
            f"{kind}. Make the ids alike: {name}.index = {name}.index.astype({kind!r})."
        )
        raise InputError(message)
    first = ", ".join(repr(str(article)) for article in absent[:3])
    message = (
        f"{function}: {name} lacks {len(absent)} of {len(wanted)} articles, the first being "
        f"{first}. Rows are matched by article_id: pass a Series indexed by it, such as "
        f'articles["date"].'
    )
    raise InputError(message)
