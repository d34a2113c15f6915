"""Zip archives opened for reading, also where they are members of other archives."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.reading import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from toolkit.reading.interface import Document


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream in which `zipfile` can find the list of members, at the end."""
    if stream.seekable():
        return stream
    content = stream.read(limits.WHOLE_FILE_BYTES + 1)
    if len(content) > limits.WHOLE_FILE_BYTES:
        raise limits.too_large("a nested archive")
    return io.BytesIO(content)


@contextmanager
def opened_zip(document: Document) -> Iterator[zipfile.ZipFile]:
    r"""Open a document that is a zip archive.

    Examples
    --------
    >>> from toolkit.reading.interface import Document
    >>> empty = Document.from_bytes("a.zip", b"PK\x05\x06" + bytes(18))
    >>> with opened_zip(empty) as archive:
    ...     archive.namelist()
    []
    """
    with document.open() as stream:
        # the whole content is remembered, that of a member of another archive is unpacked once
        found = stream if stream.seekable() else io.BytesIO(document.raw)
        with zipfile.ZipFile(found) as archive:
            yield archive
