"""Readers whose modules are imported when a document may be in their format.

Forty formats are tried on every document. Most are ruled out by one text that each file in the
format holds, so that a folder of plain texts loads few of their modules.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from toolkit.reading.exports.common import is_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, Piece, RawArticle, Reader, ReadOptions

_lowered = lru_cache(maxsize=1)(str.lower)
PACKAGE = "toolkit.reading.exports"


class LateReader:
    r"""A reader that is imported when a document may be in its format.

    Parameters
    ----------
    place : str
        Module of `toolkit.reading.exports` and name of the reader there: "pdf.Pdf".
    starts : tuple of bytes
        One of them is in the first bytes of every file in the format.
    words : tuple of str
        One of them is in the first characters of every file in the format.
    folded : tuple of str
        The same in small letters, for formats that are told without regard to case.
    markup : bool
        Whether every file in the format begins like HTML or XML.

    Examples
    --------
    >>> from toolkit.reading.interface import Document
    >>> gale = LateReader("gale.Gale", words=("Full Text:",))
    >>> gale.may_read(Document.from_bytes("a.txt", b"Talks resume\n\nTalks resumed on Monday."))
    False
    >>> gale.name
    'gale-txt'
    """

    def __init__(
        self,
        place: str,
        *,
        starts: tuple[bytes, ...] = (),
        words: tuple[str, ...] = (),
        folded: tuple[str, ...] = (),
        markup: bool = False,
    ) -> None:
        self.place, self.starts, self.words = place, starts, words
        self.folded, self.markup = folded, markup

    @cached_property
    def reader(self) -> Reader:
        """The reader itself."""
        module, name = self.place.split(".")
        found: Any = getattr(import_module(f"{PACKAGE}.{module}"), name)
        made: Reader = found() if isinstance(found, type) else found
        return made

    @property
    def name(self) -> str:
        """The name of the format."""
        return self.reader.name

    def may_read(self, document: Document) -> bool:
        """Say whether a document has what every file in the format has."""
        if self.starts:
            return any(start in document.head_bytes for start in self.starts)
        head = document.head
        if self.markup and not is_markup(head):
            return False
        if self.folded:
            head = _lowered(head)
        words = self.folded or self.words
        for word in words:
            if word in head:
                return True
        return not words

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in the reader's format."""
        return self.may_read(document) and self.reader.recognizes(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        return self.reader.read(document, options)
