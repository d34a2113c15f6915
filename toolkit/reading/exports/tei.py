"""Reader for TEI, the format of the Text Encoding Initiative, as corpora of newspapers use it.

Vocabulary: https://tei-c.org/release/doc/tei-p5-doc/en/html; also what trafilatura writes as
``xmltei``. The date of the source (``sourceDesc``) is the date of the article; the date of
``publicationStmt``, which is that of the digital edition, counts only if there is no other.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.common import FURNITURE, is_markup, require_article, root_name
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.exports.xml_articles import put_rest, put_story, value_of
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus", "teiCorpus.2"})
_RULES = XmlRules(
    inline=frozenset({
        "abbr", "add", "c", "choice", "corr", "date", "del", "emph", "expan", "foreign", "hi",
        "lb", "name", "num", "orgName", "orig", "pc", "persName", "placeName", "q", "quote",
        "ref", "reg", "rs", "s", "seg", "sic", "soCalled", "term", "time", "title", "unclear", "w",
        "forename", "surname",
    }),
    breaks={"lb": " "},
    prose=frozenset({"p", "ab", "head", "item", "cell", "note", "u"}),
)  # fmt: skip
_ARTICLE = re.compile(r"article|item|story|news|report|entry", re.IGNORECASE)
_HOST = re.compile(r"\s*\([\w.-]+\.[a-z]{2,}\)$")


class Tei:
    """TEI and teiCorpus: one text, one article; or one per ``div`` of an article's type."""

    name = "tei"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_markup(document.head) and root_name(document.head) in _ROOTS

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_xml(document, _RULES)
        yield from page.repair_notes()
        texts = outermost(e for e in page.elements if e.tag in {"TEI", "TEI.2"})
        spans = [(element.start, element.end) for element in texts]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        results = (result for text in texts for result in _articles(page, text))
        yield from require_article(document, results, "TEI")


def _articles(page: Markup, text: Element) -> Iterator[RawArticle | Piece]:
    body = page.first("body", within=text)
    divs = [] if body is None else [e for e in page.find("div", within=body) if _is_article(e)]
    divs = outermost(divs)
    if len(divs) < 2:
        yield _whole(page, text, body)
        return
    spans = [(div.start, div.end) for div in divs]
    gaps = [
        (text.start, divs[0].start),
        *((a[1], b[0]) for a, b in itertools.pairwise(spans)),
    ]
    for start, end in [*gaps, (spans[-1][1], text.end)]:
        if page.has_text(start, end):
            yield page.piece(start, end, "dropped", rule="header", reason="of the whole text")
    header = page.first("teiHeader", within=text)
    stated = {} if header is None else _header(page, header)
    for div in divs:
        yield _part(page, div, stated)


def _is_article(div: Element) -> bool:
    return _ARTICLE.fullmatch(div.attributes.get("type", "")) is not None


def _whole(page: Markup, text: Element, body: Element | None) -> RawArticle | Piece:
    builder = ArticleBuilder(page, text.start, text.end)
    header = page.first("teiHeader", within=text)
    if header is not None:
        for name, element in _header(page, header).items():
            value = value_of(page, element)
            builder.put(name, element.start, element.end, rule=f"tag_{element.tag}",
                        value=_outlet(value) if name == "source" else value)  # fmt: skip
        _rest_of_header(builder, page, header)
    if body is not None:
        _story(builder, page, body)
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a text without a body")
    return builder.finish()


def _part(page: Markup, div: Element, stated: dict[str, Element]) -> RawArticle | Piece:
    builder = ArticleBuilder(page, div.start, div.end)
    _story(builder, page, div)
    date = page.first("date", within=div)
    if date is not None and "when" in date.attributes:
        builder.article.set("published", date.attributes["when"])
    for name, element in stated.items():
        if name in {"published", "source", "language"} and not builder.article.fields.get(name):
            value = value_of(page, element)
            builder.article.set(name, _outlet(value) if name == "source" else value)
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a headline without a story")
    return builder.finish()


def _header(page: Markup, header: Element) -> dict[str, Element]:
    """Return the elements of the header that state a field, the source before the edition."""
    source = page.first("sourceDesc", within=header)
    statement = page.first("publicationStmt", within=header)
    creation = page.first("creation", within=header)
    titles = page.first("titleStmt", within=header)
    found: dict[str, Element | None] = {
        "title": _first(page, titles, "title"),
        "byline": _first(page, titles, "author") or _first(page, source, "author"),
        "source": _outlet_of(page, source, statement),
        "published": _dated(page, source) or _dated(page, creation) or _dated(page, statement),
        "language": _first(page, header, "language"),
        "summary": _first(page, header, "abstract"),
    }
    return {name: element for name, element in found.items() if element is not None}


def _first(page: Markup, within: Element | None, tag: str) -> Element | None:
    if within is None:
        return None
    return next((e for e in page.find(tag, within=within) if value_of(page, e)), None)


def _dated(page: Markup, within: Element | None) -> Element | None:
    if within is None:
        return None
    dates = (e for e in page.find("date", within=within) if value_of(page, e))
    return next((e for e in dates if e.attributes.get("type") != "download"), None)


def _outlet_of(page: Markup, source: Element | None, statement: Element | None) -> Element | None:
    """Return the title of the newspaper, else the publisher of the source, else of the edition."""
    levels = [] if source is None else list(page.find("title", within=source))
    journal = next((e for e in levels if e.attributes.get("level") in {"j", "s"}), None)
    return journal or _first(page, source, "publisher") or _first(page, statement, "publisher")


def _outlet(value: str) -> str:
    """Remove the host that trafilatura adds: "Northport Gazette (example.org)"."""
    return _HOST.sub("", value)


def _rest_of_header(builder: ArticleBuilder, page: Markup, header: Element) -> None:
    """Keep what else the header says: the address, and in ``extra`` the rest."""
    for element in page.find(within=header):
        target = element.attributes.get("target", "")
        if target.startswith("http") and not builder.article.fields.get("url"):
            builder.article.set("url", target)
    put_rest(builder, page, header, "tei")


def _story(builder: ArticleBuilder, page: Markup, body: Element) -> None:
    for div in page.find("div", within=body):
        if div.attributes.get("type") == "comments":
            builder.put("", div.start, div.end, rule="comments", action="dropped")
    for tag, name in (("head", "title"), ("byline", "byline"), ("dateline", "place")):
        for element in page.find(tag, within=body):
            if name != "title" or not builder.article.fields.get("title"):
                value = strip_by(clean(page.content(element)))
                builder.put(name, element.start, element.end, rule=f"tag_{tag}", value=value)
    for figure in page.find("figDesc", within=body):
        builder.put("captions", figure.start, figure.end, rule="tag_figDesc")
    put_story(builder, page, body)
