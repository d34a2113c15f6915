"""Spreadsheets: .xlsx through openpyxl; .ods, .xls and .xlsb through python-calamine.

Every sheet whose first rows name the columns of articles is read as a table, with dates as the
cells hold them. The text of any other sheet goes to the ledger.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit._core.number_words import count
from toolkit.errors import ToolkitError, require_extra
from toolkit.reading import limits
from toolkit.reading.column_names import n_fields
from toolkit.reading.columns import NotArticlesError, looks_like_articles
from toolkit.reading.dates import EXCEL_1904, PrintedDate, read_date
from toolkit.reading.files import DAMAGE
from toolkit.reading.interface import DATE_FIELDS, Piece, reading_error
from toolkit.reading.ods_cells import as_shown
from toolkit.reading.parquet import as_text
from toolkit.reading.sheet_remarks import (
    fill_merged,
    find_remarks,
    is_on_its_side,
    precision_shown,
    shows_months,
)
from toolkit.reading.table_ends import header_again, is_header_again, n_below, total_rows
from toolkit.reading.table_layouts import column_names
from toolkit.reading.table_rows import RowReader, sample_of
from toolkit.reading.zipped_files import opened_zip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.reading.interface import Document, RawArticle, ReadOptions

_HEADER_ROWS = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_WORKBOOK = "Workbook".encode("utf-16-le")
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_ODS_PARTS = ("mimetype", "META-INF/manifest.xml", "styles.xml", "content.xml")
_DATE_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904=["'](?:1|true)["']""")
_MAX_UNPACKED = 2**30
_FIRST_DAYS = {"month": "-01", "year": "-01-01"}
"""What is not shown of the first day of a month or a year."""


class Sheet(NamedTuple):
    """The name of a sheet, its rows of text, and whether its serial days count from 1904."""

    name: str
    rows: list[list[str]]
    from_1904: bool = False
    n_merged: int = 0


class SpreadsheetReader:
    """Workbooks of one or more sheets: one article per row, numbered as in the sheet."""

    name = "spreadsheet"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept workbooks of Excel and of OpenDocument."""
        head = document.head_bytes
        if head.startswith(_OLE):
            return _OLE_WORKBOOK in head or _OLE_WORKBOOK in document.raw
        return _kind_of_zip(document) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per row of each sheet of articles."""
        sheets = list(_sheets(document))
        if _kind_of_zip(document) == "xlsx":
            with _as_reading_errors(document):
                remarks = find_remarks(document.raw, [one.name for one in sheets])
            sheets = [one._replace(n_merged=fill_merged(one.rows, remarks.merged.get(one.name, ())))
                      for one in sheets]  # fmt: skip
            for rule, reason in remarks.sentences():
                yield Piece("", "flagged", "", rule, 0, reason=reason)
        filled = [sheet for sheet in sheets if any(map(any, sheet.rows))]
        error: NotArticlesError | None = None
        n_read = 0
        for sheet in filled:
            try:
                items = list(_articles(document, sheet, options, several=len(filled) > 1))
            except NotArticlesError as problem:
                error = error or problem
                text = "\n".join("\t".join(row) for row in sheet.rows if any(row))
                reason = f"the sheet {sheet.name!r} has no column for the text of an article"
                yield Piece(text, "rejected", "", "sheet_without_articles", 0, reason=reason)
                continue
            n_read += 1
            yield from items
        if error is not None and not n_read:
            raise error


def _kind_of_zip(document: Document) -> str | None:
    if not document.head_bytes.startswith(b"PK\x03\x04"):
        return None
    if _ODS in document.head_bytes[:200].replace(b"\0", b""):
        return "ods"
    try:
        with opened_zip(document) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and _ODS.endswith(archive.open("mimetype").read(100).strip()):
                return "ods"  # packed again, in another order
    except DAMAGE:
        return None
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "xlsb" if "xl/workbook.bin" in names else None


def _sheets(document: Document) -> Iterator[Sheet]:
    kind = _kind_of_zip(document)
    if kind is not None:
        _check_size(document)
    with _as_reading_errors(document):
        yield from _from_either(document) if kind == "xlsx" else _from_calamine(document)


def _check_size(document: Document) -> None:
    """Raise for a workbook that unpacks to far more than a workbook does."""
    with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    most = min(_MAX_UNPACKED, 2**20 + limits.ARCHIVE_RATIO * len(document.raw))
    if unpacked > most:
        problem = f"this workbook unpacks to {unpacked:,} bytes and may be a zip bomb"
        raise reading_error(document, 0, problem, limits.how_to_raise("ARCHIVE_RATIO"))


@contextmanager
def _as_reading_errors(document: Document) -> Iterator[None]:
    """Report whatever a damaged workbook makes its library raise as one error."""
    try:
        yield
    except (ToolkitError, MemoryError):
        raise
    except Exception as error:
        problem = f"this workbook is damaged or protected ({type(error).__name__}: {error})"
        remedy = "Open it in a spreadsheet program and save it again, or as CSV."
        raise reading_error(document, 0, problem[:300], remedy) from error


def _from_either(document: Document) -> list[Sheet]:
    """Return the sheets of a workbook; openpyxl refuses some for their styles."""
    try:
        return list(_from_openpyxl(document))
    except (ToolkitError, MemoryError):
        raise
    except Exception:
        try:
            sheets = list(_from_calamine(document))
        except Exception:  # noqa: BLE001 - what openpyxl says is told
            sheets = []
        if not sheets:
            raise
        return [sheet._replace(from_1904=_counts_from_1904(document)) for sheet in sheets]


def _counts_from_1904(document: Document) -> bool:
    with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
        return _DATE_1904.search(archive.read("xl/workbook.xml")) is not None


def _from_openpyxl(document: Document) -> Iterator[Sheet]:
    openpyxl = require_extra("openpyxl", extra="xlsx", purpose="read .xlsx workbooks")
    has_months = shows_months(document.raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and validations, which are not read
        book = openpyxl.load_workbook(io.BytesIO(document.raw), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                if has_months:
                    rows = _as_shown(sheet.iter_rows())
                else:
                    values = sheet.iter_rows(values_only=True)
                    rows = [[_text(cell) for cell in row] for row in values]
                yield Sheet(str(sheet.title), rows, from_1904=book.epoch.year == 1904)
        finally:
            book.close()


def _from_calamine(document: Document) -> Iterator[Sheet]:
    purpose = "read .ods and .xls workbooks"
    calamine = require_extra("python_calamine", extra="xlsx", purpose=purpose)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(_as_shown_in_ods(document)))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        yield Sheet(str(name), [[_text(cell) for cell in row] for row in rows])


def _as_shown_in_ods(document: Document) -> bytes:
    """Return a workbook; the cells of .ods hold line breaks, and months where they show months."""
    if _kind_of_zip(document) != "ods":
        return document.raw
    with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
        parts = {name: archive.read(name) for name in _ODS_PARTS if name in archive.namelist()}
    received = parts.get("content.xml", b"")
    content = as_shown(received)
    if content == received:
        return document.raw
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in (parts | {"content.xml": content}).items():
            archive.writestr(name, part)
    return written.getvalue()


def _text(cell: Any) -> str:
    """Return a cell as text: a day without a time as a day, a whole number without decimals."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ", timespec="seconds")
    return as_text(cell)


def _as_shown(cells: Iterable[Sequence[Any]]) -> list[list[str]]:
    """Return cells as text, the first day of a month that is shown as a month as that month.

    Where the same format hides other days of the column, its first days of months are days, too.
    """
    rows: list[list[str]] = []
    cut: list[tuple[int, int, str]] = []
    of_days: set[tuple[int, str]] = set()
    for row in cells:
        rows.append([_text(cell.value) for cell in row])
        for place, cell in enumerate(row):
            is_moment = isinstance(cell.value, dt.datetime)
            shown = precision_shown(str(cell.number_format)) if is_moment else ""
            if shown and rows[-1][place].endswith(_FIRST_DAYS[shown]):
                cut.append((len(rows) - 1, place, shown))
            elif shown:
                of_days.add((place, shown))
    for at, place, shown in cut:
        if (place, shown) not in of_days:
            rows[at][place] = rows[at][place].removesuffix(_FIRST_DAYS[shown])
    return rows


def _articles(
    document: Document, sheet: Sheet, options: ReadOptions, *, several: bool
) -> Iterator[RawArticle | Piece]:
    header = _header_row(sheet.rows, options.mapping or {})
    if header is None:
        header = next((at for at, row in enumerate(sheet.rows) if any(row)), 0)
    for number, row in enumerate(sheet.rows[:header], start=1):
        if any(row):
            yield Piece("\t".join(row), "dropped", "", "above_the_header", number)
    body = sheet.rows[header + 1 :]
    width = max(
        (at for row in sheet.rows[header:] for at, cell in enumerate(row, 1) if cell), default=1
    )
    _check_direction(document, sheet, header)
    columns = (sheet.rows[header] + [""] * width)[:width]
    names = column_names(columns, [])
    rows = [(row + [""] * width)[:width] for row in body]
    n_rows = len(rows) - n_below(rows)
    yield from total_rows(rows[n_rows:], header + 2 + n_rows)
    rows = rows[:n_rows]
    sample = sample_of(names, list(islice(filter(any, rows), 200)))
    reader = RowReader(document.name, names, sample, options)
    yield from reader.notes()
    if sheet.n_merged:
        reason = f"{count(sheet.n_merged, 'cell')} merged with one above: its text was taken"
        yield Piece("", "flagged", "", "merged_cells", 0, reason=reason)
    for number, cells in enumerate(rows, start=header + 2):
        if is_header_again(cells, columns):
            yield header_again(cells, number)
        elif any(cell.strip() for cell in cells):
            article = reader.article(number, zip(names, cells, strict=True))
            if several:
                article.extra["sheet"] = sheet.name
            if sheet.from_1904:
                _count_from_1904(article)
            yield article


def _check_direction(document: Document, sheet: Sheet, header: int) -> None:
    """Raise for a sheet whose first column names the fields, as a transposed one does."""
    if n_fields(sheet.rows[header]) < 2 and _is_on_its_side(sheet.rows):
        problem = (
            f"the first column of the sheet {sheet.name!r} names the fields, not its first row"
        )
        remedy = "Exchange rows and columns (paste special, transpose)."
        raise NotArticlesError(str(reading_error(document, header + 1, problem, remedy)))


def _count_from_1904(article: RawArticle) -> None:
    """Rewrite dates that are unformatted serial days in a workbook of Excel for Mac."""
    for kind in DATE_FIELDS:
        found = read_date(article.fields.get(kind, ""), order=EXCEL_1904)
        if isinstance(found, PrintedDate) and found.is_serial:
            serial = article.fields[kind]
            article.fields[kind] = found.moment.isoformat(sep=" ")
            reason = f"{kind}: the number of a day in a spreadsheet that counts from 1904"
            article.flag("date_serial", reason, text=serial)


def _header_row(rows: list[list[str]], mapping: Mapping[str, str]) -> int | None:
    """Return the index of the first row that names columns of articles, None without one."""
    wanted = set(mapping.values())
    # "Title | My search", "Date | 2018" and "Source | Nexis" may stand above the header
    least = 2 if _is_on_its_side(rows) else 0
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        names = [cell for cell in row if cell]
        short = all(len(name) <= 80 for name in names)
        if not short or not names or n_fields(names) < least:
            continue
        if looks_like_articles(names) or (wanted and wanted <= set(names)):
            return at + _names_more(rows[at : at + 2], wanted)
    return None


def _is_on_its_side(rows: list[list[str]]) -> bool:
    return is_on_its_side([row for row in rows[:_HEADER_ROWS] if any(row)])


def _names_more(rows: list[list[str]], wanted: set[str]) -> bool:
    """Return whether a header of two rows names its columns in the second: "Article" over both."""
    above, below = ([cell for cell in row if cell] for row in (*rows, [])[:2])
    is_short = all(len(name) <= 80 for name in below)
    return is_short and not wanted & set(above) and n_fields(below) > max(1, n_fields(above))
