"""Parquet: one article per row, streamed in batches."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.reading import limits
from toolkit.reading.arrow_cells import leaf_columns, leaf_names, values_of
from toolkit.reading.column_names import is_of_text
from toolkit.reading.interface import reading_error
from toolkit.reading.table_batches import (
    CHARACTERS,
    ROWS,
    TableBatch,
    rows_of,
    split_columns,
)
from toolkit.reading.table_layouts import unique_names
from toolkit.reading.table_rows import RowReader, sample_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

Columns = list[Any]
"""The cells of some rows, column by column."""

ROWS_AT_A_TIME = 2000
FREE = 2**19
"""Size in bytes up to which a file may unpack to as much as one of this size."""


class ParquetReader:
    """Parquet files; a missing value becomes empty, any other value is kept as text."""

    name = "Parquet"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Accept content that starts with the bytes PAR1."""
        return document.head_bytes.startswith(b"PAR1")

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield one article per row."""
        yield from rows_of(self.read_batches(document, options))

    def read_batches(
        self, document: Document, options: ReadOptions
    ) -> Iterator[RawArticle | Piece | TableBatch]:
        """Yield the rows in batches."""
        import pyarrow as pa

        try:
            with self.opened(document) as (table, n_bytes):
                most = limits.ARCHIVE_RATIO * max(n_bytes, FREE)
                yield from _read(document, table, options, most=most, kind=self.name)
        except (pa.ArrowException, OSError) as error:
            problem = f"this {self.name} file is damaged"
            raise reading_error(document, 0, problem, "Export it again.") from error

    @contextmanager
    def opened(self, document: Document) -> Iterator[tuple[Any, int]]:
        """Open a file, and return its size; old moments of 96 bits are read to the microsecond.

        As nanoseconds, 9999-12-31 and 0001-01-01, which stand for no date, would come round to
        others.
        """
        import pyarrow.parquet as pq

        with document.open() as stream:
            content: Any = stream if stream.seekable() else io.BytesIO(document.raw)
            n_bytes = content.seek(0, io.SEEK_END)
            content.seek(0)
            yield pq.ParquetFile(content, coerce_int96_timestamp_unit="us"), n_bytes


def _read(
    document: Document, table: Any, options: ReadOptions, *, most: int, kind: str
) -> Iterator[Piece | TableBatch]:
    leaves = [name for field in table.schema_arrow for name in leaf_names(field)]
    names = tuple(unique_names(leaves))
    batches = _bounded(document, _together(_columns(table, names)), most, kind)
    first, batches = split_columns(batches)
    reader = RowReader(document.name, names, sample_of(names, first), options)
    yield from reader.notes()
    number = 1
    for columns in batches:
        lines = np.arange(number, number + len(columns[0]))
        yield TableBatch(reader, names, lines, columns)
        number += len(lines)


def _bounded(
    document: Document, batches: Iterator[Columns], most: int, kind: str
) -> Iterator[Columns]:
    """Yield rows until they are far larger than the file: one value can stand for millions."""
    import pyarrow.compute as pc

    size = 0
    for columns in batches:
        together = size + sum(map(_n_characters, columns)) + 8 * len(columns) * len(columns[0])
        if together <= most:
            size = together
            yield columns
            continue
        sizes = np.full(len(columns[0]), 8 * len(columns), np.int64)
        for column in columns:
            sizes += np.asarray(pc.utf8_length(column))
        sizes = size + np.cumsum(sizes)
        at = int(np.searchsorted(sizes, most, "right"))
        if at:
            yield [column[:at] for column in columns]
        problem = f"this {kind} file unpacks to more than {int(sizes[at]):,} characters"
        raise reading_error(document, 0, problem, limits.how_to_raise("ARCHIVE_RATIO"))


def _n_characters(column: Any) -> int:
    """Return how many characters the texts of a column have together."""
    held = _content(column)
    return len(held) - int(np.count_nonzero(held.view(np.int8) < _FIRST_BYTES))


_FIRST_BYTES = -64
"""Bytes below it, as signed numbers, are those that go on with a character."""


def _content(column: Any) -> NDArray[np.uint8]:
    """Return the bytes of the texts of a column."""
    _, bounds, content = column.buffers()
    first, n = column.offset, len(column)
    if not n or content is None:
        return np.zeros(0, np.uint8)
    start, stop = np.frombuffer(bounds, np.int64)[[first, first + n]]
    return np.frombuffer(content, np.uint8)[start:stop]


def _is_ascii(content: NDArray[np.uint8]) -> bool:
    return not len(content) or bool(content.max() < 0x80)


def _together(batches: Iterator[Columns]) -> Iterator[Columns]:
    """Yield columns of more rows, as long as they are short."""
    held: list[Columns] = []
    n = size = 0
    try:
        for columns in batches:
            held.append(columns)
            n += len(columns[0])
            size += sum(column.nbytes for column in columns)
            if n >= ROWS or size > CHARACTERS:
                together, held, n, size = held, [], 0, 0
                yield from _joined(together)
    except UnicodeError:
        yield from _joined(held)
        raise
    yield from _joined(held)


def _joined(parts: list[Columns]) -> Iterator[Columns]:
    """Yield the cells of all parts; before a cell that is not valid UTF-8, those of whole parts."""
    import pyarrow as pa

    if not parts:
        return
    try:
        yield [_filled(pa.concat_arrays(column)) for column in zip(*parts, strict=True)]
    except UnicodeError:
        if len(parts) == 1:
            raise
        for part in parts:
            yield from _joined([part])


def _columns(table: Any, names: Sequence[str]) -> Iterator[Columns]:
    is_body = [_is_body(name) for name in names]
    for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME):
        leaves = (
            column
            for field, cells in zip(batch.schema, batch.columns, strict=True)
            for column in leaf_columns(field, cells)
        )
        columns = [_texts(*column) for column in zip(leaves, is_body, strict=True)]
        if columns and len(columns[0]):
            yield columns


def _is_body(name: str) -> bool:
    return is_of_text(name) or is_of_text(name.rpartition(".")[2])


def _texts(column: Any, is_body: bool) -> Any:  # noqa: FBT001 - one of two columns
    """Return the cells of a column as text, which may still be missing or not valid UTF-8."""
    import pyarrow as pa

    kinds = (pa.types.is_large_string, pa.types.is_string, pa.types.is_integer)
    if any(is_kind(column.type) for is_kind in kinds):
        return column.cast(pa.large_string())
    texts = [
        "" if value is None
        else "\n\n".join(map(as_text, value)) if is_body and isinstance(value, list)
        else as_text(value)
        for value in values_of(column)
    ]  # fmt: skip
    return pa.array(texts, pa.large_string())


def _filled(column: Any) -> Any:
    """Return the cells of a column of text, "" for those that are missing."""
    return _checked(column.fill_null("") if column.null_count else column)


def _checked(texts: Any) -> Any:
    """Return texts, or raise `UnicodeError` if one is not valid UTF-8."""
    import pyarrow as pa

    if _is_ascii(_content(texts)):  # several times as quick as a look at each text
        return texts
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        texts.to_pylist()
        raise
    return texts


def as_text(value: Any) -> str:
    """Return a value of a table as text: whole floats without decimals, dates in ISO format."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return "" if value != value else repr(int(value)) if value.is_integer() else repr(value)  # noqa: PLR0124
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        if any(isinstance(item, dict) for item in value):
            return json.dumps(value, ensure_ascii=False, default=str)
        return "; ".join(as_text(item) for item in value if item is not None)
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
