"""What is wrong with a table that made a function fail, as its user would say it."""

from __future__ import annotations

from numbers import Number
from typing import Any

from toolkit.errors import shorten

MAX_LOOKED_AT = 1_000
"""Cells of a column that are looked at."""
MAX_NAMED = 20
"""Columns that are listed."""


def find_table_fault(name: str, table: Any, error: Exception) -> str | None:
    """Return the sentences about a table after which a function failed; None if it looks sound.

    Parameters
    ----------
    name : str
        The argument.
    table : DataFrame or Series
        Its value.
    error : Exception
        How the function failed.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"share": [0.1, 0.2]}, index=["a", "a"])
    >>> find_table_fault("table", table, ValueError())
    "table has the row 'a' twice. Keep the first: table[~table.index.duplicated()]."
    """
    has_columns = hasattr(table, "columns")
    found = (_columns(name, table, error) if has_columns else None) or _rows(name, table)
    if found or not has_columns:
        return found
    all_numbers = table.columns.name is not None or "to float" in str(error)
    fault = _no_numbers(name, table) if all_numbers else None
    return fault or _numbers_as_text(name, table) or _empty_row(name, table)


def _columns(name: str, table: Any, error: Exception) -> str | None:
    """Return the sentences about a column that is missing or stands twice."""
    key = error.args[0] if isinstance(error, KeyError) and error.args else None
    if isinstance(key, str) and key not in table.columns:
        has = ", ".join(repr(str(column)) for column in table.columns[:MAX_NAMED]) or "none"
        return f"{name} has no column {key!r}. It has: {has}."
    if table.columns.is_unique:
        return None
    twice = shorten(table.columns[table.columns.duplicated()][0])
    keep = f"{name}.loc[:, ~{name}.columns.duplicated()]"
    return f"{name} has the column {twice} twice. Keep the first: {keep}."


def _rows(name: str, table: Any) -> str | None:
    """Return the sentences about rows that are named alike or by several names, or about none."""
    index = table.index
    if index.nlevels > 1:
        advice = f"Keep one: {name}.droplevel(1)."
        return f"the rows of {name} are named by {index.nlevels} levels. {advice}"
    if not index.is_unique:
        twice = shorten(index[index.duplicated()][0])
        keep = f"{name}[~{name}.index.duplicated()]"
        return f"{name} has the row {twice} twice. Keep the first: {keep}."
    return None if len(table) else f"{name} has no rows."


def _empty_row(name: str, table: Any) -> str | None:
    """Return the sentences about the first row without a value: the last thing to be named."""
    empty = table.isna().all(axis=1)
    if not empty.any():
        return None
    row = shorten(table.index[empty.argmax()])
    return f"the row {row} of {name} is empty. Leave it out: {name}.dropna(how='all')."


def _no_numbers(name: str, table: Any) -> str | None:
    """Return the sentences about the first column of a table of numbers that holds others."""
    import pandas as pd

    for column, cells in table.items():
        others = cells[pd.to_numeric(cells, errors="coerce").isna() & cells.notna()]
        if len(others):
            remedy = f"Leave it out: {name}.drop(columns={column!r})."
            if column in {table.index.name, "article_id"}:
                remedy = f"It names the rows: {name}.set_index({column!r})."
            return (
                f"the column {str(column)!r} of {name} holds {shorten(others.iloc[0])}, which is "
                f"no number. {remedy}"
            )
    return None


def _numbers_as_text(name: str, table: Any) -> str | None:
    """Return the sentence about the first column whose numbers are text or categories."""
    import pandas as pd

    for column in table.columns:
        cells = table[column].dropna().iloc[:MAX_LOOKED_AT]
        if len(cells) == 0 or pd.api.types.is_numeric_dtype(cells.dtype):
            continue
        kind = "text" if all(isinstance(cell, str) for cell in cells) else "objects"
        if isinstance(cells.dtype, pd.CategoricalDtype):
            kind = "categories"
        elif kind == "objects" and not all(isinstance(cell, Number) for cell in cells):
            continue
        if pd.to_numeric(cells.astype("str"), errors="coerce").notna().all():
            return (
                f"the numbers in column {str(column)!r} of {name} are {kind}, such as "
                f"{shorten(cells.iloc[0])}. Write pd.to_numeric({name}[{column!r}].astype(str))."
            )
    return None
