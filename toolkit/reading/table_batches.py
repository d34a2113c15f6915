"""Rows of a table as columns: what the readers of tables yield, and how rows become columns."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit.errors import ReadingError
from toolkit.reading.columns import SAMPLE_ROWS
from toolkit.reading.half_characters import has_half_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.reading.interface import Piece, RawArticle
    from toolkit.reading.table_rows import RowReader

ROWS, CHARACTERS = 20_000, 4_000_000
"""Rows are gathered until they are as many, or hold as many characters."""

FEW = 16
"""Fewer rows than this are made one by one, which takes less time than columns of them."""

FAILURES = (ReadingError, UnicodeError, OSError, MemoryError)
"""What a reader may raise after some rows, which are kept."""


class TableRow(NamedTuple):
    """One row: its reader, the names of its columns, its number from 1, and its cells."""

    table: RowReader
    names: tuple[str, ...]
    line: int
    cells: Sequence[str]

    def article(self) -> RawArticle:
        """Return the row as an article."""
        return self.table.article(self.line, zip(self.names, self.cells, strict=True))


class TableBatch(NamedTuple):
    """Rows of one table.

    Attributes
    ----------
    table : RowReader
        Knows what each column is.
    names : tuple of str
        The columns, in the order in which a row has them.
    lines : int64 array of shape (n_rows,)
        Numbers of the rows, from 1.
    columns : list of pyarrow.LargeStringArray
        One for each name, with "" where a row has no such cell.
    """

    table: RowReader
    names: tuple[str, ...]
    lines: NDArray[np.int64]
    columns: list[Any]

    def part(self, start: int, stop: int) -> TableBatch:
        """Return the rows from ``start`` to before ``stop``."""
        columns = [column[start:stop] for column in self.columns]
        return self._replace(lines=self.lines[start:stop], columns=columns)

    def articles(self, rows: NDArray[np.intp]) -> Iterator[RawArticle]:
        """Yield some of the rows as articles."""
        cells = [column.take(rows).to_pylist() for column in self.columns]
        for line, row in zip(self.lines[rows].tolist(), zip(*cells, strict=True), strict=True):
            yield TableRow(self.table, self.names, line, row).article()


Item = "RawArticle | Piece | TableBatch"


def split_columns(batches: Iterator[list[Any]]) -> tuple[list[list[str]], Iterator[list[Any]]]:
    """Return the first rows, and all of them in batches of columns; see `split_sample`."""
    held: list[list[Any]] = []
    n = 0
    failed: Iterator[list[Any]] = iter(())
    try:
        while n < SAMPLE_ROWS and (columns := next(batches, None)) is not None:
            held.append(columns)
            n += len(columns[0])
    except (ReadingError, UnicodeError, OSError) as error:
        failed = _raising(error)
    first = [row for columns in held for row in _first_rows(columns)]
    return first[:SAMPLE_ROWS], chain(held, failed, batches)


def _first_rows(columns: list[Any]) -> list[list[str]]:
    cells = [column[:SAMPLE_ROWS].to_pylist() for column in columns]
    return list(map(list, zip(*cells, strict=True)))


def _raising(error: Exception) -> Iterator[Any]:
    yield from ()
    raise error


def rows_of(items: Iterable[Any]) -> Iterator[RawArticle | Piece]:
    """Yield the same, with each row of a batch as an article."""
    for item in items:
        if isinstance(item, TableBatch):
            yield from item.articles(np.arange(len(item.lines)))
        else:
            yield item


def gathered(items: Iterable[Any]) -> Iterator[Any]:
    """Yield the same in the same order, with batches in place of table rows.

    Rows before an error are yielded before it is raised.
    """
    held: list[TableRow] = []
    size = 0
    try:
        for item in items:
            is_row = isinstance(item, TableRow)
            if held and (size > CHARACTERS or not is_row or not _go_together(held, item)):
                yield from _batches(held)
                held, size = [], 0
            if is_row:
                held.append(item)
                size += sum(map(len, item.cells))
            else:
                yield item
    except FAILURES:
        yield from _batches(held)
        raise
    yield from _batches(held)


def _go_together(held: Sequence[TableRow], row: TableRow) -> bool:
    first = held[0]
    return len(held) < ROWS and row.table is first.table and row.names == first.names


def _batches(rows: Sequence[TableRow]) -> Iterator[Any]:
    """Yield rows as a batch; those with half a character, which Arrow cannot hold, as articles."""
    if len(rows) < FEW:
        yield from (row.article() for row in rows)
        return
    try:
        yield _batch(rows)
    except UnicodeEncodeError:
        for is_broken, some in groupby(
            rows, key=lambda row: has_half_characters("".join(row.cells))
        ):
            if is_broken:
                yield from (row.article() for row in some)
            else:
                yield _batch(list(some))


def _batch(rows: Sequence[TableRow]) -> TableBatch:
    import pyarrow as pa

    cells = zip(*(row.cells for row in rows), strict=True)
    columns = [pa.array(column, pa.large_string()) for column in cells]
    lines = np.array([row.line for row in rows], np.int64)
    return TableBatch(rows[0].table, rows[0].names, lines, columns)
