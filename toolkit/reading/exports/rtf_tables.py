r"""A table of articles in rich text, as word processors and pandoc write it.

striprtf puts ``|`` behind each cell; behind the last one of a row the line ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.column_names import n_fields
from toolkit.reading.columns import looks_like_articles
from toolkit.reading.exports.html_tables import articles_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.assembly import LinedText
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_MIN_COLUMNS = 3
_AROUND = "above or below the table"


class _Row(NamedTuple):
    start: int
    end: int
    cells: list[str]


def read_rich_table(
    document: Document, source: LinedText, options: ReadOptions
) -> Iterator[RawArticle | Piece]:
    """Yield an article for each row of a table whose first row names columns; none without one."""
    rows = _rows(source.text)
    if not rows:
        return
    lined = [(source.line_number(row.start), row.cells) for row in rows]
    yield from articles_of_rows(document, lined, options)
    yield from source.outside([(rows[0].start, rows[-1].end)], "outside_the_table", _AROUND)


def _rows(text: str) -> list[_Row]:
    """Return the rows of the table that a text holds, [] if its first row names no columns."""
    rows: list[_Row] = []
    start = 0
    while (end := text.find("|\n", start)) >= 0:
        cells = [cell.strip() for cell in text[start:end].split("|")]
        if not rows:  # what stands above the table is in front of its first cell
            start += text[start:end].partition("|")[0].rstrip().rfind("\n") + 1
            cells[0] = cells[0].rpartition("\n")[2].strip()
        rows.append(_Row(start, end + 1, cells))
        start = end + 2
    names = rows[0].cells if rows else []
    is_table = len(names) >= _MIN_COLUMNS and looks_like_articles(names) and n_fields(names) > 1
    return rows if is_table and len(rows) > 1 else []
