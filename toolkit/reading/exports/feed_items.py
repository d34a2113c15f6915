"""Reads one item of a feed (RSS, Atom, WordPress) as an article.

Many feeds say a thing twice, in their own elements and in those of Dublin Core: ``pubDate`` and
``dc:date``, ``title`` and ``dc:title``. Each field has one value, and a date that contradicts
another is named.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean
from toolkit.reading.exports.blogger import why_no_post
from toolkit.reading.exports.html_pages import story_of
from toolkit.reading.exports.stated_dates import (
    StatedDate,
    choose_dates,
    day_of,
    of_local_day,
)
from toolkit.reading.exports.wordpress import (
    as_html,
    printed_day,
    stated_by_wordpress,
    why_no_article,
)
from toolkit.reading.exports.xml_files import XHTML
from toolkit.reading.interface import DATE_FIELDS, KNOWN_FIELDS
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Piece, RawArticle

OWN = frozenset({
    "", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
    "http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/", "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
})  # fmt: skip
"""Namespaces whose elements are fields; those of others (pictures, players) go to ``extra``."""

_TAGS = {
    "title": "title", "link": "url", "pubDate": "published", "published": "published",
    "date": "published", "issued": "published", "updated": "updated", "modified": "updated",
    "creator": "byline", "author": "byline", "category": "section", "subject": "subject",
    "guid": "guid", "id": "guid", "language": "language", "publisher": "source",
    "rights": "copyright", "comments": "comments",
}  # fmt: skip
_STORIES = ("encoded", "content", "fullitem", "body")
"""Elements that hold the whole story, the best first; the others hold a summary."""

_TEXTS = frozenset({"description", "summary", *_STORIES})
_SEVERAL = frozenset({"section", "subject", "byline"})
"""Fields of which an item may have several values."""


def read_item(page: Markup, item: Element) -> RawArticle | Piece:
    """Return an item as an article, or as a rejected piece if it is none.

    Parameters
    ----------
    page : Markup
        The feed.
    item : Element
        Its ``item`` or ``entry``.
    """
    builder = ArticleBuilder(page, item.start, item.end)
    stated = stated_by_wordpress(page, page.children(item))
    reason = why_no_article(stated) or why_no_post(page, item)
    if reason:
        return builder.reject("not_an_article", reason)
    _Item(page, item, builder, is_draft=bool(stated)).read()
    article = builder.article
    if day := printed_day(stated):
        article.extra["published_utc"] = article.fields.pop("published", "")
        article.set("published", day)
    return builder.finish()


class _Item:
    """One item: what it says, by its elements."""

    def __init__(
        self, page: Markup, item: Element, builder: ArticleBuilder, *, is_draft: bool
    ) -> None:
        self.page, self.builder, self.is_draft = page, builder, is_draft
        self.article = builder.article
        self.children = list(page.children(item))
        tags = {child.tag for child in self.children if _is_own(child) and not _is_binary(child)}
        self.full = next((tag for tag in _STORIES if tag in tags), None)
        self.dates: list[StatedDate] = []

    def read(self) -> None:
        """Read all elements."""
        for child in self.children:
            if _is_own(child):
                self.put(child)
            else:
                self.builder.put(f"feed_{child.tag}", child.start, child.end, rule="other_tag")
        self.date()
        guid = str(self.article.extra.get("guid", ""))
        if guid.startswith(("http://", "https://")) and self.has_address_for_id:
            self.once("url", guid)
        if not self.article.paragraphs:
            self.article.flag("no_text", "the item holds no text")
        elif self.full is None:
            self.article.flag("summary_only", "the feed holds a summary, not the story")

    @property
    def has_address_for_id(self) -> bool:
        """Whether the id of an item of RSS is its address, as it is unless it says otherwise."""
        ids = [child for child in self.children if child.tag == "guid"]
        return bool(ids) and ids[0].attributes.get("isPermaLink", "true") == "true"

    def put(self, child: Element) -> None:
        """Read one element."""
        start, end, tag, page = child.start, child.end, child.tag, self.page
        if tag == "link" and child.attributes.get("href"):
            if child.attributes.get("rel", "alternate") == "alternate":
                self.once("url", child.attributes["href"])
        elif tag in _TEXTS:
            self.text(child)
        elif tag == "author":
            name = page.first("name", within=child) or child
            self.field("byline", child, clean(page.content(name)))
        elif tag == "source":
            title = page.first("title", within=child) or child
            self.builder.put("source", title.start, title.end, rule="tag_source")
            self.builder.put("feed_source", start, end, rule="tag_source")
        elif tag == "category" and child.attributes.get("domain") == "post_tag":
            self.builder.put("subject", start, end, rule="tag_post_tag")
        elif tag in _TAGS:
            self.field(_TAGS[tag], child, clean(" ".join(story_of(self.decoded(child)))))
        else:
            self.builder.put(f"feed_{tag}", start, end, rule="other_tag")

    def field(self, name: str, child: Element, value: str) -> None:
        """Read the value of a field, unless the item has said it already."""
        if name in DATE_FIELDS:
            self.dates.append(StatedDate(name, value, child.tag))
            self.builder.put(name, child.start, child.end, rule=f"tag_{child.tag}", value="")
            return
        name, rule = self.free(name, value), f"tag_{child.tag}"
        if name:
            self.builder.put(name, child.start, child.end, rule=rule, value=value)
        else:
            self.builder.put("", child.start, child.end, rule="repeated_field", action="dropped")

    def free(self, name: str, value: str) -> str:
        """Return the field for a value: another one if it is taken, "" if it is repeated."""
        known = (self.article.fields if name in KNOWN_FIELDS else self.article.extra).get(name, "")
        if known and folded(value) in {folded(one) for one in str(known).split("; ")}:
            return ""
        return f"other_{name}" if known and name not in _SEVERAL else name

    def once(self, name: str, value: str) -> None:
        """Set a field that has no value yet."""
        if not self.article.fields.get(name):
            self.article.set(name, value)

    def date(self) -> None:
        """Choose the dates among those that the item states."""
        if len(self.dates) < 2:
            for date in self.dates:
                self.article.set(date.kind, date.text)
            return
        chosen = choose_dates(self.dates)
        for name in ("published", "updated"):
            self.article.set(name, chosen[name])
        taken = StatedDate("published", chosen["published"], "")
        others = [
            f"{date.where}: {date.text}"
            for date in self.dates
            if date.kind == "published"
            and day_of(date.text) != day_of(taken.text)
            and of_local_day(date, [taken]) is date
        ]
        if others:
            self.article.set("other_dates", "; ".join(others))
            self.article.flag("dates_disagree", f"the item is also dated {'; '.join(others)}")

    def text(self, child: Element) -> None:
        """Read a story or a summary."""
        start, end, tag = child.start, child.end, child.tag
        if _is_binary(child):
            self.builder.put("", start, end, rule="binary_content", action="dropped")
            return
        content = self.decoded(child)
        if self.is_draft:
            content, captions = as_html(content)
            self.article.captions += captions
        paragraphs = story_of(content)
        if tag in _STORIES and tag != self.full:
            self.builder.put("", start, end, rule="second_copy", action="dropped")
        elif tag == self.full or self.full is None:
            self.builder.put_text("body", start, end, paragraphs=paragraphs, rule=f"tag_{tag}")
        else:
            self.builder.put_text("summary", start, end, paragraphs=paragraphs, rule=f"tag_{tag}")

    def decoded(self, child: Element) -> str:
        """Return the content of an element, unpacked if it is in base64 (Atom 0.3)."""
        content = self.page.content(child)
        if child.attributes.get("mode") == "base64":
            try:
                return base64.b64decode(content).decode()
            except (binascii.Error, ValueError):
                return content
        return content


def _is_own(child: Element) -> bool:
    return child.namespace in OWN or (child.namespace == XHTML and child.tag == "body")


def _is_binary(content: Element) -> bool:
    """Return whether the content of an Atom entry is a picture or another file (RFC 4287)."""
    stated = content.attributes.get("type", "")
    if "/" not in stated:  # "text", "html" and "xhtml" are the names of the standard
        return False
    kind = stated.casefold().partition(";")[0].strip()
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return not is_text
