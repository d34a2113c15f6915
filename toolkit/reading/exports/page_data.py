"""Metadata of a saved page: JSON-LD, OpenGraph, ``<meta>`` and ``<time>``.

Text extractors drop the time of day and the date of the last update, and some return the date of
the file. Dates, section and author are therefore read here, whichever extractor finds the story.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.common import replace_lone_surrogates
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup

_STORY = re.compile(r"(?:News|Reportage|Analysis|Opinion|Background|Blog|Social)?"
                    r"(?:Article|Posting|NewsArticle|Report|LiveBlogPosting)$")  # fmt: skip
_META = {
    "published": (
        "article:published_time", "og:article:published_time", "datepublished",
        "article.published", "parsely-pub-date", "pubdate", "publishdate", "publish-date",
        "publication_date", "date", "dc.date", "dc.date.issued", "dcterms.created", "sailthru.date",
        "cxenseparse:recs:publishtime", "article:published",
    ),
    "updated": (
        "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
        "lastmod", "last-modified", "dcterms.modified", "article:modified", "revision_date",
    ),
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "section": ("article:section", "og:article:section", "section", "parsely-section"),
    "byline": ("author", "article:author_name", "dc.creator", "parsely-author", "sailthru.author"),
    "source": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url",),
    "description": ("og:description", "description", "twitter:description"),
    "keywords": ("news_keywords", "keywords"),
}  # fmt: skip
_VISIBLE = re.compile(
    r"\s*(?:date|published|posted|publié le|datum|veröffentlicht|fecha|yayınlanma)\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\s*(?:last )?(?:updated|modified|mis à jour|aktualisiert)", re.IGNORECASE)


def page_data(page: Markup) -> dict[str, str]:
    """Return the fields stated by a page, preferring the most reliable source of each."""
    found: dict[str, str] = {}
    for data in (_linked_data(page), _meta(page), _elements(page)):
        for name, value in data.items():
            if value and name not in found:
                found[name] = value
    headline = clean(page.content(page.first("h1")))
    if headline and found.get("title", "").startswith(headline):
        found["title"] = headline  # "Headline | Outlet | 19.01.2020"
    if "published" not in found and "updated" not in found:
        found.update(_visible_date(page))
    return found


def _meta(page: Markup) -> dict[str, str]:
    stated: dict[str, str] = {}
    for element in page.find("meta"):
        own = element.attributes
        key = (own.get("property") or own.get("name") or own.get("itemprop") or "").lower()
        stated.setdefault(key, clean(own.get("content", "")))
    data = {
        name: next((stated[key] for key in keys if stated.get(key)), "")
        for name, keys in _META.items()
    }
    root = page.first("html")
    data["language"] = "" if root is None else root.attributes.get("lang", "")
    if data["byline"].startswith(("http://", "https://")):
        data["byline"] = ""
    return data


def _elements(page: Markup) -> dict[str, str]:
    data: dict[str, str] = {}
    for element in page.find("time"):
        stamp = element.attributes.get("datetime", "") or clean(page.content(element))
        changed = _CHANGED.match(page.content(element)) is not None
        changed = changed or element.attributes.get("itemprop") == "dateModified"
        data.setdefault("updated" if changed else "published", stamp)
    canonical = (e for e in page.find("link") if e.attributes.get("rel") == "canonical")
    link = next(canonical, None)
    data["url"] = "" if link is None else link.attributes.get("href", "")
    data["title"] = clean(page.content(page.first("h1")))
    title = page.first("title")
    if not data["title"] and title is not None:
        data["title"] = clean(title.data)
    return data


def _visible_date(page: Markup) -> dict[str, str]:
    """Read the date from a line such as "Date 19.01.2020"."""
    for line in page.lines:
        label = _VISIBLE.match(line.text)
        if label is None:
            continue
        rest = line.text[label.end() :].strip()
        if date_length(rest) == len(rest):
            return {"published": rest}
    return {}


def _linked_data(page: Markup) -> dict[str, str]:
    for element in page.find("script"):
        if "ld+json" in element.attributes.get("type", "").lower():
            for node in _nodes(element):
                if _is_story(node):
                    return _of_story(node)
    return {}


def _nodes(element: Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD block: single, in a list, or in a graph."""
    try:
        waiting: list[Any] = [json.loads(element.data.strip(), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(1000):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node[:100] + waiting
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _is_story(node: dict[str, Any]) -> bool:
    kinds = node.get("@type", "")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _STORY.fullmatch(kind) for kind in kinds)


def _of_story(node: dict[str, Any]) -> dict[str, str]:
    return {
        "title": _text(node.get("headline")),
        "published": _text(node.get("datePublished")),
        "updated": _text(node.get("dateModified")),
        "section": _text(node.get("articleSection")),
        "byline": _text(node.get("author")),
        "source": _text(node.get("publisher")),
        "language": _text(node.get("inLanguage")),
        "place": _text(node.get("dateline")),
        "agency": _text(node.get("sourceOrganization")),
        "url": _text(node.get("url")),
        "description": _text(node.get("description")),
        "story": _raw_text(node.get("articleBody")),
    }


def _raw_text(value: Any) -> str:
    return replace_lone_surrogates(value).strip() if isinstance(value, str) else ""


def _text(value: Any, depth: int = 0) -> str:
    """Return a JSON-LD value as text: the name of an object, the members of a list."""
    if isinstance(value, dict) and depth < 5:
        return _text(value.get("name") or value.get("@value"), depth + 1)
    if isinstance(value, list) and depth < 5:
        return "; ".join(filter(None, (_text(inner, depth + 1) for inner in value[:20])))
    return clean(replace_lone_surrogates(value)) if isinstance(value, str) else ""
