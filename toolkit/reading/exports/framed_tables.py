r"""Reader for tables drawn with lines: Markdown, Org, Jira, grids of reStructuredText, psql.

``| Title | Text |`` is a row. A line of ``-``, ``=``, ``:``, ``+`` and ``|`` is a rule; where rules
stand between the rows, all lines between two rules are one row, whose cells go on over the lines.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.columns import SAMPLE_ROWS, looks_like_articles
from toolkit.reading.exports.common import first_lines
from toolkit.reading.interface import Piece, reading_error
from toolkit.reading.table_layouts import column_names
from toolkit.reading.table_rows import RowReader, sample_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import Document, RawArticle, ReadOptions

_RULE = re.compile(r"\s*[|+](?=[:+| ]*[-=])[-=:+| ]*\s*$")
_BAR = re.compile(r"(?<!\\)\|{1,2}")
_TEXTILE = re.compile(r"^[<>=_]{1,2}\. ")
"""How a cell of Textile is aligned."""

_TYPE = re.compile(r"(?:str|[iuf]\d+|bool|cat|date|time|(?:datetime|duration|list|enum)\[.*\])")
_MIN_COLUMNS = 3
_MOST_WORDS = 25
_HEAD_LINES = 60
_LEAST_INSIDE = 0.8
"""Share of the characters that is in lines of the table; else it is a table within a story."""

_OUTSIDE = "above or below the table"


class _Line(NamedTuple):
    number: int
    text: str

    @property
    def is_rule(self) -> bool:
        return _RULE.match(self.text) is not None

    @property
    def is_inside(self) -> bool:
        """Whether the line is one of a table."""
        return self.text.lstrip().startswith("|") or self.is_rule


class _Row(NamedTuple):
    number: int
    cells: list[str]


class FramedTable:
    """A text that is a table with lines around its cells, below a heading or none."""

    name = "framed table"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether most of the text is a table whose first row names columns."""
        if document.is_binary:
            return False
        lines = _lines(first_lines(document.head, _HEAD_LINES))
        inside = sum(len(line.text) for line in lines if line.is_inside)
        if not inside or inside < _LEAST_INSIDE * sum(len(line.text) for line in lines):
            return False
        header = next((line for line in lines if line.is_inside and not line.is_rule), None)
        names = _cells(header.text) if header else []
        return len(names) >= _MIN_COLUMNS and looks_like_articles(names)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per row of each table."""
        lines = _lines(document.text)
        inside = [line for line in lines if line.is_inside]
        for is_inside, run in groupby(lines, lambda line: line.is_inside):
            if is_inside:
                yield from _articles(document, list(_rows(list(run))), options)
                continue
            for line in run:
                if inside[0].number < line.number < inside[-1].number:
                    _check_between(document, line)
                yield _dropped("outside_the_table", line.number, line.text, _OUTSIDE)


def _articles(
    document: Document, rows: list[_Row], options: ReadOptions
) -> Iterator[RawArticle | Piece]:
    if not rows:
        return
    header, *rows = rows
    width = len(header.cells)
    rows, n_joined = _with_broken(rows)
    names = column_names(header.cells, [row.cells for row in rows])
    rows = [row._replace(cells=row.cells + [""] * (width - len(row.cells))) for row in rows]
    sample = sample_of(names, [row.cells for row in rows[:SAMPLE_ROWS]])
    reader = RowReader(document.name, names, sample, options)
    yield from reader.notes()
    if n_joined:
        reason = f"{n_joined:,} lines were joined with the row above: a line break within its cell"
        yield Piece("", "flagged", "", "broken_rows_joined", 0, reason=reason)
    for row in rows:
        if any(row.cells[width:]):
            reason = f"{len(row.cells)} cells where the header has {width}"
            text = " | ".join(row.cells)
            yield Piece(text, "rejected", "", "wrong_number_of_cells", row.number, reason=reason)
        elif row.cells == header.cells:
            reason = "the names of the columns once more"
            yield _dropped("repeated_header", row.number, " | ".join(row.cells), reason)
        elif all(map(_TYPE.fullmatch, row.cells)):
            yield _dropped(
                "types_of_columns", row.number, " | ".join(row.cells), "as polars prints"
            )
        else:
            yield reader.article(row.number, zip(names, row.cells[:width], strict=True))


def _with_broken(rows: Sequence[_Row]) -> tuple[list[_Row], int]:
    """Join rows of one cell at most with the row above, which has text in that column and others.

    tabulate and what uses it (`to_markdown` of pandas) write a line break within a cell as a row.
    """
    found: list[_Row] = []
    n_joined, is_apart = 0, False
    for row in rows:
        filled = [at for at, cell in enumerate(row.cells) if cell]
        above = found[-1].cells if found else []
        is_broken = len([cell for cell in above if cell]) > 1 and all(
            at < len(above) and above[at] for at in filled
        )
        if not is_broken or len(filled) > 1:
            found.append(row)
        else:
            for at in filled:
                above[at] += ("\n\n" if is_apart else "\n") + row.cells[at]
            n_joined += 1
        is_apart = not filled
    return found, n_joined


def _dropped(rule: str, number: int, text: str, reason: str) -> Piece:
    return Piece(text, "dropped", "", rule, number, reason=reason)


def _check_between(document: Document, line: _Line) -> None:
    """Raise for a line between rows that is no heading: it would be lost from its cell."""
    if "|" in line.text or len(line.text.split()) > _MOST_WORDS:
        problem = f"this line stands between the rows of a table: {line.text.strip()[:60]!r}"
        remedy = "A line break in a cell? Export the table as CSV, with all cells in quotes."
        raise reading_error(document, line.number, problem, remedy)


def _lines(text: str) -> list[_Line]:
    found = (_Line(number, line) for number, line in enumerate(text.split("\n"), start=1))
    return [line for line in found if line.text.strip("\ufeff \t")]


def _rows(lines: Sequence[_Line]) -> Iterator[_Row]:
    """Yield the rows of a table, the header first."""
    runs = groupby(lines, lambda line: line.is_rule)
    blocks = [list(run) for is_rule, run in runs if not is_rule]
    doubled = any(line.is_rule and set(line.text.strip()) <= set("+=") for line in lines)
    is_framed = lines[0].text.lstrip().startswith("+")  # Markdown has no rule above the header
    is_grid = doubled or (is_framed and len(blocks) > len(["header", "rows"]))
    for at, block in enumerate(blocks):
        if is_grid or (at == 0 and len(blocks) > 1):
            yield _joined(block)
        else:
            yield from (_Row(line.number, _cells(line.text)) for line in block)


def _joined(block: Sequence[_Line]) -> _Row:
    """Return the row of cells that go on over lines; an empty line in one ends a paragraph."""
    lines = [_cells(line.text) for line in block]
    width = max(map(len, lines))
    columns = zip(*((cells + [""] * width)[:width] for cells in lines), strict=True)
    return _Row(block[0].number, ["\n\n".join(_paragraphs(column)) for column in columns])


def _paragraphs(parts: Sequence[str]) -> Iterator[str]:
    for is_text, run in groupby(parts, bool):
        if is_text:
            yield " ".join(run)


def _cells(line: str) -> list[str]:
    parts = _BAR.split(line.strip().removeprefix("\ufeff"))
    inner = parts[1:-1] if not parts[-1].strip() else parts[1:]
    return [_TEXTILE.sub("", part.strip()).replace("\\|", "|") for part in inner]
