"""Text of OpenDocument files (.odt), read from content.xml without a third-party package.

Layout: the OpenDocument 1.3 specification, part 3. (odfpy parses with a parser that expands
entities, and has had no release since 2020; the text needs a few rules only.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.asides import FLOATING
from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.office_parts import has_part, read_part
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from toolkit.reading.interface import Document

_PART = "content.xml"
_MIME = b"application/vnd.oasis.opendocument.text"
_STYLE = re.compile(rb"<style:style\b[^>]*>")
_NAME = re.compile(rb"\bstyle:name=\"([^\"]*)\"")
_PARENT = re.compile(rb"\bstyle:parent-style-name=\"Heading_20_(\d)\"")
_RULES = XmlRules(
    blocks=frozenset({"p", "h"}),
    inline=frozenset({"span", "a", "s", "tab", "line-break"}),
    skipped=frozenset({
        "scripts", "font-face-decls", "automatic-styles", "sequence-decls", "forms",
        "bibliography-configuration", "change-info", "note-citation", "table-of-content-source",
        "alphabetical-index-source", "illustration-index-source", "table-index-source",
        "object-index-source", "user-index-source", "bibliography-source", "event-listeners",
    }),
    asides={
        "annotation": "comment", "note": "footnote", "tracked-changes": "tracked_deletion",
        "ruby-text": "ruby", "title": "image_description", "desc": "image_description",
        "hidden-text": "hidden", "text-box": FLOATING,
    },
    breaks={"line-break": "\n", "tab": "\t", "s": " "},
    doctype=False,
    blank_lines=True,
)  # fmt: skip


def is_odt(document: Document) -> bool:
    """Return whether the content is a zip archive that holds an OpenDocument text."""
    return has_part(document, _PART) and _MIME in document.head_bytes[:4096]


def parse_odt(document: Document) -> Markup:
    """Return the visible text of an OpenDocument text, one line per paragraph.

    Raises
    ------
    ReadingError
        If the archive is damaged or unpacks to too much, or its XML is not what it should be.
    """
    content = read_part(document, _PART, ".odt")
    parsed = parse_xml(document, _RULES, content)
    numbers = [(line.start, number) for number, line in enumerate(parsed.lines, 1)]
    page = Markup(parsed.text, numbers, parsed.elements)
    page.asides = parsed.asides
    levels = heading_levels(content)
    for element in page.elements:
        level = levels.get(element.attributes.get("style-name", "")) if levels else None
        if level is not None and element.tag == "p":
            element.attributes["outline-level"] = level
    return page


def heading_levels(content: bytes) -> dict[str, str]:
    """Return the level of each style of the file's own that is a heading's with a change.

    LibreOffice writes the first heading of a page that it has opened as a paragraph so.

    Examples
    --------
    >>> heading_levels(b'<style:style style:name="P1" style:parent-style-name="Heading_20_2">')
    {'P1': '2'}
    """
    found = {}
    for style in _STYLE.finditer(content):
        name, parent = _NAME.search(style[0]), _PARENT.search(style[0])
        if name is not None and parent is not None:
            found[name[1].decode()] = parent[1].decode()
    return found
