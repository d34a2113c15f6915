"""What cells of a workbook do not tell: merged ones, formulas without result, exchanged rows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from toolkit.errors import require_extra
from toolkit.reading.column_names import n_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_NO_RESULT = re.compile(
    rb"<c\b(?![^>]*\bt=[\"']str)[^>]*>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)\s*"
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula whose result is an empty text has a value too: Excel says so by the type "str"."""

_ON_ITS_SIDE = 3
"""Fields that the first column of the first rows has to name."""


def find_remarks(
    workbook: bytes, sheets: Iterable[str]
) -> tuple[int, dict[str, list[tuple[int, int, int]]]]:
    """Return how many formulas have no result, and the cells that are merged downwards.

    Parameters
    ----------
    workbook : bytes
        A workbook of type .xlsx.
    sheets : iterable of str
        Names of the sheets that are looked at for merged cells.

    Returns
    -------
    n_formulas : int
        Cells with a formula and no value, as openpyxl and other libraries write them.
    merged : dict of str to list of (column, first, last)
        Name of a sheet -> stretches of rows that share one cell, counted from 0.
    """
    n_formulas, has_merged = 0, False
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for name in filter(_PART.fullmatch, archive.namelist()):
            content = archive.read(name)
            if b"<f" in content:
                n_formulas += len(_NO_RESULT.findall(content))
            has_merged |= b"mergeCell " in content
    return n_formulas, _merged(workbook, sheets) if has_merged else {}


def _merged(workbook: bytes, sheets: Iterable[str]) -> dict[str, list[tuple[int, int, int]]]:
    calamine = require_extra("python_calamine", extra="xlsx", purpose="read merged cells")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    found = {}
    for name in sheets:
        ranges = book.get_sheet_by_name(name).merged_cell_ranges or []
        found[name] = [
            (left, top, bottom)
            for (top, left), (bottom, right) in ranges
            if left == right and bottom > top
        ]
    return found


def fill_merged(rows: list[list[str]], merged: Iterable[tuple[int, int, int]]) -> int:
    """Write the text of each merged cell into all rows that share it; return how many were empty.

    Examples
    --------
    >>> rows = [["Arab News", "a"], ["", "b"]]
    >>> fill_merged(rows, [(0, 0, 1)]), rows
    (1, [['Arab News', 'a'], ['Arab News', 'b']])
    """
    n_filled = 0
    for column, first, last in merged:
        for row in rows[first + 1 : last + 1]:
            if column < len(row) and not row[column] and column < len(rows[first]):
                row[column] = rows[first][column]
                n_filled += bool(row[column])
    return n_filled


def is_on_its_side(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first column of a table names its fields, and the first row does not.

    Examples
    --------
    >>> is_on_its_side([["title", "Ships"], ["date", "2018"], ["text", "They sail."]])
    True
    """
    return (
        bool(rows)
        and not n_fields(rows[0][1:])
        and n_fields(row[0] for row in rows if row) >= _ON_ITS_SIDE
    )
