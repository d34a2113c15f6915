"""Parts of office files, which are zip archives: unpacked with a bound, damage reported."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError
from toolkit.reading import limits
from toolkit.reading.files import DAMAGE
from toolkit.reading.interface import reading_error
from toolkit.reading.zipped_files import opened_zip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document

MAX_BYTES = 64 * 2**20
"""Largest part that is unpacked."""

MAX_RATIO = 200
"""Most unpacked bytes per packed byte; real documents stay below 40."""


def has_part(document: Document, part: str) -> bool:
    """Return whether the content is a zip archive with this member."""
    if not document.head_bytes.startswith(b"PK\x03\x04"):
        return False
    try:
        with opened_zip(document) as archive:
            return part in archive.namelist()
    except DAMAGE:
        return False


def read_part(document: Document, part: str, kind: str) -> bytes:
    """Return a member of an office file.

    Parameters
    ----------
    document : Document
        The file.
    part : str
        Name of the member.
    kind : str
        For messages: ".docx".

    Raises
    ------
    ReadingError
        If the archive is damaged or encrypted, or the member unpacks to too much.
    """
    with opened_parts(document, kind) as parts:
        return parts.read(part)


class Parts:
    """The members of an opened file, each unpacked with a bound, and all of them together."""

    def __init__(self, document: Document, archive: zipfile.ZipFile) -> None:
        self._document, self._archive = document, archive
        self._left = limits.WHOLE_FILE_BYTES
        self.names = frozenset(archive.namelist())

    def read(self, part: str) -> bytes:
        """Return a member."""
        content = _unpack(self._document, self._archive, part)
        self._left -= len(content)
        if self._left < 0:
            raise limits.too_large(self._document.name)
        return content


@contextmanager
def opened_parts(document: Document, kind: str) -> Iterator[Parts]:
    """Open an office file to read several members; see `read_part`."""
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
            yield Parts(document, archive)
    except ToolkitError:
        raise
    except DAMAGE as error:
        problem = f"this {kind} cannot be unpacked ({error})"
        remedy = "Open it in a word processor and save it again."
        raise reading_error(document, 0, problem, remedy) from error


def _unpack(document: Document, archive: zipfile.ZipFile, part: str) -> bytes:
    packed = max(archive.getinfo(part).compress_size, 1)
    most = min(MAX_BYTES, max(packed * MAX_RATIO, 2**20))
    with archive.open(part) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        problem = f"{part} unpacks from {packed} to more than {most} bytes"
        raise reading_error(document, 0, problem, "No real document is packed so tightly.")
    return content
