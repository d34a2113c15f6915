"""Text of Word documents, read from word/document.xml without a third-party package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.office_parts import has_part, read_part
from toolkit.reading.exports.xml_files import XmlRules, parse_xml

if TYPE_CHECKING:
    from toolkit.reading.interface import Document

_PART = "word/document.xml"
_RULES = XmlRules(
    blocks=frozenset({"p"}),
    text_in=frozenset({"t"}),
    skipped=frozenset({"Fallback", "delText", "instrText"}),
    breaks={"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"},
    doctype=False,
    blank_lines=True,
)


def is_docx(document: Document) -> bool:
    """Return whether the content is a zip archive that holds a Word document."""
    return has_part(document, _PART)


def parse_docx(document: Document) -> Markup:
    """Return the visible text of a Word document, one line per paragraph, including tables.

    Raises
    ------
    ReadingError
        If the archive is damaged or unpacks to too much, or its XML is not what Word writes.
    """
    parsed = parse_xml(document, _RULES, read_part(document, _PART, ".docx"))
    numbers = [(line.start, number) for number, line in enumerate(parsed.lines, 1)]
    return Markup(parsed.text, numbers, parsed.elements)
