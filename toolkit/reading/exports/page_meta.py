"""Reads the ``<meta>`` elements, microdata and microformats of a saved page.

Names: OpenGraph (https://ogp.me), Dublin Core (https://www.dublincore.org), schema.org microdata,
h-entry (https://microformats.org/wiki/h-entry), and what publishing systems add to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.date_lines import is_date_label, read_date_line
from toolkit.reading.exports.markup import around
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.exports.story_region import StoryRegion

_META = {
    "published": (
        "article:published_time", "og:article:published_time", "article:published",
        "article.published", "datepublished", "date_published", "dcterms.issued",
        "dcterms.available", "dc.date.issued", "dc.date.published", "parsely-pub-date",
        "sailthru.date", "pubdate", "pub_date", "publishdate", "publish-date", "publish_date",
        "publication_date", "publicationdate", "publication-date", "published-date",
        "published_date", "published", "originalpublicationdate", "og:pubdate", "og:publish_date",
        "cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date",
        "citation_date", "prism.publicationdate", "bt:pubdate", "displaydate", "article_date",
        "article.date", "release_date", "bepress_citation_date",
    ),
    "date": ("date", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created"),
    "updated": (
        "article:modified_time", "og:article:modified_time", "article:modified",
        "article.updated", "datemodified", "dcterms.modified", "dc.date.modified",
        "og:updated_time", "lastmod", "last-modified", "last_modified", "revision_date",
        "bt:moddate",
    ),
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline"),
    "section": ("article:section", "og:article:section", "section", "parsely-section"),
    "byline": (
        "author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author",
        "sailthru.author", "citation_author", "byl",
    ),
    "source": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher"),
    "url": ("og:url",),
    "description": ("og:description", "description", "dcterms.description", "twitter:description"),
    "keywords": ("news_keywords", "keywords"),
}  # fmt: skip
_ITEMS = {
    "datepublished": "published", "datemodified": "updated", "headline": "title",
    "author": "byline", "articlesection": "section", "publisher": "source",
}  # fmt: skip
_PUBLISHED = re.compile(
    r"(?:^|\s)(?:(?:dt-)?published|entry-date|pubdate|post-date|article-date|date-published|"
    r"(?:article|story|post)__?(?:date|time|published))(?=\s|$)",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|dateline|datetime|timestamp|pubdate|published|time)(?=$|[\s_-])",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:^|[\s_-])(?:dt-)?(?:updated|modified|lastmod)(?=[\s_-]|$)", re.IGNORECASE
)
_UPDATED_LABEL = re.compile(
    r"\s*(?:last )?(?:updated|modified|mis à jour|aktualisiert|actualizado|aggiornato|atualizado|"
    r"bijgewerkt|güncelle)",
    re.IGNORECASE,
)
_MAX_WORDS = 25
_MAX_LINE = 500


def meta_data(page: Markup) -> dict[str, str]:
    """Return the fields stated in ``<meta>`` elements; ``date`` is one whose kind is not said."""
    stated: dict[str, str] = {}
    for element in page.find("meta"):
        own = element.attributes
        key = (own.get("property") or own.get("name") or own.get("itemprop") or "").lower()
        if key.startswith(("dc:", "dcterms:", "parsely:", "sailthru:")):
            key = key.replace(":", ".", 1)
        stated.setdefault(key, clean(own.get("content", "")))
    data = {
        name: next((stated[key] for key in keys if stated.get(key)), "")
        for name, keys in _META.items()
    }
    root = page.first("html")
    data["language"] = "" if root is None else root.attributes.get("lang", "")
    if data["byline"].startswith(("http://", "https://")) or data["byline"].isdecimal():
        data["byline"] = ""
    return data


def _item(element: Element, region: StoryRegion) -> str:
    """Return the field that an ``itemprop`` of the story states, "" for any other element."""
    name = _ITEMS.get(element.attributes.get("itemprop", "").lower(), "")
    if not name or region.is_own_item(element):
        return name
    return "" if region.is_furniture(element) or region.is_other_item(element) else name


def dated_offsets(page: Markup, region: StoryRegion) -> set[int]:
    """Return where visible elements begin that state a date of the story."""
    items = {
        element.start
        for element in page.elements
        if element.end > element.start and _item(element, region) in {"published", "updated"}
    }
    return items | {e.start for _, e in date_elements(page, region) if e.end > e.start}


def microdata(page: Markup, region: StoryRegion) -> dict[str, str]:
    """Return the fields stated by ``itemprop`` on elements of the story, not of another item."""
    data: dict[str, str] = {}
    for element in page.elements:
        name = _item(element, region)
        if name:
            data.setdefault(name, value_of_element(page, element))
    return data


def date_elements(page: Markup, region: StoryRegion) -> Iterator[tuple[str, Element]]:
    """Yield (kind, element) for ``<time>`` and date classes near the headline of the story.

    A ``<time>`` inside a paragraph of the story dates what is told, not the article; one in a
    masthead, a side bar, a comment or a related article dates something else.
    """
    for element in page.elements:
        if element.start > region.end:
            return
        kind = _date_kind(page, element)
        if kind and region.holds(element) and not region.is_furniture(element):
            said = "pubdate" in element.attributes or _is_published(element)
            if said or kind == "updated" or element.start <= region.body_start:
                yield kind, element


def _date_kind(page: Markup, element: Element) -> str:
    names = element.attributes.get("class", "")
    if element.tag != "time" and not names:
        return ""
    if element.tag != "time" and not _is_published(element):
        updated = element.tag == "abbr" and _UPDATED.search(names) is not None
        return "updated" if updated else ""
    if element.end - element.start > 200:
        return ""
    text = page.content(element)
    begin, stop = _line_around(page, element)
    line = page.text[begin : element.end]
    is_long = count_words(page.text[begin:stop]) > _MAX_WORDS
    if is_long or _is_quoted(element) or _dates_what_is_told(page, element):
        return ""
    label = line[: -len(text)] if text else line
    names = "" if "pubdate" in element.attributes else names  # a class for other readers
    if _UPDATED.search(names) or _UPDATED_LABEL.match(text) or _UPDATED_LABEL.match(_last(label)):
        return "updated"
    return "published"


def _is_quoted(element: Element) -> bool:
    """Return whether an element stands in a quotation: that of a post shown within the story."""
    return any(above.tag == "blockquote" for above in around(element.parent))


def _dates_what_is_told(page: Markup, element: Element) -> bool:
    """Return whether a date stands in a sentence of the story, and not in a date line."""
    if _is_published(element) or not is_in_sentence(page, element):
        return False
    begin, stop = _line_around(page, element)
    return read_date_line(page.text[begin:stop]) is None


def is_date_element(element: Element) -> bool:
    """Return whether an element says that it is a date: ``<time>``, or a class such as "date"."""
    return element.tag == "time" or bool(_DATE_CLASS.search(element.attributes.get("class", "")))


def is_in_sentence(page: Markup, element: Element) -> bool:
    """Return whether a date stands among the words of a sentence: "It opened on <time>Monday"."""
    begin, stop = _line_around(page, element)
    if is_date_label(_last(page.text[begin : element.start])):
        return False
    before, after = page.text[begin : element.start].split(), page.text[element.end : stop].split()
    n_words = len(before) + len(after)
    ends = page.text[begin:stop].rstrip(" \t\u00a0\"'”’»)").endswith((".", "!", "?", "…", "。"))
    return n_words > 2 and (ends or (n_words > 3 and bool(before) and len(after) > 1))


def _line_around(page: Markup, element: Element) -> tuple[int, int]:
    """Return the span of the line around an element, as far as a date line may reach."""
    low, high = max(0, element.start - _MAX_LINE), element.end + _MAX_LINE
    begin = page.text.rfind("\n", low, element.start)
    stop = page.text.find("\n", element.end, high)
    return (begin + 1 if begin >= 0 else low), (stop if stop >= 0 else high)


def _is_published(element: Element) -> bool:
    return _PUBLISHED.search(element.attributes.get("class", "")) is not None


def _last(label: str) -> str:
    """Return the last words of what stands before a date: after "|", "·" or a comma."""
    return re.split(r"[|·•;,(]", label)[-1]


def value_of_element(page: Markup, element: Element) -> str:
    """Return what an element states: an attribute, else its name or its visible text."""
    own = element.attributes
    stated = own.get("content") or own.get("datetime")
    if not stated and element.tag in {"abbr", "span"}:
        stated = own.get("title")
    if not stated:
        inner = page.first("time", within=element)
        stated = inner.attributes.get("datetime") if inner is not None else ""
    if not stated:
        name = next(
            (e for e in page.find(within=element) if e.attributes.get("itemprop") == "name"), None
        )
        stated = page.content(element if name is None else name)
        if name is not None and not stated:
            stated = name.attributes.get("content", "")
    return clean(stated)
