"""Arrow files and streams, Feather 2 among them: one article per row, as in Parquet."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit.reading.parquet import ParquetReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document

_FILE, _STREAM = b"ARROW1\0\0", b"\xff\xff\xff\xff"
_SCHEMA_BYTES = 2**24
"""A stream begins with its schema, whose size follows four set bytes."""


class ArrowReader(ParquetReader):
    """Arrow files (``DataFrame.to_feather``) and streams; values are kept as those of Parquet."""

    name = "Arrow"

    def recognizes(self, document: Document) -> bool:
        """Accept content that starts as Arrow's files and streams do."""
        head = document.head_bytes
        if head.startswith(_STREAM):
            return 0 < int.from_bytes(head[4:8], "little") < _SCHEMA_BYTES
        return head.startswith(_FILE)

    @contextmanager
    def opened(self, document: Document) -> Iterator[tuple[_Batches, int]]:
        """Open a file or a stream, and return its size.

        It is in memory as a whole: threads of Arrow that still hold a file of Python when the
        process ends abort it.
        """
        import pyarrow as pa

        content = document.raw
        opened = pa.ipc.open_stream if content.startswith(_STREAM) else pa.ipc.open_file
        yield _Batches(opened(pa.BufferReader(content))), len(content)


class _Batches:
    """An open file with the two things that are asked of one of Parquet."""

    def __init__(self, reader: Any) -> None:
        self.schema_arrow = reader.schema
        self._reader = reader

    def iter_batches(self, batch_size: int) -> Iterator[Any]:
        """Yield the rows, so many at a time at most."""
        for batch in self._whole_batches():
            for start in range(0, batch.num_rows, batch_size):
                yield batch.slice(start, batch_size)

    def _whole_batches(self) -> Iterator[Any]:
        if not hasattr(self._reader, "num_record_batches"):
            yield from self._reader
            return
        for at in range(self._reader.num_record_batches):
            yield self._reader.get_batch(at)
