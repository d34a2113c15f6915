"""The ledger: what was done to each piece of the input, carried along with the articles.

It is stored in ``articles.attrs["ledger"]``. pandas deep-copies and compares attrs in most
operations; `Ledger` is therefore a list that is never copied and equals only itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.errors import InputError
from toolkit.tables import LEDGER

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = tuple(column.name for column in LEDGER)
FILE_NOTES = ("files", "mapping")
"""What ``articles.attrs`` says of each file."""
ACTIONS = ("kept", "moved", "dropped", "normalized", "flagged", "rejected")
_BLANK: dict[str, Any] = {
    column.name: (0 if column.dtype == "int64" else "") for column in LEDGER
} | {"start": -1, "end": -1}

Row = Mapping[str, Any] | tuple[Any, ...] | list[Any]


class Ledger(list[tuple[Any, ...]]):
    """Rows of the ledger, each a tuple in the order of `toolkit.tables.LEDGER`.

    Examples
    --------
    >>> rows = Ledger([{"file": "a.txt", "line": 3, "action": "dropped", "text": "Read also"}])
    >>> len(rows.plus([{"file": "a.txt", "line": 9, "action": "moved"}])), len(rows)
    (2, 1)
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        # nearly all are tuples; asking for a Mapping takes longer than all the rest
        super().__init__([row if type(row) is tuple else _as_tuple(row) for row in rows])

    def plus(self, rows: Iterable[Row]) -> Ledger:
        """Return a new ledger with ``rows`` appended."""
        return Ledger([*self, *rows])

    def __copy__(self) -> Ledger:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Ledger:
        return self

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    __hash__ = object.__hash__  # type: ignore[assignment]


class SharedNotes(dict[str, Any]):
    """Notes on files in ``articles.attrs``, of which pandas makes no copies.

    A folder of 10,000 files has as many notes, and pandas copies attrs whenever it takes a column
    or some of the rows.

    Examples
    --------
    >>> import copy
    >>> notes = SharedNotes({"a.txt": {"n_articles": 1}})
    >>> copy.deepcopy({"files": notes})["files"] is notes
    True
    """

    def __copy__(self) -> SharedNotes:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> SharedNotes:
        return self


def share_notes(attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Return attrs whose notes on files pandas does not copy."""
    return {
        name: SharedNotes(value) if name in FILE_NOTES and isinstance(value, dict) else value
        for name, value in attrs.items()
    }


class StoredLedger(ABC):
    """The ledger of a corpus on disk: its rows can be walked through, and opened as a table."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of rows."""

    @abstractmethod
    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, in the order of the ledger of a table in memory."""

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """Return the rows as a table that lies on the disk."""

    def __copy__(self) -> StoredLedger:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> StoredLedger:
        return self


def ledger(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger of a table of articles: one row per action on a piece of the input.

    Parameters
    ----------
    articles : DataFrame
        As returned by `read_articles`, or any table derived from it.

    Returns
    -------
    DataFrame
        Columns of `toolkit.tables.LEDGER`: article_id, file, line, start, end, action (kept,
        moved, dropped, normalized, flagged or rejected), field, rule, text, reason and
        n_characters. Cells of a table that are kept unchanged are summed to one row per column.

    Raises
    ------
    InputError
        If the table has no ledger.

    Examples
    --------
    >>> import toolkit as tt
    >>> rows = tt.ledger(tt.load_sample())
    >>> bool((rows["action"] == "moved").any())
    True
    """
    held = articles.attrs.get("ledger")
    if isinstance(held, StoredLedger):
        return held.table()
    rows = ledger_rows(articles)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    table = pd.DataFrame(
        {
            column.name: _series(values, column.dtype)
            for column, values in zip(LEDGER, columns, strict=True)
        }
    )
    table["action"] = pd.Categorical(table["action"], categories=ACTIONS)
    return table


def ledger_rows(articles: pd.DataFrame) -> Ledger:
    """Return the ledger of a table of articles, or raise `InputError`."""
    rows = articles.attrs.get("ledger")
    if isinstance(rows, Ledger):
        return rows
    if isinstance(rows, list | StoredLedger):  # a list: restored from Parquet as JSON
        return Ledger(rows)
    message = (
        "ledger: these articles carry no ledger. pandas drops it when tables that were read "
        "separately are concatenated: read them together, or use tt.join_articles([a, b])."
    )
    raise InputError(message)


def with_ledger(articles: pd.DataFrame, rows: Iterable[Row]) -> pd.DataFrame:
    """Return the articles with ``rows`` appended to their ledger, or to a new one."""
    held = articles.attrs.get("ledger", ())
    result = articles.copy(deep=False)
    result.attrs["ledger"] = Ledger([*held, *rows])
    return result


def join_articles(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Concatenate tables of articles and their ledgers.

    Parameters
    ----------
    tables : sequence of DataFrame
        Each as returned by `read_articles`.

    Returns
    -------
    DataFrame
        All rows, in order, with one ledger.

    Raises
    ------
    InputError
        If an ``article_id`` occurs in two of the tables.

    Examples
    --------
    >>> import toolkit as tt
    >>> sample = tt.load_sample()
    >>> both = tt.join_articles([sample.iloc[:2], sample.iloc[2:5]])
    >>> len(both)
    5
    """
    joined = pd.concat([_without_attrs(table) for table in tables])
    repeated = joined.index[joined.index.duplicated()]
    if len(repeated):
        message = (
            f"join_articles: {len(repeated):,} article(s) are in more than one table; the first is "
            f"{str(repeated[0])!r}. Drop them from one: b = b[~b.index.isin(a.index)]."
        )
        raise InputError(message)
    for name in ("source", "section", "language", "date_kind", "date_precision"):
        if name in joined:
            joined[name] = joined[name].astype("category")
    joined.attrs["ledger"] = Ledger(_distinct_rows(tables))
    for table in tables:
        for name in FILE_NOTES:
            if name in table.attrs:
                held = joined.attrs.get(name, {})
                joined.attrs[name] = SharedNotes({**held, **table.attrs[name]})
    return joined


def _distinct_rows(tables: Sequence[pd.DataFrame]) -> list[tuple[Any, ...]]:
    ledgers = {id(rows): rows for rows in (ledger_rows(table) for table in tables)}
    return [row for rows in ledgers.values() for row in rows]


def _without_attrs(table: pd.DataFrame) -> pd.DataFrame:
    plain = table.copy(deep=False)
    plain.attrs = {}
    return plain


def _as_tuple(row: Row) -> tuple[Any, ...]:
    if isinstance(row, Mapping):
        unknown = set(row) - set(COLUMNS)
        if unknown:
            message = f"a ledger row has no column {sorted(unknown)[0]!r}; it has {COLUMNS}."
            raise InputError(message)
        return tuple((_BLANK | dict(row)).values())
    return tuple(row)


def _series(values: Iterable[Any], dtype: str) -> pd.Series[Any]:
    kind = "str" if dtype == "category" else dtype
    return pd.Series(list(values), dtype=kind)
