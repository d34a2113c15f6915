"""Reader for a table of articles as HTML, which programs write as .html and as .xls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.columns import looks_like_articles
from toolkit.reading.exports.common import FURNITURE
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.record_tables import cells_of, rows_of, tables_of
from toolkit.reading.interface import Piece
from toolkit.reading.table_ends import header_again, is_header_again
from toolkit.reading.table_layouts import column_names
from toolkit.reading.table_rows import RowReader, sample_of
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, RawArticle, ReadOptions

_MIN_COLUMNS = 3
_NAME = re.compile(
    r"<t[hd][^>]{0,200}>(?:\s{0,40}<[a-z][^>]{0,200}>){0,4}\s{0,40}([^<]{1,40}?)\s{0,40}<",
    re.IGNORECASE,
)
"""The text of a cell; LibreOffice writes it within elements of its own."""

_HEAD = 4000
"""Characters of a table in which the names of its columns are looked for first."""


def read_column_tables(
    document: Document, page: Markup, options: ReadOptions
) -> Iterator[RawArticle | Piece]:
    """Yield one article per row of such tables in a page, a Word or an OpenDocument file."""
    spans = []
    for table in tables_of(page):
        rows = _named_rows(page, table)
        if rows:
            spans.append((table.start, table.end))
            lined = [(row.line, cells) for row, cells in rows]
            yield from articles_of_rows(document, lined, options)
    if spans:
        yield from page.outside(spans, "page_furniture", FURNITURE)


def _named_rows(page: Markup, table: Element) -> list[tuple[Element, list[str]]]:
    """Return the rows of a table and their cells, [] if the first does not name columns."""
    rows = [(row, cells) for row in rows_of(page, table) if (cells := _cells(page, row))]
    is_named = len(rows) > 1 and len(rows[0][1]) >= _MIN_COLUMNS
    return rows if is_named and looks_like_articles(rows[0][1]) else []


def articles_of_rows(
    document: Document, rows: Sequence[tuple[int, list[str]]], options: ReadOptions
) -> Iterator[RawArticle | Piece]:
    """Yield an article for each row but the first, which names the columns.

    Parameters
    ----------
    document : Document
    rows : sequence of (int, list of str)
        Line and cells of each row.
    options : ReadOptions
    """
    header, *body = rows
    names = column_names(header[1], [cells for _, cells in body])
    reader = RowReader(
        document.name, names, sample_of(names, [cells for _, cells in body]), options
    )
    yield from reader.notes()
    for line, cells in body:
        if is_header_again(cells, header[1]):
            yield header_again(cells, line)
            continue
        if any(cells[len(names) :]):
            reason = f"{len(cells)} cells under {len(names)} names"
            text = " | ".join(cells)
            yield Piece(text, "rejected", "", "wrong_number_of_cells", line, reason=reason)
            continue
        padded = (cells + [""] * len(names))[: len(names)]
        yield reader.article(line, zip(names, padded, strict=True))


def _cells(page: Markup, row: Element) -> list[str]:
    return [
        "\n".join(filter(None, map(str.strip, page.content(cell).split("\n"))))
        for cell in cells_of(page, row)
    ]


def parse_table_page(source: str) -> Markup | None:
    """Return a page that is a table whose first row names the columns of articles, else None.

    What pandas and mail merges write is nothing but such a table; around one within a story there
    are sentences.
    """
    start = source.lower().find("<table")
    if start < 0 or not looks_like_articles(_NAME.findall(source[start : start + _HEAD])):
        return None
    page = parse_html(source)
    tables = [table for table in tables_of(page) if _named_rows(page, table)]
    inside = sum(count_words(page.text[table.start : table.end]) for table in tables)
    return page if 2 * inside > count_words(page.text) else None
