"""Lists and dictionaries of the articles table in a stored file, a column at a time."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.fixed_lists import no_lists, shared_lists
from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_scan: Any = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed leaves it out


def as_json(value: Any) -> str:
    """Return a value as JSON, its keys in order."""
    try:
        return _write(value)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"save_articles: a value of type {type(value).__name__} cannot be stored."
        raise InputError(message) from error


def from_json(text: str) -> Any:
    """Return what a JSON text says; `json.loads` takes three times as long for a short one.

    Examples
    --------
    >>> from_json('{"page": "A1"}')
    {'page': 'A1'}
    """
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        return json.loads(text)  # which says what is wrong with it
    return value if end == len(text) else json.loads(text)


def are_text_lists(values: Sequence[Any]) -> bool:
    """Say whether all values are lists of strings.

    Examples
    --------
    >>> are_text_lists([[], ["no_date"]]), are_text_lists([[1]]), are_text_lists(["no_date"])
    (True, False, False)
    """
    if not all(issubclass(kind, list) for kind in set(map(type, values))):
        return False
    return all(issubclass(kind, str) for kind in set(map(type, chain.from_iterable(values))))


def table_with_lists(table: pa.Table) -> pd.DataFrame:
    """Return a table of Arrow for pandas, its lists of text as lists.

    pandas would make an array of each list first.
    """
    import pyarrow as pa

    lists = {
        field.name: _lists_of(table[field.name].combine_chunks())
        for field in table.schema
        if _are_text_lists(table[field.name])
    }
    for name in lists:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pa.nulls(len(table)))
    articles: pd.DataFrame = table.to_pandas()
    for name, values in lists.items():
        articles[name] = pd.Series(values, index=articles.index, dtype="object")
    return articles


def _are_text_lists(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa

    if not pa.types.is_list(column.type) or column.null_count:
        return False
    kind = column.type.value_type
    if pa.types.is_null(kind):  # all of them are empty
        return not any(len(chunk.flatten()) for chunk in column.chunks)
    return kind in {pa.string(), pa.large_string()}


def _lists_of(column: pa.ListArray) -> NDArray[Any]:
    texts, bounds = column.flatten().to_pylist(), np.asarray(column.offsets)
    lists = no_lists(len(column))
    filled = np.flatnonzero(np.diff(bounds))
    places = bounds[[filled, filled + 1]] - bounds[:1]
    parts = (texts[start:end] for start, end in places.T.tolist())
    lists[filled] = shared_lists(parts, len(filled))
    return lists
