"""Text of OpenDocument files (.odt), read from content.xml without a third-party package.

Layout: the OpenDocument 1.3 specification, part 3. (odfpy parses with a parser that expands
entities, and has had no release since 2020; the text needs a few rules only.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.asides import FLOATING
from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.office_parts import has_part, read_part
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from toolkit.reading.interface import Document

_PART = "content.xml"
_MIME = b"application/vnd.oasis.opendocument.text"
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
    parsed = parse_xml(document, _RULES, read_part(document, _PART, ".odt"))
    numbers = [(line.start, number) for number, line in enumerate(parsed.lines, 1)]
    page = Markup(parsed.text, numbers, parsed.elements)
    page.asides = parsed.asides
    return page
