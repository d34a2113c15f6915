"""A reader for an XML vocabulary of articles: its roots, its article elements, and their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import FURNITURE, is_markup, require_article, root_name
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from toolkit.reading.exports.assembly import ArticleBuilder
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions


@dataclass(eq=False)
class XmlReader:
    """Reads the articles of one XML vocabulary.

    Attributes
    ----------
    name, layout : str
        Short name of the reader, and what messages call the format.
    roots : frozenset of str
        Local names of the root element.
    article_tags : frozenset of str
        Local names of the element around one article.
    read_article : callable
        Page and element to article, or to a rejected piece.
    rules : XmlRules
        Which elements are inside a line of text.
    mark : str
        Text that the head must hold besides the root; "" for none.
    """

    name: str
    layout: str
    roots: frozenset[str]
    article_tags: frozenset[str]
    read_article: Callable[[Markup, Element], RawArticle | Piece]
    rules: XmlRules = field(default_factory=XmlRules)
    mark: str = ""

    measures: ClassVar[str] = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        return is_markup(head) and root_name(head) in self.roots and self.mark in head

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_xml(document, self.rules)
        yield from page.repair_notes()
        articles = outermost(e for e in page.elements if e.tag in self.article_tags)
        spans = [(element.start, element.end) for element in articles]
        yield from page.outside(spans, "page_furniture", FURNITURE)
        results = (self.read_article(page, element) for element in articles)
        yield from require_article(document, results, self.layout)


def put_tags(
    builder: ArticleBuilder, page: Markup, within: Element, fields: Mapping[str, str]
) -> None:
    """Assign the outermost elements that have one of the tags to the tag's field."""
    for element in outermost(e for e in page.find(within=within) if e.tag in fields):
        name = fields[element.tag]
        value = clean(page.content(element))
        builder.put(name, element.start, element.end, rule=f"tag_{element.tag}", value=value)


def put_story(builder: ArticleBuilder, page: Markup, element: Element) -> None:
    """Assign the lines of an element to the body; a first line that repeats the title is none."""
    title = clean(builder.article.fields.get("title", ""))
    for line in page.between(element.start, element.end):
        if not builder.is_free(line.start, line.end):
            continue
        if not builder.article.paragraphs and clean(line.text) == title:
            builder.put_lines("", [line], rule="repeated_headline", action="dropped")
        else:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)


def put_rest(builder: ArticleBuilder, page: Markup, element: Element, prefix: str) -> None:
    """Keep the innermost elements from which nothing has been read in ``extra``."""
    for inner in page.find(within=element):
        if inner.last == inner.index:
            builder.put_other(f"{prefix}_{inner.tag}", inner.start, inner.end, rule="other_tag")


def value_of(page: Markup, element: Element | None) -> str:
    """Return what an element states: the attribute that normalizes its text, or else the text."""
    if element is None:
        return ""
    own = element.attributes
    stated = (own.get(name, "") for name in ("when", "norm", "ident"))
    return next(filter(None, stated), "") or clean(page.content(element))
