"""CSV and TSV: streamed, with every cell as text ("NA" stays "NA")."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from toolkit.reading.column_kinds import without_kinds
from toolkit.reading.column_names import n_fields
from toolkit.reading.columns import SAMPLE_ROWS
from toolkit.reading.csv_columns import regular_csv
from toolkit.reading.csv_dialects import (
    Dialect,
    Row,
    find_dialect,
    read_rows,
    stated_separator,
)
from toolkit.reading.interface import Piece, reading_error
from toolkit.reading.sheet_remarks import is_on_its_side
from toolkit.reading.table_batches import TableBatch, TableRow, gathered, rows_of
from toolkit.reading.table_ends import (
    MOST_BELOW,
    header_again,
    is_header_again,
    n_below,
    total_row,
    with_end,
)
from toolkit.reading.table_layouts import Layout, cells_above, column_names, find_layout
from toolkit.reading.table_rows import RowReader, sample_of, split_sample
from toolkit.reading.unpublished import state_columns, why_unpublished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.reading.csv_columns import RegularCsv, Stretch
    from toolkit.reading.interface import Document, RawArticle, ReadOptions

_RULE = re.compile(r"\s*(?::?-{2,}:?)?\s*")
"""A cell of the line under the header of a Markdown table."""
_QUOTE_ALL = (
    "Export the table with all cells in quotation marks, or pass on_error='keep' to reject such "
    "rows."
)


class TableReader:
    """Delimited text with a header: one article per row; rows are numbered as in Excel."""

    name = "CSV"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept text whose header names a text, title or URL, or whose rows have equal widths."""
        if document.is_binary or not document.head.strip():
            return False
        return find_layout(document.head) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per row."""
        yield from rows_of(self.read_batches(document, options))

    def read_batches(
        self, document: Document, options: ReadOptions
    ) -> Iterator[RawArticle | Piece | TableBatch]:
        """Yield the rows in batches."""
        layout = find_layout(document.head) or Layout(",")
        if any(name.startswith("column ") for name in (options.mapping or {}).values()):
            layout = layout._replace(header=0)
        regular = regular_csv(document, layout.separator, layout.header)
        dialect = find_dialect(
            document, layout.separator, layout.header, is_ordinary=regular is not None
        )
        if stated_separator(document.head):
            yield Piece(document.head.partition("\n")[0], "dropped", "", "separator_line", 1)
        if dialect.remark:
            yield Piece("", "flagged", "", "dialect", 0, reason=dialect.remark)
        _check_direction(document, layout)
        rows = read_rows(document, dialect)
        names: list[str] = []
        for row in rows:
            if row.number >= layout.header and any(map(str.strip, row.cells)):
                names = row.cells if layout.header else []
                break
            if any(map(str.strip, row.cells)):
                text = " ".join(row.cells)
                yield Piece(text, "dropped", "", "above_the_header", row.number)
        else:
            raise reading_error(document, 0, "this table has no header row")
        if not layout.header:
            rows = chain([row], rows)
            reason = 'the first row is no header; its columns are "column 1", "column 2" ...'
            yield Piece("", "flagged", "", "no_header", 0, reason=reason)
        kinds, below_kinds, rows = without_kinds(rows, names)
        yield from kinds
        states = state_columns(names, document.head)
        if regular is not None and dialect == Dialect(layout.separator) and not states:
            n_above = below_kinds or (row.number if layout.header else row.number - 1)
            yield from _regular_articles(names, regular, n_above, options)
        else:
            yield from gathered(_articles(document, names, rows, options, states))


def _check_direction(document: Document, layout: Layout) -> None:
    """Raise for a table whose first column names the fields, as a transposed one does."""
    cells = cells_above(document.head, layout.separator)
    header = cells[layout.header - 1] if 0 < layout.header <= len(cells) else []
    if n_fields(header) < 2 and is_on_its_side(cells):
        problem = "the first column of this table names the fields, not its first row"
        raise reading_error(document, 1, problem, "Exchange rows and columns (transpose).")


def _regular_articles(
    header: list[str], regular: RegularCsv, n_above: int, options: ReadOptions
) -> Iterator[Piece | TableBatch]:
    """Yield the rows of a table all of which have the cells of its header."""
    stretches = regular.stretches(n_above)
    held: list[Stretch] = []
    while not held or held[-1].numbers[-1] <= n_above + SAMPLE_ROWS:
        stretch = next(stretches, None)
        if stretch is None:
            break
        held.append(stretch)
    last = n_above + SAMPLE_ROWS  # blank rows and lines count among the first
    rows = [cells for stretch in held for cells in _first_cells(stretch, last)]
    names = tuple(column_names(header, rows))
    reader = RowReader(regular.name, names, sample_of(names, rows), options)
    yield from reader.notes()
    remaining = chain(held, stretches)
    following = next(remaining, None)
    while (stretch := following) is not None:
        following = next(remaining, None)
        below = _rows_below(stretch, rows, last) if following is None else set()
        start = 0
        for at in sorted({*stretch.odd, *_rows_like(stretch, header), *below}):
            cells = stretch.cells(at)
            found = _aside(cells, int(stretch.numbers[at]), header, is_below=at in below)
            if found is None:
                continue
            if at > start:
                yield _batch_of(reader, names, stretch.part(start, at))
            start = at + 1
            if any(map(str.strip, cells)):
                yield found
        if start < len(stretch.numbers):
            yield _batch_of(reader, names, stretch.part(start, len(stretch.numbers)))


def _aside(
    cells: Sequence[str], number: int, header: Sequence[str], *, is_below: bool
) -> Piece | None:
    """Return the piece of a row that is no article, None for an article."""
    if all(map(_RULE.fullmatch, cells)):  # white space is one too
        return Piece(" ".join(cells), "dropped", "", "line_under_header", number)
    if is_header_again(cells, header):
        return header_again(cells, number)
    return total_row(cells, number) if is_below else None


def _rows_like(stretch: Stretch, header: Sequence[str]) -> list[int]:
    """Return the rows that may be the header once more, by one of their cells."""
    import pyarrow.compute as pc

    at = next((at for at in range(len(header) - 1, 0, -1) if header[at]), 0)
    if not at or len(header) > len(stretch.columns):
        return []
    return list(np.flatnonzero(pc.equal(stretch.columns[at], header[at])).tolist())


def _rows_below(stretch: Stretch, first: Sequence[list[str]], last: int) -> set[int]:
    """Return the rows at the end of a table that are no articles; ``first`` are its first rows."""
    n_rows = len(stretch.numbers)
    is_short = bool(n_rows) and int(stretch.numbers[-1]) <= last
    end = range(max(0, n_rows - MOST_BELOW), n_rows)
    cells = {at: stretch.cells(at) for at in end}
    filled = [at for at in end if any(map(str.strip, cells[at]))]
    n = n_below([*first, *([] if is_short else [cells[at] for at in filled])])
    return set(filled[-n:]) if 0 < n <= len(filled) - (not is_short) else set()


def _batch_of(reader: RowReader, names: tuple[str, ...], stretch: Stretch) -> TableBatch:
    return TableBatch(reader, names, stretch.numbers, stretch.columns)


def _first_cells(stretch: Stretch, last: int) -> list[list[str]]:
    """Return the cells of the rows up to a number, but for those that are blank."""
    n = int(np.searchsorted(stretch.numbers, last, "right"))
    rows = zip(*(column[:n].to_pylist() for column in stretch.columns), strict=True)
    return [list(cells) for cells in rows if any(map(str.strip, cells))]


def _articles(  # noqa: PLR0917 - what is known of the table
    document: Document,
    header: list[str],
    rows: Iterator[Row],
    options: ReadOptions,
    states: Mapping[int, str],
) -> Iterator[RawArticle | Piece | TableRow]:
    first, rows = split_sample(rows)
    names = column_names(header, [row.cells for row in first])
    columns = tuple(names)
    sample = sample_of(names, [row.cells for row in first if any(map(str.strip, row.cells))])
    reader = RowReader(document.name, names, sample, options)
    yield from reader.notes()
    usual = _usual_width(first, len(names))
    fragments = _Fragments(document, len(names), usual, on_error=options.on_error)
    too_long: list[Row] = []
    n_read = 0
    for row, is_below in with_end(rows, first):
        cells = row.cells
        if not any(map(str.strip, cells)):
            continue
        aside = _aside(cells, row.number, header, is_below=is_below)
        if aside is not None:
            yield aside
            continue
        if len(cells) == len(names):
            fragments.reset()
            n_read += 1
            if states and (why := why_unpublished({states[at]: cells[at] for at in states})):
                text = " ".join(cells)
                yield Piece(text, "rejected", "", "not_an_article", row.number, reason=why)
                continue
            yield TableRow(reader, columns, row.number, cells)
            continue
        reason = f"{len(cells)} cells where the header has {len(names)}"
        if any(map(str.strip, cells[len(names) :])) or fragments.found(row):
            text = " ".join(cells)
            yield Piece(text, "rejected", "", "wrong_number_of_cells", row.number, reason=reason)
            too_long.append(row)
            continue
        n_read += 1
        padded = (cells + [""] * len(names))[: len(names)]
        article = reader.article(row.number, zip(names, padded, strict=True))
        if len(cells) < len(names):
            article.flag("wrong_number_of_cells", reason)
        yield article
    if len(too_long) > n_read and options.on_error == "raise":
        raise _mostly_too_long(document, too_long, (n_read, len(names)))


def _mostly_too_long(document: Document, rows: Sequence[Row], how: tuple[int, int]) -> Exception:
    """Return the error for a table most rows of which are longer than its header."""
    n_read, width = how
    problem = (
        f"this row has {len(rows[0].cells)} cells where the header has {width} "
        f"(rows longer than the header: {len(rows):,} of {len(rows) + n_read:,}); "
        f"a separator in a cell may not be quoted"
    )
    return reading_error(document, rows[0].line, problem, _QUOTE_ALL)


class _Fragments:
    """Notices rows that are pieces of a broken row: short ones in succession, or of one cell.

    Rows that all lack the same cells at their end (``usual`` is their width) are no fragments.
    """

    def __init__(self, document: Document, width: int, usual: int, *, on_error: str) -> None:
        self._document, self._width, self._usual = document, width, usual
        self._on_error = on_error
        self._last = 0

    def reset(self) -> None:
        """Note that a row has the width of the header."""
        self._last = 0

    def found(self, row: Row) -> bool:
        """Return whether a short row is a fragment, or raise for it."""
        before, self._last = self._last, len(row.cells)
        if len(row.cells) == self._usual or (not before and len(row.cells) > 1):
            return False
        if self._on_error != "raise":
            return True
        problem = (
            f"this row has {len(row.cells)} of the {self._width} cells of the header, and seems to "
            f"be a piece of another row; a line break, separator or quotation mark in a cell may "
            f"not be quoted"
        )
        raise reading_error(self._document, row.line, problem, _QUOTE_ALL)


def _usual_width(rows: Sequence[Row], width: int) -> int:
    """Return the width of rows that all lack the same cells at their end, 0 if they do not."""
    widths = {len(row.cells) for row in rows if any(map(str.strip, row.cells))} - {width}
    has_full = any(len(row.cells) == width for row in rows)
    return min(widths) if len(widths) == 1 and not has_full else 0
