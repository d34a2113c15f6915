"""Cells of Arrow columns as texts, whatever their type: nested ones, periods, far dates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXTENSION, _PARAMETERS = b"ARROW:extension:name", b"ARROW:extension:metadata"
_PERIOD = b"pandas.period"


def leaf_names(field: Any, before: str = "") -> Iterator[str]:
    """Yield the names of a field: of a structure, those of its parts, "article.title".

    Examples
    --------
    >>> import pyarrow as pa
    >>> list(leaf_names(pa.field("article", pa.struct([("title", pa.string())]))))
    ['article.title']
    """
    name = f"{before}{field.name}"
    if not _has_parts(field.type):
        yield name
        return
    for part in field.type:
        yield from leaf_names(part, f"{name}.")


def leaf_columns(field: Any, column: Any) -> Iterator[Any]:
    """Yield a column of some field as texts or values, one for each of `leaf_names`."""
    if not _has_parts(field.type):
        yield _plain(field, column)
        return
    for part, cells in zip(field.type, column.flatten(), strict=True):
        yield from leaf_columns(part, cells)


def _has_parts(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_struct(kind) and kind.num_fields)


def _plain(field: Any, column: Any) -> Any:
    """Return a column without a dictionary, and periods of pandas as they are printed."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    frequency = _frequency(field)
    if not frequency:
        return column
    counted = column.storage if isinstance(column, pa.ExtensionArray) else column
    known = counted.drop_null().to_numpy(zero_copy_only=False)
    printed = iter(pd.arrays.PeriodArray(known, dtype=pd.PeriodDtype(frequency)).astype("str"))
    texts = [next(printed) if is_valid else None for is_valid in counted.is_valid().to_pylist()]
    return pa.array(texts, pa.large_string())


def _frequency(field: Any) -> str:
    """Return of which length the periods of a column are, "" if it holds none.

    They are stored as numbers of days, months ... since 1970, which pass for other dates.
    """
    told = field.metadata or {}
    if getattr(field.type, "extension_name", "").encode() == _PERIOD:
        told = {_EXTENSION: _PERIOD, _PARAMETERS: field.type.__arrow_ext_serialize__()}
    if told.get(_EXTENSION) != _PERIOD:
        return ""
    return str(json.loads(told[_PARAMETERS])["freq"])


def values_of(column: Any) -> list[Any]:
    """Return the cells of a column as values; those that Python has no type for as texts.

    Databases keep "infinity" and years beyond 9999 in columns of dates.

    Examples
    --------
    >>> import pyarrow as pa
    >>> values_of(pa.array([0, 2**31 - 1], pa.date32()))
    [datetime.date(1970, 1, 1), 'value out of range: 2147483647']
    """
    try:
        return list(column.to_pylist())
    except (ArithmeticError, ValueError, LookupError):
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    import pyarrow as pa

    try:
        return cell.as_py()
    except (ArithmeticError, ValueError, LookupError):  # too far, or an unknown time zone
        try:
            return str(cell.cast(pa.string())).strip("<>")
        except pa.ArrowException:
            return str(getattr(cell, "value", ""))
