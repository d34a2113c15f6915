"""Report tables as .xlsx: typed cells, no formulas from text, reproducible bytes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError, require_extra
from toolkit.reporting.tables.cells import Field, exact_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

MAX_CELL_LENGTH = 32_767
MAX_EXACT_INTEGER = 2**53
CHUNK_LENGTH = 8_000
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def workbook_bytes(
    table: pd.DataFrame, fields: Sequence[Field], record: Mapping[str, Any]
) -> bytes:
    """Return a workbook with three sheets: the table, its columns, and its record.

    Raises
    ------
    MissingExtraError
        When openpyxl is not installed.
    InputError
        When a text is longer than 32,767 characters, the limit of a cell.
    """
    openpyxl = require_extra("openpyxl", extra="xlsx", purpose="write a workbook")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "table"
    for k, one in enumerate(fields, start=1):
        _write_cell(sheet.cell(1, k), str(one.name))
        texts = exact_texts(table.iloc[:, k - 1], one.kind)
        for row, (value, text) in enumerate(zip(table.iloc[:, k - 1], texts, strict=True), start=2):
            if text != "":
                _write_cell(sheet.cell(row, k), _cell_value(value, text, one), one)
    sheet.freeze_panes = "A2"
    _describe(book.create_sheet("columns"), fields, record)
    text = json.dumps(record)
    pieces = book.create_sheet("record")
    for row in range(0, len(text), CHUNK_LENGTH):
        _write_cell(pieces.cell(row // CHUNK_LENGTH + 1, 1), text[row : row + CHUNK_LENGTH])
    buffer = io.BytesIO()
    book.save(buffer)
    return _strip_timestamps(buffer.getvalue())


def _describe(sheet: Any, fields: Sequence[Field], record: Mapping[str, Any]) -> None:
    rows = [
        (record["title"],),
        ("column", "heading", "unit", "meaning"),
        *((str(one.name), one.label, one.unit, one.meaning) for one in fields),
        *((note,) for note in record["notes"]),
    ]
    for i, row in enumerate(rows, start=1):
        for k, text in enumerate(row, start=1):
            if text:
                _write_cell(sheet.cell(i, k), text)


def _cell_value(value: Any, text: str, one: Field) -> Any:
    """Return a native value if a workbook stores it exactly, else its text."""
    if one.kind == "whole" and abs(int(value)) <= MAX_EXACT_INTEGER:
        return int(value)
    if one.kind == "real" and abs(float(value)) < float("inf"):
        return float(value)
    if one.kind == "truth":
        return bool(value)
    return text


def _write_cell(cell: Any, value: Any, one: Field | None = None) -> None:
    """Write a value; text stays text whatever it starts with, even after editing."""
    if isinstance(value, float):
        cell.value = 0.0
        cell._value = repr(value)  # openpyxl writes 16 digits, one too few
        cell.number_format = "0.000" if one is not None and one.unit.endswith("to 1") else "General"
        return
    if not isinstance(value, str):
        cell.value = value
        return
    safe = _UNSAFE.sub(lambda found: f"_x{ord(found.group()):04X}_", value)
    if len(safe) > MAX_CELL_LENGTH:
        message = (
            f"to_report_table: a text of {len(safe):,} characters does not fit in a cell of a "
            f"workbook (at most {MAX_CELL_LENGTH:,}). Leave its column out, or write a CSV."
        )
        raise InputError(message)
    cell.value = ""
    cell._value, cell.data_type = safe, "s"
    cell.quotePrefix = True


def _strip_timestamps(content: bytes) -> bytes:
    """Repack the workbook with fixed time stamps."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"1980-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, date_time=datetime(1980, 1, 1).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buffer.getvalue()


def read_workbook(path: Path) -> tuple[list[list[str]], dict[str, Any]]:
    """Return the cells of a workbook as exact texts, and its record."""
    openpyxl = require_extra("openpyxl", extra="xlsx", purpose="read a workbook")
    book = openpyxl.load_workbook(path)
    pieces = [str(row[0].value) for row in book["record"].iter_rows(max_col=1)]
    record = json.loads("".join(map(_plain, pieces)))
    fields, sheet = record["fields"], book["table"]
    n_rows = record["n_rows"]
    return [
        [_text(sheet.cell(row, k).value, one["kind"]) for k, one in enumerate(fields, start=1)]
        for row in range(2, n_rows + 2)
    ], record


def _text(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "truth":
        return "true" if value else "false"
    if kind == "real" and not isinstance(value, str):
        return repr(float(value))
    if kind == "whole" and not isinstance(value, str):
        return str(int(value))
    return _plain(str(value))


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
