"""Report tables as .xlsx: typed cells, no formulas from text, reproducible bytes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from toolkit._core.together import recover
from toolkit.errors import InputError, IntegrityError, require_extra
from toolkit.reporting.tables.cells import Field, escape, exact_texts, unescape
from toolkit.reporting.tables.table_digest import check_cells, check_record, sign

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

MAX_CELL_LENGTH = 32_767
MAX_EXACT_INTEGER = 2**53
CHUNK_LENGTH = 8_000
MAX_ROWS = 1_048_576
FIRST_DAY = "1900-03-01"
"""Workbooks hold no day before 1900, and believe that there was a 29 February in that year."""
WIDEST = 60
"""Characters of the widest column."""
MAX_UNPACKED, MAX_RATIO = 2**30, 200
"""Bytes of a workbook when unpacked, and how many times its size that may be."""


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
    columns = [exact_texts(table.iloc[:, k], one.kind) for k, one in enumerate(fields)]
    for k, one in enumerate(fields, start=1):
        _write_cell(sheet.cell(1, k), str(one.name))
        are_days = one.kind == "date" and all(map(_is_day, columns[k - 1]))
        pairs = zip(table.iloc[:, k - 1], columns[k - 1], strict=True)
        for row, (value, text) in enumerate(pairs, start=2):
            if text != "":
                cell = date.fromisoformat(text) if are_days else _cell_value(value, text, one)
                _write_cell(sheet.cell(row, k), cell, one)
        letter = sheet.cell(1, k).column_letter
        sheet.column_dimensions[letter].width = _width(one, columns[k - 1])
    sheet.freeze_panes = "A2"
    _describe(book.create_sheet("columns"), fields, record)
    head = [str(one.name) for one in fields]
    text = json.dumps(sign(record, [head, *zip(*columns, strict=True)]))
    pieces = book.create_sheet("record")
    for row in range(0, len(text), CHUNK_LENGTH):
        _write_cell(pieces.cell(row // CHUNK_LENGTH + 1, 1), text[row : row + CHUNK_LENGTH])
    buffer = io.BytesIO()
    book.save(buffer)
    return _strip_timestamps(buffer.getvalue())


def _is_day(text: str) -> bool:
    """Return whether a workbook stores a date exactly: a day that its calendar has right."""
    return text == "" or (len(text) == len("2018-01-01") and text >= FIRST_DAY)


def _width(one: Field, texts: Sequence[str]) -> float:
    """Return the width of a column in characters: that of its name or of what most cells show."""
    numbers = {"whole": 8, "real": 10, "truth": 8, "date": 12}
    lengths = sorted(len(text) for text in texts if text)
    usual = lengths[int(0.9 * (len(lengths) - 1))] + 2 if lengths else 0
    shown = numbers.get(one.kind, min(usual, WIDEST))
    return float(max(shown, min(len(str(one.name)) + 2, WIDEST)))


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
    for letter, width in zip("ABC", (18, 24, 12), strict=True):
        sheet.column_dimensions[letter].width = width


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
    safe = escape(value)
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
    recover(path.parent)
    content = path.read_bytes()
    _check_size(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    pieces = [str(row[0].value) for row in book["record"].iter_rows(max_col=1)]
    record = json.loads("".join(map(unescape, pieces)))
    check_record(record)
    fields, sheet = record["fields"], book["table"]
    rows = [
        [_text(sheet.cell(row, k).value, one["kind"]) for k, one in enumerate(fields, start=1)]
        for row in range(2, min(record["n_rows"], MAX_ROWS) + 2)
    ]
    head = [_text(sheet.cell(1, k).value, "text") for k in range(1, len(fields) + 1)]
    check_cells(record, [head, *rows])
    return rows, record


def _check_size(content: bytes) -> None:
    """Refuse a workbook that would unpack to far more than its size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > min(MAX_UNPACKED, max(2**20, MAX_RATIO * len(content))):
        raise IntegrityError(f"it would unpack to {unpacked:,} bytes")


def _text(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "date" and isinstance(value, datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if kind == "truth":
        return "true" if value else "false"
    if kind == "real" and not isinstance(value, str):
        return repr(float(value))
    if kind == "whole" and not isinstance(value, str):
        return str(int(value))
    return unescape(str(value))
