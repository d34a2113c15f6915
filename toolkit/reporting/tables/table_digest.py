"""The digest of a report table: a changed number, name or note in its files is noticed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from toolkit.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CELLS, RECORD = "cells_sha256", "record_sha256"


def sign(record: Mapping[str, Any], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the record with the digest of the cells, and with its own.

    The digests are taken over the exact text of each cell, not over the bytes of the file: one
    that a program has written again without changing a cell is still good.

    Examples
    --------
    >>> signed = sign({"title": "Shares", "n_rows": 1}, [["share"], ["0.25"]])
    >>> check_cells(signed, [["share"], ["0.35"]])
    Traceback (most recent call last):
    toolkit.errors.IntegrityError: a cell is not as it was written
    """
    signed = {**record, CELLS: _digest([list(row) for row in rows])}
    return {**signed, RECORD: _digest(signed)}


def check_record(record: Any) -> None:
    """Raise `IntegrityError` unless a record is as it was written."""
    if not isinstance(record, dict) or not isinstance(record.get("fields"), list):
        raise IntegrityError("its description is not one of a report table")
    rest = {name: value for name, value in record.items() if name != RECORD}
    if record.get(RECORD) != _digest(rest):
        raise IntegrityError("its description is not as it was written")


def check_cells(record: Mapping[str, Any], rows: Sequence[Sequence[str]]) -> None:
    """Raise `IntegrityError` unless the cells, names included, are as they were written."""
    found, wanted = len(rows) - 1, record["n_rows"]
    if found != wanted:
        raise IntegrityError(f"{found} rows instead of {wanted}")
    if record.get(CELLS) != _digest([list(row) for row in rows]):
        raise IntegrityError("a cell is not as it was written")


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
