"""Parquet: one article per row, streamed in batches."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toolkit.reading.columns import map_columns
from toolkit.reading.delimited import mapping_note, put_value
from toolkit.reading.interface import RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, Piece, ReadOptions

ROWS_AT_A_TIME = 2000


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
                content = stream if stream.seekable() else io.BytesIO(document.raw)
                table = pq.ParquetFile(content)
                yield from _read(document, table, options)
        except (pa.ArrowException, OSError) as error:
            raise reading_error(
                document, 0, "this Parquet file is damaged", "Export it again."
            ) from error


def _read(document: Document, table: Any, options: ReadOptions) -> Iterator[RawArticle | Piece]:
    names = [str(name) for name in table.schema_arrow.names]
    mapping = map_columns(document.name, names, options.mapping)
    yield from mapping_note(mapping)
    field_of = {column: field for field, column in mapping.items()}
    order = [*mapping.values(), *(name for name in names if name not in field_of)]
    number = 0
    for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME):
        columns = [batch.column(batch.schema.get_field_index(name)).to_pylist() for name in order]
        for row in zip(*columns, strict=True):
            number += 1
            values = ["" if value is None else as_text(value) for value in row]
            article = RawArticle(line=number, received=sum(map(n_characters, values)))
            for name, value in zip(order, values, strict=True):
                put_value(article, field_of.get(name) or f"extra:{name}", value, name)
            yield article


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
