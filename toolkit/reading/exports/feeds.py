"""Readers for feeds: RSS, Atom and JSON Feed.

A feed often holds only a summary, which is read as the body and marked ``summary_only``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import (
    FURNITURE,
    is_markup,
    replace_lone_surrogates,
    require_article,
)
from toolkit.reading.exports.feed_items import read_item
from toolkit.reading.exports.html_pages import INLINE, story_of
from toolkit.reading.exports.markup import outermost
from toolkit.reading.exports.xml_files import XmlRules, parse_xml
from toolkit.reading.interface import RawArticle, n_characters, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.interface import Document, Piece, ReadOptions

_ROOT = re.compile(
    r"<(?:[A-Za-z]{1,10}:)?(?:(rss|feed|RDF)[\s>]"
    r"|entry\s[^>]{0,500}[\"'](?:http://www\.w3\.org/2005/Atom|http://purl\.org/atom/ns#)[\"'])"
)
_IN_RDF = re.compile(r"<(?:[A-Za-z]{1,10}:)?(?:channel|item)[\s>]")
"""RDF is the form of RSS 1.0, and of much else: libraries of Zotero, vocabularies."""

_HIDDEN = frozenset({"script", "style"})
_RULES = XmlRules(inline=INLINE - {"br"}, breaks={"br": "\n"}, skipped=_HIDDEN)
"""Links and bold words of a story in XHTML stand within its lines."""

_JSON = {
    "title": "title", "url": "url", "date_published": "published", "date_modified": "updated",
    "language": "language", "id": "guid", "external_url": "external_url",
}  # fmt: skip
_MAX_DEPTH = 100


class Feed:
    """RSS 0.9 to 2.0, Atom, and exports of WordPress (WXR)."""

    name = "feed"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head
        root = _ROOT.search(head[:4000]) if is_markup(head) else None
        return root is not None and (root[1] != "RDF" or _IN_RDF.search(head) is not None)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        page = parse_xml(document, _RULES)
        yield from page.repair_notes()
        items = outermost(e for e in page.elements if e.tag in {"item", "entry"})
        yield from page.outside([(e.start, e.end) for e in items], "feed_header", FURNITURE)
        outlet = _outlet(page, items)
        seen: set[tuple[str, str]] = set()
        results = (_item(page, item, outlet, seen) for item in items)
        yield from require_article(document, results, "a feed")


class JsonFeed:
    """JSON Feed, version 1 and 1.1."""

    name = "json-feed"
    measures = "values"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        head = document.head.lstrip("\ufeff \t\r\n")
        return head.startswith("{") and "jsonfeed.org" in head[:4000]

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        try:
            feed = json.loads(document.text.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            problem = f"this JSON feed cannot be read ({error})"
            raise reading_error(document, 0, problem, "The file may be cut off.") from error
        items = feed.get("items") if isinstance(feed, dict) else None
        items = (
            [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        )
        outlet = str(feed.get("title", "")) if isinstance(feed, dict) else ""
        results = (_json_item(item, at, outlet) for at, item in enumerate(items, 1))
        yield from require_article(document, results, "a JSON feed")


def _outlet(page: Markup, items: list[Element]) -> str:
    first = items[0].start if items else len(page.text)
    titles = (e for e in page.find("title") if e.start < first)
    above = next((e for e in titles if e.parent and e.parent.tag in {"channel", "feed"}), None)
    return clean(page.content(above))


def _item(
    page: Markup, item: Element, outlet: str, seen: set[tuple[str, str]]
) -> RawArticle | Piece:
    article = read_item(page, item)
    if not isinstance(article, RawArticle):
        return article
    article.set("feed_name" if article.fields.get("source") else "source", outlet)
    ids = (article.extra.get("feed_post_id"), article.extra.get("guid"), article.fields.get("url"))
    guid = str(
        next(filter(None, ids), "")
    )  # WordPress gives a copied post the address of the first
    said = {article.fields.get("title", ""), "\n".join(article.paragraphs)} - {""}
    keys = {(guid, text) for text in said or {""}}
    if guid and keys & seen:
        reason = f"the item {guid} is already in this feed"
        return page.piece(
            item.start, item.end, "rejected", rule="duplicate_generation", reason=reason
        )
    seen |= keys  # some sites give one id to all items: what has neither headline nor text is new
    return article


def _json_item(item: dict[str, Any], number: int, outlet: str) -> RawArticle:
    article = RawArticle(line=number, received=0)
    body = "content_html" if item.get("content_html") else "content_text"
    for key, text in scalars(item, ""):
        article.received = (article.received or 0) + n_characters(text)
        if key in {body, "summary"}:
            paragraphs = story_of(text)
            name = "summary" if key == "summary" else "body"
            article.put(name, text, rule=f"key_{key}", value="", line=number)
            for paragraph in paragraphs:
                article.set(name, paragraph)
        elif key in {"author.name", "authors.name"}:
            article.put("byline", text, rule="key_author", line=number)
        else:
            name = _JSON.get(key, f"feed_{key.replace('.', '_')}")
            article.put(name, text, rule="key", line=number)
    article.set("source", outlet)
    if not article.paragraphs and article.summary:
        article.paragraphs, article.summary = article.summary, []
        article.flag("summary_only", "the feed holds a summary, not the story")
    elif not article.paragraphs:
        article.flag("no_text", "the item holds no text")
    return article


def scalars(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (path, text) for every scalar of a JSON value; list indices are not in the path."""
    if depth > _MAX_DEPTH or value is None:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from scalars(inner, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner, path, depth + 1)
    else:
        yield path, replace_lone_surrogates(str(value))
