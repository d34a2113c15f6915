r"""The dialects of CSV: which separator, which quotes, and how quotes within cells are written.

A dialect is right for a file if every row has as many cells as the header. The dialects are tried
on the whole file in turn: quotes doubled, quotes after a backslash, single quotes, stray quotes
within cells, no quotes at all, and cells with line breaks that are not quoted.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading import limits
from toolkit.reading.column_names import field_of_name
from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.reading.interface import Document

SEPARATORS = (",", "\t", ";", "|")
_BACKSLASH, _QUOTE = "\ufdd0", "\ufdd1"  # noncharacters, which no text has
_SEP_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?\Z", re.IGNORECASE)


class Dialect(NamedTuple):
    """How the cells of a file are written.

    Attributes
    ----------
    separator, quote : str
        One character each; ``quote`` is "" where quotes have no meaning.
    escapes : bool
        Whether a backslash protects the character after it.
    stray_quotes : bool
        Whether quotes within quoted cells stand as they are.
    joins : bool
        Whether line breaks within cells are not quoted.
    """

    separator: str
    quote: str = '"'
    escapes: bool = False
    stray_quotes: bool = False
    joins: bool = False

    @property
    def remark(self) -> str:
        """Return what is unusual about the dialect, "" for ordinary CSV."""
        parts = {
            "quotes within cells follow a backslash": self.escapes and self.quote,
            "separators within cells follow a backslash": self.escapes and not self.quote,
            "cells are quoted with '": self.quote == "'",
            "quotes within cells are not doubled": self.stray_quotes,
            "quotes have no meaning": not self.quote and not self.escapes,
            "line breaks within cells are not quoted": self.joins,
        }
        return "; ".join(text for text, holds in parts.items() if holds)


class Row(NamedTuple):
    """One row: its number as in a spreadsheet, the line where it begins, and its cells."""

    number: int
    line: int
    cells: list[str]


def find_dialect(
    document: Document, separator: str, header: int, *, is_ordinary: bool = False
) -> Dialect:
    """Return the first dialect under which all rows have the width of row ``header``.

    ``is_ordinary`` says that the first one, ordinary CSV, is known to be one.
    """
    ordinary, escaping = Dialect(separator), Dialect(separator, escapes=True)
    if is_ordinary or _fits(document, ordinary, header):
        # In ordinary CSV \" ends a cell; in the other dialect that cell would never be closed.
        escapes = _contains(document, '\\"') and _fits(document, escaping, header)
        return escaping if escapes else ordinary
    others = [
        escaping,
        Dialect(separator, stray_quotes=True),
        Dialect(separator, quote="", escapes=True),
        Dialect(separator, joins=True),
        Dialect(separator, escapes=True, joins=True),
    ]
    if re.search(rf"(?:^|{re.escape(separator)})'", document.head, re.MULTILINE):
        others.insert(1, Dialect(separator, quote="'"))
    if separator != ",":
        others.append(Dialect(separator, quote=""))
    has_backslash = _contains(document, "\\")
    fitting = (
        one for one in others if (has_backslash or not one.escapes) and _fits(document, one, header)
    )
    found = next(fitting, None)
    if found is not None:
        return found
    named = (one for one in (ordinary, *others) if _fits(document, one, header, n_names=1))
    return next(named, ordinary)


def _contains(document: Document, text: str) -> bool:
    """Return whether the bytes of a file contain a short text."""
    wide = document.encoding.startswith("utf-16")
    sign = text.encode("utf-16-le" if wide else "utf-8")
    with document.open() as stream:
        chunks = iter(lambda: stream.read(1 << 20), b"")
        return any(sign[:1] in chunk and sign in chunk for chunk in chunks)  # one byte is quick


def _fits(document: Document, dialect: Dialect, header: int, n_names: int = 0) -> bool:
    """Return whether every row of a file has the cells of its header, strictly parsed.

    With ``n_names`` every row begins with as many cells more: the names of rows, for which R has no
    name in the header.
    """
    width = 0
    dates: list[int] = []
    try:
        for number, parsed in enumerate(_strict_cells(document, dialect), start=1):
            if len(parsed) == width and not dialect.joins:
                continue
            cells = parsed if dialect.joins or not dialect.escapes else _restored(parsed, dialect)
            if number < header or (len(cells) != width and not any(map(str.strip, cells))):
                continue
            if not width:
                width, dates = len(cells), [at for at, name in enumerate(cells) if _is_date(name)]
                if n_names and not dialect.joins:
                    width += n_names
                    continue
            right = len(cells) == width or not any(map(str.strip, cells[width:] or ["x"]))
            if not right or (dialect.joins and not _has_dates(cells, dates, number - header)):
                return False
    except (csv.Error, _DialectError):
        return False
    return True


def _is_date(name: str) -> bool:
    return field_of_name(name) in {"date", "published"}


def _has_dates(cells: Sequence[str], dates: Sequence[int], place: int) -> bool:
    """Return whether a row below the header has dates where the header says so."""
    found = [read_date(cells[at]) for at in dates] if place else []
    return bool(dates) and all(
        isinstance(one, PrintedDate) or one.kind not in {"empty", "not_a_date"} for one in found
    )


def _strict_cells(document: Document, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the cells of each row; faster than `read_rows`, without places and with few checks.

    Rows of lines that are not joined are not `_restored` yet.
    """
    csv.field_size_limit(limits.RECORD_CHARACTERS)
    with _opened(document) as text:
        lines = iter(partial(text.readline, limits.RECORD_CHARACTERS + 1), "")
        if stated_separator(document.head):
            next(lines, None)
        reader = _reader(lines, dialect, strict=True)
        if not dialect.joins:
            yield from reader
            return
        rows = (_restored(cells, dialect) for cells in reader) if dialect.escapes else reader
        numbered = (Row(at, at, cells) for at, cells in enumerate(rows, start=1))
        yield from (row.cells for row in _joined(numbered, strict=True))


class _DialectError(Exception):
    """A dialect that does not fit a file."""


def read_rows(document: Document, dialect: Dialect) -> Iterator[Row]:
    """Yield the rows of a file under one dialect, without a line ``sep=;`` at its beginning.

    Raises
    ------
    ReadingError
        If a quotation mark is never closed, or a line or cell is too long.
    """
    rows = _parsed(document, dialect)
    return _joined(rows, strict=False) if dialect.joins else rows


@contextmanager
def _opened(document: Document) -> Iterator[io.TextIOWrapper]:
    with document.open() as stream:
        reading = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
        yield io.TextIOWrapper(
            reading, encoding=document.encoding, errors=document.decoding_errors, newline=""
        )


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool) -> Iterator[list[str]]:
    is_ordinary = not dialect.escapes and not dialect.stray_quotes
    return csv.reader(
        lines if is_ordinary else _prepared(lines, dialect),
        delimiter=dialect.separator,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar="\\" if dialect.escapes and not dialect.quote else None,
        strict=strict,
    )


def _parsed(document: Document, dialect: Dialect) -> Iterator[Row]:
    csv.field_size_limit(limits.RECORD_CHARACTERS)
    with _opened(document) as text:
        lines = _Lines(document, text)
        reader = _reader(lines, dialect, strict=False)
        number = 0
        while True:
            first = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _csv_error(document, lines.number, error) from error
            if lines.ended:  # the row needs another line and there is none
                problem = "a quotation mark that opens in this row is never closed"
                raise reading_error(document, first, problem, 'Close it, or double it ("").')
            number += 1
            yield Row(number, first, _restored(cells, dialect) if dialect.escapes else cells)


def _prepared(lines: Iterable[str], dialect: Dialect) -> Iterator[str]:
    """Yield the lines with backslashes and stray quotes rewritten as ordinary CSV."""
    if dialect.escapes and dialect.quote:
        for line in lines:
            if "\\" in line:
                marked = line.replace("\\\\", _BACKSLASH)
                line = marked.replace(f"\\{dialect.quote}", _QUOTE)  # noqa: PLW2901 - few have any
            yield line
    elif dialect.stray_quotes:
        stray = re.compile(
            rf'(?<!^)(?<![{re.escape(dialect.separator)}"])"(?!["{re.escape(dialect.separator)}\r\n]|$)'
        )
        for line in lines:
            yield stray.sub('""', line) if '"' in line else line
    else:
        yield from lines


def _restored(cells: list[str], dialect: Dialect) -> list[str]:
    """Put back what `_prepared` has marked, and line breaks that are written as two characters."""
    if not dialect.quote or not any(
        "\\" in cell or _BACKSLASH in cell or _QUOTE in cell for cell in cells
    ):
        return cells
    return [
        cell.replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace(_BACKSLASH, "\\")
        .replace(_QUOTE, dialect.quote)
        for cell in cells
    ]


def _joined(rows: Iterator[Row], *, strict: bool) -> Iterator[Row]:
    """Join rows that are too short, until they have the cells of the first row."""
    width = 0
    pending: Row | None = None
    for row in rows:
        width = width or len(row.cells)
        if pending is None:
            pending = row if row.cells else None
        elif row.cells:
            last = f"{pending.cells[-1]}\n{row.cells[0]}"
            pending = Row(pending.number, pending.line, [*pending.cells[:-1], last, *row.cells[1:]])
        if pending is not None and len(pending.cells) >= width:
            if strict and len(pending.cells) > width:
                raise _DialectError
            yield pending
            pending = None
    if pending is not None:
        if strict:
            raise _DialectError
        yield pending


class _Lines:
    """The lines of a text, each of bounded length; ``ended`` is set when they run out.

    A first line ``sep=;`` is an instruction to Excel and is left out.
    """

    def __init__(self, document: Document, text: io.TextIOWrapper) -> None:
        self.document, self.text = document, text
        self.number = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(limits.RECORD_CHARACTERS + 1)
        self.number += 1
        if self.number == 1 and _SEP_LINE.match(line):
            return self.__next__()
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) > limits.RECORD_CHARACTERS:
            raise too_long(self.document, self.number)
        return line


def stated_separator(head: str) -> str:
    """Return the separator that a first line ``sep=;`` states, or ""."""
    found = _SEP_LINE.match(head.partition("\n")[0])
    return found[1] if found else ""


def too_long(document: Document, number: int) -> Exception:
    """Return the error for a line that is too long for one article."""
    most = limits.RECORD_CHARACTERS
    problem = f"this line is longer than {most:,} characters, the limit for one article"
    return reading_error(
        document,
        number,
        problem,
        "If it is one article, raise toolkit.reading.limits.RECORD_CHARACTERS.",
    )


def _csv_error(document: Document, line: int, error: csv.Error) -> Exception:
    if "field larger than" in str(error):
        problem = (
            f"a cell is longer than {limits.RECORD_CHARACTERS:,} characters; a quotation mark may "
            f"never have been closed"
        )
        return reading_error(document, line, problem)
    return reading_error(document, line, f"this is not a row of a table ({error})")
