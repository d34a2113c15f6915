"""Reader for the XML of EndNote: ``<xml><records><record>``, values in ``style`` elements.

Layout: what EndNote and Zotero export; element names as in EndNote's RSXML document type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.references import Value, finish_reference, put_reference
from toolkit.reading.exports.xml_articles import XmlReader
from toolkit.reading.exports.xml_files import XmlRules

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

_FIELDS = {
    "titles/title": "title", "titles/secondary-title": "source",
    "periodical/full-title": "source", "alt-periodical/full-title": "outlet_short",
    "authors/author": "byline", "secondary-authors/author": "editor",
    "pub-dates/date": "published", "dates/year": "published", "record/pages": "page",
    "record/section": "section", "record/edition": "edition", "record/language": "language",
    "record/abstract": "summary", "related-urls/url": "url", "web-urls/url": "url",
    "record/notes": "notes", "keywords/keyword": "keywords", "record/isbn": "issn",
    "record/publisher": "publisher", "record/pub-location": "publisher_place",
    "record/remote-database-name": "database", "record/accession-num": "accession_number",
    "record/research-notes": "notes", "record/full-text": "body",
    "record/rec-number": "record_number", "record/database": "library",
    "record/ref-type": "reference_type", "titles/short-title": "title_short",
    "titles/tertiary-title": "series", "titles/alt-title": "outlet_short",
    "record/caption": "captions", "titles/translated-title": "title_translated",
    "record/access-date": "accessed", "record/modified-date": "library_modified",
    "record/electronic-resource-num": "doi", "pdf-urls/url": "files", "text-urls/url": "files",
    "image-urls/url": "files",
}  # fmt: skip
_INLINE = frozenset({"style"})


def _read(page: Markup, element: Element) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    values: list[Value] = []
    for inner in page.find(within=element):
        if inner.tag in _INLINE or inner.end <= inner.start:
            continue
        parent = "" if inner.parent is None else inner.parent.tag
        name = _FIELDS.get(f"{parent}/{inner.tag}", "")
        leaf = all(child.tag in _INLINE for child in page.children(inner))
        if name or leaf:
            name = name or f"endnote_{inner.tag}"
            value = clean(page.content(inner))
            rank = 1 if inner.tag in {"year", "secondary-title"} else 0
            rule = f"tag_{inner.tag}"
            values.append(Value(name, rank, inner.start, inner.end, value, rule))
    put_reference(builder, values)
    kind = page.first("ref-type", within=element)
    if kind is not None and kind.attributes.get("name"):
        builder.article.extra["reference_type"] = kind.attributes["name"]
    return finish_reference(builder)


ENDNOTE_XML = XmlReader(
    name="endnote-xml",
    layout="EndNote XML",
    roots=frozenset({"xml", "records"}),
    article_tags=frozenset({"record"}),
    read_article=_read,
    rules=XmlRules(inline=_INLINE),
    mark="<record>",
)
"""EndNote XML: one ``record`` element, one article."""
