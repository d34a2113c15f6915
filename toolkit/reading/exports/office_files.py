"""Readers for plain .docx and .rtf files (one article each) and for .rtf database exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder
from toolkit.reading.exports.common import is_rtf, require_article
from toolkit.reading.exports.docx import is_docx, parse_docx
from toolkit.reading.exports.factiva import looks_like_factiva
from toolkit.reading.exports.factiva_lines import read_lines
from toolkit.reading.exports.nexis_legacy import counter_spans, read_legacy
from toolkit.reading.exports.nexis_uni import BODY, END, read_uni
from toolkit.reading.exports.rtf import parse_rtf
from toolkit.reading.interface import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.assembly import LinedText
    from toolkit.reading.exports.markup import Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions


class WordDocument:
    """A .docx file as one article: the first heading or paragraph is the headline."""

    name = "docx"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_docx(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_docx(document)
        yield _whole(document, page, _heading(page))


class RichText:
    """An .rtf file: a Nexis, Nexis Uni or Factiva export if it looks like one, else one article."""

    name = "rtf"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_rtf(document)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        source = parse_rtf(document)
        if counter_spans(source.text):
            yield from require_article(document, read_legacy(source), "Nexis rich text")
        elif END.search(source.text) and BODY.search(source.text):
            yield from require_article(document, read_uni(source), "Nexis Uni rich text")
        elif looks_like_factiva(source.text):
            yield from require_article(document, read_lines(source), "Factiva rich text")
        else:
            yield _whole(document, source, None)


def _heading(page: Markup) -> tuple[int, int] | None:
    """Return the span of the first paragraph in a heading or title style."""
    for element in page.find("p"):
        style = next(page.find("pStyle", within=element), None)
        name = "" if style is None else style.attributes.get("val", "")
        if name.lower().startswith(("heading", "title", "berschrift", "überschrift", "titre")):
            return element.start, element.end
    return None


def _whole(document: Document, source: LinedText, heading: tuple[int, int] | None) -> RawArticle:
    builder = ArticleBuilder(source, 0, len(source.text))
    lines = [line for line in source.lines if line.text.strip()]
    if not lines:
        problem = "this document holds no text"
        raise reading_error(document, 0, problem, "It may hold pictures of pages only.")
    if heading is None:
        heading = lines[0].start, lines[0].end
        builder.article.flag("title_guess", "the first paragraph was taken as the headline")
    builder.put("title", *heading, rule="heading")
    for line in lines:
        if not heading[0] <= line.start < heading[1]:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    return builder.finish()
