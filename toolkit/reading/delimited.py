"""CSV and TSV: streamed, with every cell as text ("NA" stays "NA")."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from toolkit.reading import limits
from toolkit.reading.columns import looks_like_articles, map_columns, plain_name
from toolkit.reading.interface import Piece, RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.reading.interface import Document, ReadOptions

SEPARATORS = (",", "\t", ";", "|")
MAX_COLUMNS = 2000
EXCEL_CELL = 32_767
HEAD_CHARACTERS = 60_000


class TableReader:
    """Delimited text with a header: one article per row; rows are numbered as in Excel."""

    name = "CSV"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept text whose header names a text, title or URL, or whose rows have equal widths."""
        if document.is_binary or not document.head.strip():
            return False
        return _dialect(document.head) is not None or _regular(document.head) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per row."""
        found = _dialect(document.head)
        separator = found[0] if found else _regular(document.head) or ","
        rows = _rows(document, separator)
        names = _header(document, rows)
        mapping = map_columns(document.name, names, options.mapping)
        yield from mapping_note(mapping)
        places = {name: at for at, name in enumerate(names)}
        columns = [(field, name, places[name]) for field, name in mapping.items()]
        rest = [(name, at) for at, name in enumerate(names) if name not in set(mapping.values())]
        yield from _articles(document, rows, (names, columns, rest))


def _articles(
    document: Document,
    rows: Iterator[list[str]],
    layout: tuple[list[str], list[tuple[str, str, int]], list[tuple[str, int]]],
) -> Iterator[RawArticle | Piece]:
    names, columns, rest = layout
    for number, cells in enumerate(rows, start=2):
        row = cells
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            reason = f"{len(row)} cells where the header has {len(names)}"
            if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
                yield Piece(
                    " ".join(row), "rejected", "", "wrong_number_of_cells", number, reason=reason
                )
                continue
            row = (row + [""] * len(names))[: len(names)]
            yield Piece("", "flagged", "", "wrong_number_of_cells", number, reason=reason)
        article = RawArticle(line=number, received=sum(map(n_characters, row)))
        for field, name, at in columns:
            put_value(article, field, row[at], name)
        for name, at in rest:
            put_value(article, f"extra:{name}", row[at], name)
        if any(len(cell) == EXCEL_CELL for cell in row):
            article.flag(
                "truncated",
                f"a cell has exactly {EXCEL_CELL:,} characters, the limit at which Excel truncates",
            )
        yield article


def put_value(article: RawArticle, field: str, value: str, column: str) -> None:
    """Store a cell in its field; "extra:name" stands for the key ``name`` of ``extra``."""
    if not value or value.isspace():
        return
    line = article.line
    if field.startswith("extra:"):
        article.pieces.append(Piece(value, "kept", "extra", "column", line, reason=column))
        article.extra[field[6:]] = value
    else:
        article.put(field, value, rule="column", line=line, reason=column)


def mapping_note(mapping: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the ledger remark that lists which column was read as which field."""
    pairs = ", ".join(f"{field} = {column}" for field, column in mapping.items())
    yield Piece("", "flagged", "", "mapping", 0, reason=pairs)


def _dialect(head: str) -> tuple[str, list[str]] | None:
    """Return (separator, names) of the first line if it is a header."""
    first, cut, _ = head.lstrip("\ufeff\n").partition("\n")
    if len(first) > 20_000 or not cut:
        return None
    best: tuple[str, list[str]] | None = None
    for separator in SEPARATORS:
        try:
            names = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            continue
        known = looks_like_articles(names) and len(names) > 1
        plain = all(len(name) <= 80 for name in names) and len(names) <= MAX_COLUMNS
        if known and plain and (best is None or len(names) > len(best[1])):
            best = separator, names
    if best is None and plain_name(first) and looks_like_articles([first]) and "," not in first:
        best = ",", [first]
    return best


def _regular(head: str) -> str | None:
    """Return the separator under which the first lines all have the same width of 3 or more.

    Such a file is a table, perhaps not of articles: `map_columns` then raises.
    """
    lines = [line for line in head.lstrip("\ufeff\n").split("\n")[:6] if line.strip()]
    if len(lines) > 2 and len(head) >= HEAD_CHARACTERS:
        lines = lines[:-1]
    for separator in SEPARATORS:
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=separator)}
        except csv.Error:
            continue
        wide = min(widths, default=0) >= (3 if len(lines) > 2 else 6)
        if len(widths) == 1 and wide:
            return separator
    return None


def _rows(document: Document, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(limits.RECORD_CHARACTERS)
    with document.open() as stream:
        reading = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
        errors = "replace" if document.encoding == "cp1252" else "strict"
        text = io.TextIOWrapper(reading, encoding=document.encoding, errors=errors, newline="")
        lines = _Lines(document, text)
        reader = csv.reader(lines, delimiter=separator, strict=False)
        while True:
            first = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _csv_error(document, reader.line_num, error) from error
            if lines.ended:  # the row needs another line and there is none
                problem = "a quotation mark that opens in this row is never closed"
                raise reading_error(document, first, problem, 'Close it, or double it ("").')
            yield row


class _Lines:
    """The lines of a text, each of bounded length; ``ended`` is set when they run out."""

    def __init__(self, document: Document, text: io.TextIOWrapper) -> None:
        self.document, self.text = document, text
        self.number = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(limits.RECORD_CHARACTERS + 1)
        self.number += 1
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) > limits.RECORD_CHARACTERS:
            raise too_long(self.document, self.number)
        return line


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


def _header(document: Document, rows: Iterator[list[str]]) -> list[str]:
    for row in rows:
        if any(cell.strip() for cell in row):
            names = [
                name.strip("\ufeff \t") or f"column {at}" for at, name in enumerate(row, start=1)
            ]
            return unique_names(names)
    raise reading_error(document, 0, "this table has no header row")


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names with repeated ones numbered: "text", "text (2)"."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
