"""What cells of a workbook do not tell: merged, hidden, formulas, months shown as days."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from toolkit._core.number_words import count
from toolkit.errors import require_extra
from toolkit.reading.column_names import n_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_NO_RESULT = re.compile(
    rb"<c\b(?![^>]*\bt=[\"']str)[^>]*>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)\s*"
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula whose result is an empty text has a value too: Excel says so by the type "str"."""

_HIDDEN_ROW = re.compile(rb"<row\b[^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*(?<!/)>")
_HIDDEN_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\bstate=[\"'](?:veryH|h)idden[\"'][^>]*>")
_NAME_OF_SHEET = re.compile(rb"\bname=(?:\"([^\"]*)\"|'([^']*)')")
_FORMAT = re.compile(rb"<numFmt\b[^>]*\bformatCode=(?:\"([^\"]*)\"|'([^']*)')")
_MONTH_BY_NUMBER = re.compile(rb"<xf\b[^>]*\bnumFmtId=[\"']17[\"']")
"""Format 17, "mmm-yy", has no code in the file."""

_NOT_A_PART = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")
"""Languages, words and signs within the format of a date."""

_COMPUTE = "open the workbook in a spreadsheet program and save it there"
_ON_ITS_SIDE = 3
"""Fields that the first column of the first rows has to name."""


class Remarks(NamedTuple):
    """What the XML of a workbook says beside its values.

    Attributes
    ----------
    n_formulas : int
        Cells with a formula and no value, as openpyxl and other libraries write them.
    merged : dict of str to list of (column, first, last)
        Name of a sheet -> stretches of rows that share one cell, counted from 0.
    n_hidden_rows : int
        Rows with cells that are not shown, hidden by a filter or by hand.
    hidden_sheets : list of str
        Sheets that are not shown.
    """

    n_formulas: int
    merged: dict[str, list[tuple[int, int, int]]]
    n_hidden_rows: int = 0
    hidden_sheets: Sequence[str] = ()

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Yield (rule, reason) for the ledger."""
        if self.n_formulas:
            cells = count(self.n_formulas, "cell")
            yield "formulas_without_result", f"a formula without its result in {cells}: {_COMPUTE}"
        if self.n_hidden_rows:
            rows = count(self.n_hidden_rows, "row")
            reason = f"{rows} not shown (by a filter, or hidden by hand): read as the others"
            yield "hidden_rows", reason
        if self.hidden_sheets:
            names = ", ".join(map(repr, self.hidden_sheets))
            yield "hidden_sheets", f"not shown in the workbook, and read as the others: {names}"


def find_remarks(workbook: bytes, sheets: Iterable[str]) -> Remarks:
    """Return what the XML of a workbook of type .xlsx says beside its values.

    Parameters
    ----------
    workbook : bytes
    sheets : iterable of str
        Names of the sheets that are looked at for merged cells.
    """
    n_formulas, n_hidden, has_merged = 0, 0, False
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for name in filter(_PART.fullmatch, archive.namelist()):
            content = archive.read(name)
            if b"<f" in content:
                n_formulas += len(_NO_RESULT.findall(content))
            if b"hidden=" in content:
                n_hidden += len(_HIDDEN_ROW.findall(content))
            has_merged |= b"mergeCell " in content
        hidden = _HIDDEN_SHEET.findall(_part_of(archive, "xl/workbook.xml"))
    names = [name for tag in hidden for name in _values(_NAME_OF_SHEET, tag)]
    return Remarks(n_formulas, _merged(workbook, sheets) if has_merged else {}, n_hidden, names)


def shows_months(workbook: bytes) -> bool:
    """Return whether a style of a workbook shows of a date its month or year alone.

    So Excel keeps "October 2018" when it is typed into a cell: as the first day of that month.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        styles = _part_of(archive, "xl/styles.xml")
    codes = _values(_FORMAT, styles)
    return _MONTH_BY_NUMBER.search(styles) is not None or any(map(precision_shown, codes))


def _values(attribute: re.Pattern[bytes], part: bytes) -> Iterator[str]:
    """Yield the values of an attribute, in quotation marks of either kind."""
    for one, other in attribute.findall(part):
        yield html.unescape((one or other).decode("utf-8", "replace"))


def _part_of(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def precision_shown(code: str) -> str:
    """Return "month" or "year" for the format of a cell that shows no day of a date, else "".

    Examples
    --------
    >>> precision_shown("mmm-yy"), precision_shown("[$-407]yyyy;@"), precision_shown("dd.mm.yy")
    ('month', 'year', '')
    >>> precision_shown("mm:ss"), precision_shown('0.0 "days"')
    ('', '')
    """
    letters = set(_NOT_A_PART.sub("", code.partition(";")[0]).lower())
    if "y" not in letters or letters & set("dhs"):
        return ""
    return "month" if "m" in letters else "year"


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
