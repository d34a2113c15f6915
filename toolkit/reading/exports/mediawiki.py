"""Reader for MediaWiki exports (Special:Export), such as Wikinews."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.common import FURNITURE, is_markup, require_article
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.wikitext import plain_text, source_section
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_ROOT = re.compile(r"<mediawiki[\s>]")
_META = {
    "id": "page_id", "ns": "namespace", "timestamp": "updated", "contributor": "contributor",
    "comment": "edit_comment",
}  # fmt: skip


class MediaWiki:
    """MediaWiki .xml: the last revision of each page in the article namespace."""

    name = "mediawiki-xml"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_markup(document.head) and _ROOT.search(document.head[:4000]) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_xml(document, XmlRules())
        yield from page.repair_notes()
        pages = outermost(page.find("page"))
        spans = [(element.start, element.end) for element in pages]
        yield from page.outside(spans, "site_information", FURNITURE)
        site = clean(page.content(page.first("sitename")))
        results = (_page(page, element, site) for element in pages)
        yield from require_article(document, results, "a MediaWiki export")


def _page(page: Markup, element: Element, site: str) -> RawArticle | Piece:
    builder = ArticleBuilder(page, element.start, element.end)
    children = list(page.children(element))
    namespace = next((clean(page.content(e)) for e in children if e.tag == "ns"), "0")
    revisions = [e for e in children if e.tag == "revision"]
    if namespace != "0" or not revisions:
        reason = f"a page of namespace {namespace}: talk, template or file"
        return builder.reject("not_an_article", reason)
    for child in children:
        if child.tag == "title":
            builder.put("title", child.start, child.end, rule="title")
        elif child.tag in _META:
            builder.put(_META[child.tag], child.start, child.end, rule=f"tag_{child.tag}")
    for older in revisions[:-1]:
        builder.put("", older.start, older.end, rule="older_revision", action="dropped")
    for child in page.children(revisions[-1]):
        if child.tag == "text":
            _text(builder, page, child)
        elif child.tag in {"timestamp", "contributor", "comment"}:
            builder.put(_META[child.tag], child.start, child.end, rule=f"tag_{child.tag}")
        else:
            builder.put("", child.start, child.end, rule="revision_data", action="dropped")
    builder.article.set("source", site)
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a redirect, or a page without a story")
    return builder.finish()


def _text(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    source = page.content(element)
    cut = source_section(source)
    story = plain_text(source[:cut])
    builder.put_text(
        "body", element.start, element.start + cut, paragraphs=story.paragraphs, rule="wiki_text"
    )
    rest = plain_text(source[cut:])
    if cut < len(source):
        start = element.start + cut
        builder.put("sources", start, element.end, rule="sources_section", action="moved")
    for caption in story.captions:
        builder.article.set("captions", caption)
    for date in story.dates[:1]:
        builder.article.set("published", date)
    for category in [*story.categories, *rest.categories]:
        builder.article.set("categories", category)
