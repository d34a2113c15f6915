"""Text of Word documents, read from their XML without a third-party package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.asides import FLOATING, REASONS
from toolkit.reading.exports.html_pages import RAISED_DIGITS
from toolkit.reading.exports.markup import Markup
from toolkit.reading.exports.office_parts import has_part, read_part
from toolkit.reading.exports.xml_files import XmlRules, parse_xml
from toolkit.reading.interface import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.interface import Document

_PART, _RELATIONS = "word/document.xml", "_rels/.rels"
_RAISED = re.compile(
    rb'(="superscript"\s*/>(?:<(?!/\w{1,10}:r>)[^<>]{1,300}>){1,8})([0-9]{1,3})(?=</)'
)
"""The number of a run set above the line; the tags between do not leave the run."""
_RELATION = re.compile(r"<Relationship\s[^>]*/officeDocument\"[^>]*>")
_TARGET = re.compile(r"\sTarget=\"([^\"]+)\"")
_BESIDE = {
    "word/footnotes.xml": "footnote", "word/endnotes.xml": "footnote",
    "word/comments.xml": "comment",
}  # fmt: skip
_RULES = XmlRules(
    blocks=frozenset({"p"}),
    text_in=frozenset({"t", "delText"}),
    skipped=frozenset({"Fallback", "instrText"}),
    asides={
        "delText": "tracked_deletion", "moveFrom": "tracked_deletion", "rt": "ruby",
        "txbxContent": FLOATING,
    },
    hiding={"vanish": "hidden"},
    joining=frozenset({"del"}),
    initials=frozenset({"framePr"}),
    breaks={"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"},
    doctype=False,
    blank_lines=True,
)  # fmt: skip


def is_docx(document: Document) -> bool:
    """Return whether the content is a zip archive that holds a Word document."""
    return bool(_main_part(document))


def _main_part(document: Document) -> str:
    """Return the part that holds the text, "" if there is none.

    Word writes word/document.xml, its edition on the web word/document2.xml; the list of
    relationships says which.
    """
    if has_part(document, _PART):
        return _PART
    if not has_part(document, _RELATIONS):
        return ""
    relations = read_part(document, _RELATIONS, ".docx").decode("utf-8", "replace")
    found = (_TARGET.search(one) for one in _RELATION.findall(relations))
    part = next((target[1].lstrip("/") for target in found if target), "")
    return part if part.startswith("word/") and has_part(document, part) else ""


def parse_docx(document: Document) -> Markup:
    """Return the visible text of a Word document, one line per paragraph, including tables.

    Raises
    ------
    ReadingError
        If the archive is damaged or unpacks to too much, or its XML is not what Word writes.
    """
    content = _RAISED.sub(_raise, read_part(document, _main_part(document), ".docx"))
    parsed = parse_xml(document, _RULES, content)
    numbers = [(line.start, number) for number, line in enumerate(parsed.lines, 1)]
    page = Markup(parsed.text, numbers, parsed.elements)
    page.asides = [*parsed.asides, *_beside(document)]
    return page


def _raise(found: re.Match[bytes]) -> bytes:
    """Return a raised number as raised digits, so that it is no part of the word before it."""
    return found[1] + found[2].decode("ascii").translate(RAISED_DIGITS).encode("utf-8")


def _beside(document: Document) -> Iterator[Piece]:
    """Yield the footnotes and comments, which are in parts of their own, as dropped pieces."""
    for part, rule in _BESIDE.items():
        if has_part(document, part):
            notes = parse_xml(document, _RULES, read_part(document, part, ".docx"))
            for line in notes.lines:
                if not line.blank:
                    yield Piece(line.text.strip(), "dropped", "", rule, reason=REASONS[rule])
