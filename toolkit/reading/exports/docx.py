"""Text of Word documents, read from word/document.xml without a third-party package."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError
from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.xml_files import XmlRules, parse_xml
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from toolkit.reading.interface import Document

MOST_BYTES = 64 * 2**20
"""Largest word/document.xml that is unpacked."""

MOST_RATIO = 200
"""Most unpacked bytes per packed byte; real documents stay below 40."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    OSError,
    RuntimeError,
    EOFError,
    OverflowError,
    NotImplementedError,
)
"""Exceptions that `zipfile` raises for truncated, damaged or encrypted archives."""

_PART = "word/document.xml"
_RULES = XmlRules(
    blocks=frozenset({"p"}),
    text_in=frozenset({"t"}),
    skipped=frozenset({"Fallback", "delText", "instrText"}),
    breaks={"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"},
    doctype=False,
    blank_lines=True,
)


def is_docx(document: Document) -> bool:
    """Return whether the content is a zip archive that holds a Word document."""
    if not document.head_bytes.startswith(b"PK\x03\x04"):
        return False
    try:
        with document.open() as stream, zipfile.ZipFile(stream) as archive:
            return _PART in archive.namelist()
    except _DAMAGE:
        return False


def parse_docx(document: Document) -> Markup:
    """Return the visible text of a Word document, one line per paragraph, including tables.

    Raises
    ------
    ReadingError
        If the archive is damaged or unpacks to too much, or its XML is not what Word writes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
            content = _unpack(document, archive)
    except ToolkitError:
        raise
    except _DAMAGE as error:
        problem = f"this .docx cannot be unpacked ({error})"
        remedy = "Open it in a word processor and save it again."
        raise reading_error(document, 0, problem, remedy) from error
    parsed = parse_xml(document, _RULES, content)
    numbers = [(line.start, number) for number, line in enumerate(parsed.lines, 1)]
    return Markup(parsed.text, numbers, parsed.elements)


def _unpack(document: Document, archive: zipfile.ZipFile) -> bytes:
    packed = max(archive.getinfo(_PART).compress_size, 1)
    most = min(MOST_BYTES, max(packed * MOST_RATIO, 2**20))
    with archive.open(_PART) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        problem = f"{_PART} unpacks from {packed} to more than {most} bytes"
        raise reading_error(document, 0, problem, "No real document is packed so tightly.")
    return content
