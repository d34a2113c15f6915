"""What an EPUB book says of itself: its title and date, its pages in order, its contents.

Layout: EPUB 3.3 and 2.0.1. ``META-INF/container.xml`` names the package, which lists the pages;
the contents are ``nav`` of a page (EPUB 3) or an NCX file (EPUB 2).
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.html_pages import parse_html
from toolkit.reading.exports.markup import around
from toolkit.reading.exports.xml_files import XmlRules, parse_xml
from toolkit.reading.interface import Document, reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element, Markup
    from toolkit.reading.exports.office_parts import Parts

CONTAINER = "META-INF/container.xml"
_PROTECTION = "META-INF/encryption.xml"
_RULES = XmlRules()
_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_LANGUAGE = re.compile(r"(?!und)[A-Za-z]{2,3}(?:[-_]\w{2,8}){0,3}")
_NCX = "application/x-dtbncx+xml"
_EMPTY = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([A-Za-z][\w:-]*)(\s[^<>]*)?/>"
)
"""An element of XHTML without content, which HTML would take for one that is left open."""


class Entry(NamedTuple):
    """An entry of the contents: a page, the place in it, the name, and what it stands under."""

    page: str
    place: str
    name: str
    above: Entry | None


class Book(NamedTuple):
    """What a book says of itself.

    Attributes
    ----------
    facts : dict
        Title, date and language, as far as they are stated.
    pages : list of str
        Names of the parts that hold its pages, in order.
    entries : list of Entry
        The contents.
    contents : str
        Name of the page that shows the contents, "" if none is only that.
    """

    facts: dict[str, str]
    pages: list[str]
    entries: list[Entry]
    contents: str


class _Item(NamedTuple):
    part: str
    kind: str
    properties: list[str]


def read_book(document: Document, parts: Parts) -> Book:
    """Return what a book says of itself.

    Raises
    ------
    ReadingError
        If a part is missing, or the pages are encrypted.
    """
    container = parse_xml(document, _RULES, parts.read(CONTAINER))
    root = next((e for e in container.find("rootfile") if e.attributes.get("full-path")), None)
    if root is None:
        raise reading_error(document, 0, "this EPUB book does not say where its pages are")
    name = root.attributes["full-path"]
    package = parse_xml(document, _RULES, parts.read(name))
    items = {e.attributes.get("id", ""): _item(e, name) for e in package.find("item")}
    listed = (items.get(e.attributes.get("idref", "")) for e in package.find("itemref"))
    pages = [one.part for one in listed if one is not None and one.kind in _PAGES]
    pages = [part for part in dict.fromkeys(pages) if part in parts.names]
    _check_protection(document, parts, pages)
    nav = next((one.part for one in items.values() if "nav" in one.properties), "")
    ncx = next((one.part for one in items.values() if one.kind == _NCX), "")
    entries: list[Entry] = []
    if nav in parts.names:
        entries = list(_entries_of_nav(parse_page(nav, parts), nav))
    if not entries and ncx in parts.names:
        entries = list(_entries_of_ncx(parse_xml(document, _RULES, parts.read(ncx)), ncx))
    return Book(_facts(package), pages, entries, nav)


def parse_page(part: str, parts: Parts) -> Markup:
    """Return a page of a book."""
    text = Document.from_bytes(part, parts.read(part)).text
    return parse_html(_EMPTY.sub(r"<\1\2></\1>", text))


def target(href: str, beside: str) -> tuple[str, str]:
    """Return the part that a link on another part leads to, and the place in it.

    Examples
    --------
    >>> target("../text/a%20b.xhtml#c", "OEBPS/nav/toc.xhtml")
    ('OEBPS/text/a b.xhtml', 'c')
    """
    path, _, place = href.partition("#")
    if not path:
        return beside, unquote(place)
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(path))), unquote(
        place
    )


def _item(element: Element, package: str) -> _Item:
    stated = element.attributes
    part, _ = target(stated.get("href", ""), package)
    return _Item(part, stated.get("media-type", ""), stated.get("properties", "").split())


def _facts(package: Markup) -> dict[str, str]:
    facts = {}
    for name in ("title", "date", "language"):
        texts = (clean(package.content(element)) for element in package.find(name))
        facts[name] = next(filter(None, texts), "")
    if facts["date"].startswith("0101-"):  # what Calibre writes where it knows none
        facts["date"] = ""
    if not _LANGUAGE.fullmatch(facts["language"]):
        facts["language"] = ""
    return facts


def _check_protection(document: Document, parts: Parts, pages: list[str]) -> None:
    if _PROTECTION not in parts.names:
        return
    protection = parse_xml(document, _RULES, parts.read(_PROTECTION))
    named = {unquote(e.attributes.get("URI", "")) for e in protection.find("CipherReference")}
    if named & set(pages):
        problem = "the pages of this EPUB book are encrypted"
        raise reading_error(document, 0, problem, "Export the articles without protection.")


def _entries_of_ncx(contents: Markup, part: str) -> Iterator[Entry]:
    found: dict[int, Entry] = {}
    for point in contents.find("navPoint"):
        link = contents.first("content", within=point)
        name = clean(contents.content(contents.first("text", within=point)))
        page, place = target("" if link is None else link.attributes.get("src", ""), part)
        above = next((found[e.index] for e in around(point.parent) if e.index in found), None)
        found[point.index] = Entry(page, place, name, above)
        yield found[point.index]


def _entries_of_nav(page: Markup, part: str) -> Iterator[Entry]:
    found: dict[int, Entry] = {}
    lists = (nav for nav in page.find("nav") if "toc" in nav.attributes.get("epub:type", ""))
    contents = next(lists, None)
    for item in page.find("li", within=contents) if contents is not None else ():
        label = next((e for e in page.children(item) if e.tag in {"a", "span"}), None)
        if label is None:
            continue
        href = label.attributes.get("href", "")
        page_of, place = target(href, part) if href else ("", "")
        above = next((found[e.index] for e in around(item.parent) if e.index in found), None)
        found[item.index] = Entry(page_of, place, clean(page.content(label)), above)
        yield found[item.index]
