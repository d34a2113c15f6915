"""Dictionaries of many rows that have the same keys: Python holds the keys once for all of them.

A dictionary of three keys takes 184 bytes, 80 less if it is a copy of the attributes of an object:
Python expects many objects of a class and shares the table of their names. The copies are ordinary
dictionaries; one that gets a key of its own gets a table of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.distinct_codes import renumbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_OBJECTS = 40
"""Objects of a class are made larger than need be until there have been as many."""
MOST_COLUMNS, _MOST_ROWS = 50, 256
"""Combinations of keys and values are told apart by one number of 64 bits."""


Few = tuple[Any, Sequence[str]]
"""The values of a key that has few of them: the number of each row's value, and the values."""

_BLANK: Few = (np.int64(0), ("",))


def few_values(columns: Mapping[str, Few]) -> dict[str, Few]:
    """Return columns of which there are few combinations of values.

    Examples
    --------
    >>> few = {"month": (None, ["month"] * 12), "day": (None, ["day"] * 366)}
    >>> list(few_values(few))
    ['month']
    """
    found, n_rows = {}, 1
    for name, column in columns.items():
        together = n_rows * (len(column[1]) + 1)
        if together <= _MOST_ROWS:
            found[name], n_rows = column, together
    return found


def rows_with_keys(
    where: Mapping[str, NDArray[np.bool_]], n: int, few: Mapping[str, Few] | None = None
) -> list[dict[str, Any]]:
    """Return a dictionary for each row, with the keys that are true for it.

    Values are those of ``few``, which has to come from `few_values`, and "" for all other keys.

    Examples
    --------
    >>> rows_with_keys({"a": np.array([True, False]), "b": np.array([True, True])}, 2)
    [{'a': '', 'b': ''}, {'b': ''}]
    """
    if len(where) > MOST_COLUMNS:
        return [{} for _ in range(n)]
    values = {name: (few or {}).get(name, _BLANK) for name in where}
    codes = np.zeros(n, np.int64)
    for name, has_key in list(where.items())[::-1]:
        numbers, texts = values[name]
        codes *= len(texts) + 1
        codes += has_key * (numbers + 1)
    distinct, codes = renumbered(codes)
    rows = [_row_of(code, values) for code in distinct.tolist()]
    if len(rows) == 1:
        return list(map(dict.copy, repeat(rows[0], n)))
    copies = [row.copy for row in rows]
    return [copies[code]() for code in codes.tolist()]


def _row_of(code: int, values: Mapping[str, Few]) -> dict[str, Any]:
    """Return the keys and values that a code stands for, to be copied."""
    filled = {}
    for name, (_, texts) in values.items():
        code, number = divmod(code, len(texts) + 1)
        if number:
            filled[name] = texts[number - 1]
    row = _row(tuple(filled)).copy()
    for name, text in filled.items():  # an update would give the row a table of its own
        row[name] = text
    return row


@lru_cache(maxsize=256)
def _row(names: tuple[str, ...]) -> dict[str, Any]:
    """Return a dictionary whose copies share their keys."""
    row: dict[str, Any] = dict.fromkeys(names, "")
    if not names or any(name.startswith("__") for name in names):  # not to be set on an object
        return row
    kind = type("Row", (), {})
    for _ in range(_OBJECTS):
        one = kind()
        for name in names:
            setattr(one, name, "")
        row = vars(one)
    return row
