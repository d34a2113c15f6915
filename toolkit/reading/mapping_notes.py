"""How the ledger tells which column, or name in ``extra``, each field was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def mapping_note(columns: Mapping[str, str]) -> Piece:
    """Return the remark on a whole file: field -> column.

    Examples
    --------
    >>> mapping_note({"body": "content", "date": "day"}).reason
    'body = content, date = day'
    """
    reason = ", ".join(_pair(field, column) for field, column in columns.items())
    return Piece("", "flagged", "", "mapping", 0, reason=reason)


def is_noted(field: str, column: str, reasons: Iterable[str]) -> bool:
    """Return whether some remark says that a field was taken from a column.

    Examples
    --------
    >>> is_noted("date", "day", ["body = content, date = day"]), is_noted("date", "sent", [])
    (True, False)
    """
    return any(_pair(field, column) in reason for reason in reasons)


def _pair(field: str, column: str) -> str:
    return f"{field} = {column}"
