"""Reader for the XML of trafilatura (``output_format="xml"``).

Layout: made with trafilatura 2.3; https://trafilatura.readthedocs.io.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder
from toolkit.reading.exports.xml_articles import XmlReader, put_story
from toolkit.reading.exports.xml_files import XmlRules

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

_ATTRIBUTES = {
    "title": "title", "author": "byline", "date": "published", "url": "url", "lang": "language",
    "language": "language", "description": "description", "categories": "section", "tags": "tags",
    "license": "copyright", "id": "document_number", "hostname": "hostname", "sitename": "source",
    "fingerprint": "fingerprint", "filedate": "file_date", "pagetype": "page_type",
}  # fmt: skip
_INLINE = frozenset({"hi", "ref", "del", "code", "a", "b", "i", "span", "em", "strong"})


def _read(page: Markup, element: Element) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    for name, value in element.attributes.items():
        builder.article.set(_ATTRIBUTES.get(name, name), value)
    builder.article.fields.setdefault("source", element.attributes.get("hostname", ""))
    for part in page.children(element):
        if part.tag == "main":
            put_story(builder, page, part)
        elif part.tag == "comments":
            reason = "comments of readers"
            builder.put("", part.start, part.end, rule="comments", action="dropped", reason=reason)
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a page without a story")
    return builder.finish()


TRAFILATURA = XmlReader(
    name="trafilatura-xml",
    layout="the XML of trafilatura",
    roots=frozenset({"doc", "docs", "corpus", "xml", "collection"}),
    article_tags=frozenset({"doc"}),
    read_article=_read,
    rules=XmlRules(inline=_INLINE, prose=frozenset({"p", "head", "item", "cell"})),
    mark="<main",
)
"""The XML of trafilatura: one ``doc`` element, one page."""
