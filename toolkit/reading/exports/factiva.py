"""Readers for Factiva exports: HTML, XML, RTF and text.

The story is the lead paragraph (LP) followed by the text (TD).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean
from toolkit.reading.exports.common import FURNITURE, is_markup, no_article_error, require_article
from toolkit.reading.exports.factiva_codes import FIELDS, finish_article, put_code
from toolkit.reading.exports.factiva_lines import END, WORDS, read_lines, read_positions
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_HTML = re.compile(r"class=[\"']?(?:article [a-z]{2}Article|article\b[^>]{0,80}enArticle)")
_ARTICLE = re.compile(r"[a-z]{2}article", re.IGNORECASE)
_HEADLINE = re.compile(r"[a-z]{2}headline", re.IGNORECASE)
_XML = XmlRules(inline=frozenset({"hlt", "ELink", "eLink", "b", "i"}))
_TAGS = {
    "headline": "title", "byline": "byline", "credit": "agency", "sourceName": "source",
    "sectionName": "section", "edition": "edition", "pages": "page", "copyright": "copyright",
    "columnName": "column", "publisherName": "publisher", "sourceCode": "source_code",
    "accessionNo": "accession_number", "reference": "reference", "wordCount": "words_declared",
    "baseLanguage": "language", "notes": "notes", "artWork": "captions", "contact": "contact",
    "publicationDate": "published", "modificationDate": "updated", "region": "region",
    "newsSubject": "subject", "company": "company", "industry": "industry", "descField": "codes",
    "person": "person", "corrections": "notes",
}  # fmt: skip


class FactivaHtml:
    """Factiva .html, with or without field codes, in any interface language."""

    name = "factiva-html"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        if not is_markup(head):
            return False
        return "Factiva" in head and (
            "articleParagraph" in document.text or bool(_HTML.search(head))
        )

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_html(document.text)
        articles = outermost(element for element in page.find() if _is_article(element))
        if not articles:
            raise no_article_error(
                document, "Factiva HTML", 'an element of class "article enArticle"'
            )
        spans = [(element.start, element.end) for element in articles]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        yield from require_article(document, _html_articles(page, articles), "Factiva HTML")


class FactivaXml:
    """Factiva .xml: one ``article`` element per article."""

    name = "factiva-xml"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return is_markup(head) and ("ppsArticleResponse" in head or "<ppsarticle" in head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_xml(document, _XML)
        yield from page.repair_notes()
        articles = outermost(page.find("article"))
        spans = [(element.start, element.end) for element in articles]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        seen: set[str] = set()
        results = (_xml_article(page, element, seen) for element in articles)
        yield from require_article(document, results, "Factiva XML")


class FactivaText:
    """Factiva .txt, with or without field codes."""

    name = "factiva-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format; the first article must end in the head."""
        return not is_markup(document.head) and looks_like_factiva(document.head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, read_lines(LinedText(document.text)), "Factiva text")


def looks_like_factiva(text: str) -> bool:
    """Return whether the text has Factiva fields followed by an accession number."""
    end = END.search(text)
    if end is None:
        return False
    lines = text[: end.start()].split("\n")
    coded = {line[:2] for line in lines} & {"HD", "PD", "SN", "WC", "LP", "TD"}
    return len(coded) >= 3 or any(WORDS.match(line) for line in lines)


def _is_article(element: Element) -> bool:
    return element.has_class("article") and any(_ARTICLE.fullmatch(c) for c in element.classes)


def _html_articles(page: Markup, articles: list[Element]) -> Iterator[RawArticle | Piece]:
    seen: set[str] = set()
    for element in articles:
        builder = ArticleBuilder(page, element.start, element.end)
        rows = [row for row in page.find("tr", within=element) if _coded_cell(page, row)]
        if rows:
            _coded_rows(builder, page, rows)
        else:
            _without_codes(builder, page, element)
        yield finish_article(builder, seen)


class _CodedCell(NamedTuple):
    code: str
    label: Element
    value: Element


def _coded_cell(page: Markup, row: Element) -> _CodedCell | None:
    cells = [cell for cell in page.children(row) if cell.tag == "td"]
    code = clean(page.content(cells[0])) if len(cells) > 1 else ""
    return _CodedCell(code, cells[0], cells[1]) if code in FIELDS else None


def _coded_rows(builder: ArticleBuilder, page: Markup, rows: list[Element]) -> None:
    for row in rows:
        cell = _coded_cell(page, row)
        if cell is not None:
            code, label, value = cell
            put_code(builder, code, (label.start, label.end), (value.start, value.end))


def _without_codes(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    ends = [line for line in page.between(element.start, element.end) if END.match(line.text)]
    stop = ends[-1].start if ends else element.end
    for line in ends[-1:]:
        number = line.text.split()[-1]
        builder.put("accession_number", line.start, line.end, rule="accession_number", value=number)
    paragraphs = list(page.find("p", css_class="articleParagraph", within=element))
    last = max((p.end for p in paragraphs), default=stop)
    lines = [line for line in page.between(element.start, stop) if line.text.strip()]
    after = [line for line in lines if line.start >= last]
    for line in after:
        builder.put_lines(
            "publisher" if line is after[-1] else "notes", [line], rule="closing_line"
        )
    heads = (e for e in page.find(within=element) if any(_HEADLINE.fullmatch(c) for c in e.classes))
    title = next(heads, None)
    author = page.first("div", css_class="author", within=element)
    read_positions(
        builder,
        [line for line in lines if line.start < last],
        title_at=-1 if title is None else title.start,
        author_at=-1 if author is None else author.start,
    )


def _xml_article(page: Markup, element: Element, seen: set[str]) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    for child in page.children(element):
        if child.tag in {"leadParagraph", "tailParagraphs", "text", "body"}:
            for paragraph in _paragraphs(page, child):
                builder.put("body", paragraph.start, paragraph.end, rule="paragraph")
        elif child.tag in _TAGS:
            value = clean(page.content(child))
            name = _TAGS[child.tag]
            if name == "byline":
                value = strip_by(value)
            elif name == "language":
                value = value.lower()
            builder.put(name, child.start, child.end, rule=f"tag_{child.tag}", value=value)
    return finish_article(builder, seen)


def _paragraphs(page: Markup, parent: Element) -> list[Element]:
    inner = [child for child in page.children(parent) if child.tag == "paragraph"]
    return inner or [parent]
