"""Lists of articles on a page or in a mail: a headline, an outlet and a few words of each.

Each item says in microdata that it is an article, as those of Google Alerts do; see
https://schema.org/Article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.common import FURNITURE
from toolkit.reading.exports.headed_stories import n_words
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.page_meta import value_of_element
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

_ARTICLE = re.compile(r"schema\.org/(?:\w*Article|\w*Posting|Report)$")
_FIELDS = {
    "name": "title", "headline": "title", "publisher": "source", "description": "body",
    "datepublished": "published", "datemodified": "updated", "author": "byline", "url": "url",
}  # fmt: skip
_MAX_WORDS, _MAX_OUTSIDE = 120, 40
_SUMMARY = "the page or mail lists articles, with a few words of each"


def listed_items(page: Markup) -> list[Element]:
    """Return the elements that hold an article each, if a page is a list of them; else none."""
    items = outermost(
        e for e in page.elements if _ARTICLE.search(e.attributes.get("itemtype", "").rstrip("/"))
    )
    items = [item for item in items if any(name == "title" for name, _ in _stated(page, item))]
    if len(items) < 2 or any(count_words(page.content(item)) > _MAX_WORDS for item in items):
        return []
    inside = sum(n_words(page.between(item.start, item.end)) for item in items)
    return items if n_words(page.lines) - inside < _MAX_OUTSIDE else []


def read_items(page: Markup, items: Sequence[Element]) -> Iterator[RawArticle | Piece]:
    """Yield an article for each item, marked ``summary_only``, and the rest of the page."""
    for item in items:
        builder = ArticleBuilder(page, item.start, item.end)
        article = builder.article
        for name, element in _stated(page, item):
            value = value_of_element(page, element)
            if name == "url":
                article.set("url", element.attributes.get("href", "") or value)
            elif name == "body" or not article.fields.get(name):
                value = clean(page.content(element)) or value if name == "body" else value
                builder.put(name, element.start, element.end, rule=f"item_{name}", value=value)
        article.flag("summary_only" if article.paragraphs else "headline_only", _SUMMARY)
        yield builder.finish()
    spans = [(item.start, item.end) for item in items]
    yield from page.outside(spans, "page_furniture", FURNITURE)


def _stated(page: Markup, item: Element) -> Iterator[tuple[str, Element]]:
    """Yield (field, element) for the properties of an item, not of what is inside it."""
    for element in page.find(within=item):
        field = _FIELDS.get(element.attributes.get("itemprop", "").lower())
        owner = element.parent
        while owner is not None and owner is not item and "itemscope" not in owner.attributes:
            owner = owner.parent
        if field and owner is item:
            yield field, element
