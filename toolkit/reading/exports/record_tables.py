"""Small tables of labels and values ("Title", "Date") above the stories of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.common import letters_of
from toolkit.reading.exports.headed_stories import n_words
from toolkit.reading.exports.label_blocks import field_of_label
from toolkit.reading.exports.nexis_labels import strip_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import LinedText
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

_TABLES = frozenset({"table", "tbl"})
_ROWS = frozenset({"tr", "table-row"})
_CELLS = frozenset({"td", "th", "tc", "table-cell"})
_COVER = "in front of the first article: a cover, a table of contents"


class _Row(NamedTuple):
    """A row of a label and a value: its span, the field, and where the value begins."""

    start: int
    end: int
    field: str
    value_at: int


class RecordTable(NamedTuple):
    """A table of labels and values: its span and its rows."""

    start: int
    end: int
    rows: list[_Row]


def tables_of(source: LinedText) -> list[Element]:
    """Return the tables of a document that are not inside another one."""
    found: list[Element] = []
    for element in getattr(source, "elements", ()):
        if element.tag in _TABLES and not (found and element.index <= found[-1].last):
            found.append(element)
    return found


def rows_of(page: Markup, table: Element) -> list[Element]:
    """Return the rows of a table."""
    return [element for element in page.find(within=table) if element.tag in _ROWS]


def cells_of(page: Markup, row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [cell for cell in page.children(row) if cell.tag in _CELLS]


def find_records(page: Markup) -> list[RecordTable]:
    """Return the tables whose rows are labels and values, the title or a date among them.

    None if a paragraph stands in front of the first: then they are tables of one story.
    """
    found = []
    for table in tables_of(page):
        rows = [_row(page, row) for row in rows_of(page, table)]
        known = [row for row in rows if row is not None]
        names = {row.field for row in known}
        if len(known) == len(rows) and len(names) > 1 and names & {"title", "published"}:
            found.append(RecordTable(table.start, table.end, known))
    if not found or n_words(page.between(0, found[0].start)):
        return []
    return found


def _row(page: Markup, row: Element) -> _Row | None:
    cells = cells_of(page, row)
    if len(cells) != 2:
        return None
    field = field_of_label(page.content(cells[0]))
    return _Row(row.start, row.end, field, cells[1].start) if field else None


def read_records(page: Markup, records: Sequence[RecordTable]) -> Iterator[RawArticle | Piece]:
    """Yield an article for each table of labels, with the text below it."""
    begins = [_begin(page, record) for record in records]
    if page.has_text(0, begins[0]):
        yield page.piece(0, begins[0], "dropped", rule="cover_page", reason=_COVER)
    ends = [*begins[1:], len(page.text)]
    for record, begin, end in zip(records, begins, ends, strict=True):
        yield _article(ArticleBuilder(page, begin, end), record)


def _begin(page: Markup, record: RecordTable) -> int:
    """Return where an article begins: at the line above a table that names no title."""
    if any(row.field == "title" for row in record.rows):
        return record.start
    above = [line for line in page.between(0, record.start) if not line.blank]
    return above[-1].start if above else record.start


def _article(builder: ArticleBuilder, record: RecordTable) -> RawArticle:
    page = builder.source
    if builder.start < record.start:
        builder.put("title", builder.start, record.start, rule="heading")
    for row in record.rows:
        if row.field == "body":
            builder.put("", row.start, row.value_at, rule="label", action="dropped")
            builder.put_paragraphs(row.value_at, row.end)
            continue
        value = clean(page.text[row.value_at : row.end])
        value = strip_by(value) if row.field == "byline" else value
        builder.put(row.field, row.start, row.end, rule=f"label_{row.field}", value=value)
    title = letters_of(builder.article.fields.get("title", ""))
    for line in page.between(record.end, builder.end):
        if title and letters_of(line.text) == title:
            builder.put("", line.start, line.end, rule="repeated_headline", action="dropped")
            title = ""
    builder.put_paragraphs(record.end, builder.end)
    return builder.finish()
