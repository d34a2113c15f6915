"""Readers of Nexis, LexisNexis and Nexis Uni exports: recognition, and the way to the lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Lined
from toolkit.reading.exports.common import found, is_markup, nothing_found
from toolkit.reading.exports.docx import is_docx, parse_docx
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.nexis_legacy import counters, read_legacy
from toolkit.reading.exports.nexis_uni import BODY, END, read_uni

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions


_COVER = re.compile(r"^(?:Job Number|Auftragsnummer|Numéro de tâche|Documents \(\d)", re.MULTILINE)


class NexisText:
    """Nexis .txt of the older layout."""

    name = "nexis-txt"

    def recognizes(self, document: Document) -> bool:
        """Say whether the content is in this format."""
        return not is_markup(document.head) and bool(counters(document.head))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles in order, and the pieces that belong to none."""
        yield from found(document, read_legacy(Lined(document.text)), "Nexis text")


class NexisUniText:
    """Nexis Uni .txt, whose lines may end in bare carriage returns."""

    name = "nexis-uni-txt"

    def recognizes(self, document: Document) -> bool:
        """Say whether the content is in this format."""
        head = document.head
        if is_markup(head) or not (_COVER.search(head) or BODY.search(head)):
            return False
        return bool(END.search(document.text)) and bool(BODY.search(document.text))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles in order, and the pieces that belong to none."""
        yield from found(document, read_uni(Lined(document.text)), "Nexis Uni text")


class NexisHtml:
    """Nexis .html: the older layout in DIVs."""

    name = "nexis-html"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Say whether the content is in this format."""
        head = document.head
        return is_markup(head) and ("<DOCFULL>" in head or "LXNComment" in head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles in order, and the pieces that belong to none."""
        page = parse_html(document.text)
        if not counters(page.text):
            raise nothing_found(document, "Nexis HTML", "a line such as '1 of 10 DOCUMENTS'")
        yield from found(document, read_legacy(page), "Nexis HTML")


class NexisUniDocx:
    """Nexis Uni .docx: one file for all articles, or one a file."""

    name = "nexis-uni-docx"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Say whether the content is in this format."""
        if not is_docx(document):
            return False
        text = parse_docx(document).text
        return bool(END.search(text)) and bool(BODY.search(text))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Give the articles in order, and the pieces that belong to none."""
        yield from found(document, read_uni(parse_docx(document)), "Nexis Uni .docx")
