"""Parquet: one article per row, streamed in batches."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toolkit.reading import limits
from toolkit.reading.column_names import FIRST, name_key
from toolkit.reading.delimited import unique_names
from toolkit.reading.interface import reading_error
from toolkit.reading.table_rows import RowReader, TableRow, sample_of, split_sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

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
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with document.open() as stream:
                content: Any = stream if stream.seekable() else io.BytesIO(document.raw)
                most = limits.ARCHIVE_RATIO * max(content.seek(0, io.SEEK_END), FREE)
                content.seek(0)
                yield from _read(document, pq.ParquetFile(content), options, most)
        except (pa.ArrowException, OSError) as error:
            raise reading_error(
                document, 0, "this Parquet file is damaged", "Export it again."
            ) from error


def _read(
    document: Document, table: Any, options: ReadOptions, most: int
) -> Iterator[RawArticle | Piece]:
    names = unique_names([str(name) for name in table.schema_arrow.names])
    first, rows = split_sample(_bounded(document, _rows(table, names), most))
    reader = RowReader(document.name, names, sample_of(names, first), options)
    yield from reader.notes()
    for number, row in enumerate(rows, start=1):
        yield TableRow(reader, number, row)


def _bounded(document: Document, rows: Iterator[list[str]], most: int) -> Iterator[list[str]]:
    """Yield rows until they are far larger than the file: one value can stand for millions."""
    size = 0
    for row in rows:
        size += sum(map(len, row)) + 8 * len(row)
        if size > most:
            problem = f"this Parquet file unpacks to more than {size:,} characters"
            raise reading_error(document, 0, problem, limits.how_to_raise("ARCHIVE_RATIO"))
        yield row


def _rows(table: Any, names: Sequence[str]) -> Iterator[list[str]]:
    is_body = [FIRST.get(name_key(name), ("", 0))[0] == "body" for name in names]
    for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME):
        columns = [_texts(*column) for column in zip(batch.columns, is_body, strict=True)]
        yield from map(list, zip(*columns, strict=True))


def _texts(column: Any, is_body: bool) -> list[str]:  # noqa: FBT001 - one of two columns
    """Return the cells of a column as text."""
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return list(column.fill_null("").to_pylist())
    return [
        "" if value is None
        else "\n\n".join(map(as_text, value)) if is_body and isinstance(value, list)
        else as_text(value)
        for value in column.to_pylist()
    ]  # fmt: skip


def as_text(value: Any) -> str:
    """Return a value of a table as text: whole floats without decimals, dates in ISO format."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return "" if value != value else repr(int(value)) if value.is_integer() else repr(value)  # noqa: PLR0124
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, list | tuple):
        return "; ".join(as_text(item) for item in value if item is not None)
    return str(value)
