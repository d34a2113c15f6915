"""All readers, in order: the first that recognises a file reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.arrow_files import ArrowReader
from toolkit.reading.delimited import TableReader
from toolkit.reading.exports import READERS as EXPORT_READERS
from toolkit.reading.exports import UNKNOWN
from toolkit.reading.json_records import JsonLinesReader, JsonReader
from toolkit.reading.parquet import ParquetReader
from toolkit.reading.pasted import PastedReader, PlainReader
from toolkit.reading.spreadsheets import SpreadsheetReader

if TYPE_CHECKING:
    from toolkit.reading.interface import Document, Reader

GENERAL_READERS: tuple[Reader, ...] = (
    ParquetReader(),
    ArrowReader(),
    SpreadsheetReader(),
    JsonLinesReader(),
    JsonReader(),
    UNKNOWN,
    TableReader(),
    PastedReader(),
    PlainReader(),
)


def find_reader(document: Document) -> Reader | None:
    """Return the reader of a document, or None if no reader recognises it."""
    for late in EXPORT_READERS:
        if late.recognizes(document):
            return late.reader
    return next((reader for reader in GENERAL_READERS if reader.recognizes(document)), None)
