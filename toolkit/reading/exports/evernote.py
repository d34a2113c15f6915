"""Reader for notes that Evernote exports (.enex): each is read as the page that was clipped.

When a note was made is when it was clipped, and not the date of its article.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import is_markup, require_article, root_name
from toolkit.reading.exports.stated_dates import flag_later
from toolkit.reading.exports.webpages import read_page
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_PICTURES = frozenset({"data", "recognition", "alternate-data"})
_RULES = XmlRules(skipped=_PICTURES)
_FIELDS = {
    "source-url": "url",
    "author": "note_author",
    "created": "saved",
    "updated": "edited",
    "tag": "tag",
}


class Enex:
    """Evernote's .enex."""

    name = "evernote"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return is_markup(document.head) and root_name(document.head) == "en-export"

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_xml(document, _RULES)
        yield from page.repair_notes()
        results = (_note(page, note) for note in page.find("note"))
        yield from require_article(document, results, "an export of Evernote")


def _note(page: Markup, note: Element) -> RawArticle | Piece:
    title = clean(page.content(page.first("title", within=note)))
    content = page.first("content", within=note)
    story = "" if content is None else page.content(content)
    article = read_page(f"<html><head><title>{escape(title)}</title></head>{story}</html>")
    if article is None:
        reason = "a note without a text"
        return page.piece(note.start, note.end, "rejected", rule="no_text", reason=reason)
    article.line = note.line
    if not article.fields.get("title"):
        article.set("title", title)
    for element in page.find(within=note):
        name = _FIELDS.get(element.tag)
        if name and not article.fields.get(name):
            article.set(name, clean(page.content(element)))
    flag_later(article, str(article.extra.get("saved", "")), "clipped")
    return article
