"""Readers for Nexis, LexisNexis and Nexis Uni exports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import LinedText
from toolkit.reading.exports.common import is_markup, no_article_error, require_article
from toolkit.reading.exports.nexis_legacy import (
    counter_spans,
    is_single_document,
    may_be_single,
    n_documents,
    read_legacy,
    read_single,
)
from toolkit.reading.exports.nexis_uni import BODY, END, read_uni
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions


_COVER = re.compile(r"^(?:Job Number|Auftragsnummer|Numéro de tâche|Documents \(\d)", re.MULTILINE)


class NexisText:
    """Nexis .txt in the older layout."""

    name = "nexis-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return not is_markup(document.head) and bool(counter_spans(document.head))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, read_legacy(LinedText(document.text)), "Nexis text")


class NexisSingle:
    """One Nexis document of the older layout, saved without its counter."""

    name = "nexis-single-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        if document.is_binary or is_markup(document.head):
            return False
        return may_be_single(document.head) and is_single_document(LinedText(document.head))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the article, and the pieces that belong to no article."""
        source = LinedText(document.text)
        n_found = n_documents(source)
        if n_found > 1:
            problem = (
                f"these are {n_found} Nexis documents without lines such as '1 of 3 DOCUMENTS'"
            )
            remedy = "Put such a line above each document, or save them as separate files."
            raise reading_error(document, 0, problem, remedy)
        yield from require_article(document, read_single(source), "Nexis text")


class NexisUniText:
    """Nexis Uni .txt; its lines may end in bare carriage returns."""

    name = "nexis-uni-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        if is_markup(head) or not (_COVER.search(head) or BODY.search(head)):
            return False
        return bool(END.search(document.text)) and bool(BODY.search(document.text))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, read_uni(LinedText(document.text)), "Nexis Uni text")


class NexisHtml:
    """Nexis .html in the older layout."""

    name = "nexis-html"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return is_markup(head) and ("<DOCFULL>" in head or "LXNComment" in head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        from toolkit.reading.exports.html_pages import parse_html

        page = parse_html(document.text)
        if not counter_spans(page.text):
            raise no_article_error(document, "Nexis HTML", "a line such as '1 of 10 DOCUMENTS'")
        yield from require_article(document, read_legacy(page), "Nexis HTML")


class NexisUniDocx:
    """Nexis Uni .docx, with one or several articles per file."""

    name = "nexis-uni-docx"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        from toolkit.reading.exports.docx import is_docx, parse_docx

        if not is_docx(document):
            return False
        text = parse_docx(document).text
        return bool(END.search(text)) and bool(BODY.search(text))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        from toolkit.reading.exports.docx import parse_docx

        page = parse_docx(document)
        yield from require_article(document, read_uni(page), "Nexis Uni .docx")
        yield from page.asides
