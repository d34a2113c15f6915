"""Readers for references in tagged lines: RIS ("TI  - …") and EndNote's .enw ("%T …").

RIS as Research Information Systems describes it and Zotero, EBSCO and Factiva write it; .enw as
EndNote describes it ("%0 Newspaper Article"). Both are lines of a tag and a value; a line without a
tag continues the one above.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean
from toolkit.reading.exports.common import is_markup, require_article
from toolkit.reading.exports.references import Value, finish_reference, put_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_RIS = re.compile(r"\ufeff?([A-Z][A-Z0-9]) {1,2}-(?: |$)")
_ENW = re.compile(r"\ufeff?%([A-Z0-9@!#$&()*+^<>?\[\]~=,;/-])(?: |$)")
_RIS_FIELDS = {
    "TY": ("reference_type", 0), "TI": ("title", 0), "T1": ("title", 1), "CT": ("title", 2),
    "T2": ("source", 0), "JF": ("source", 1), "JO": ("source", 2), "BT": ("source", 3),
    "JA": ("source", 4), "J2": ("source", 5), "AU": ("byline", 0), "A1": ("byline", 0),
    "DA": ("published", 0), "Y1": ("published", 1), "PY": ("published", 2),
    "Y2": ("accessed", 0), "UR": ("url", 0), "LK": ("url", 1), "LA": ("language", 0),
    "AB": ("summary", 0), "N2": ("abstract", 0), "N1": ("notes", 0), "SP": ("page", 0),
    "EP": ("last_page", 0), "SE": ("section", 0), "ET": ("edition", 0), "KW": ("keywords", 0),
    "SN": ("issn", 0), "PB": ("publisher", 0), "CY": ("publisher_place", 0),
    "AN": ("accession_number", 0), "DB": ("database", 0), "DP": ("database_provider", 0),
    "ID": ("document_number", 0), "DO": ("doi", 0), "VL": ("volume", 0), "IS": ("issue", 0),
    "A2": ("editor", 0), "ED": ("editor", 0), "L1": ("files", 0), "L2": ("files", 0),
    "L4": ("files", 0), "ST": ("title_short", 0), "TT": ("title_translated", 0),
}  # fmt: skip
_ENW_FIELDS = {
    "0": ("reference_type", 0), "T": ("title", 0), "!": ("title_short", 0), "A": ("byline", 0),
    "J": ("source", 0), "B": ("source", 1), "8": ("published", 0), "D": ("published", 1),
    "U": ("url", 0), "G": ("language", 0), "X": ("summary", 0), "Z": ("notes", 0),
    "P": ("page", 0), "&": ("section", 0), "7": ("edition", 0), "K": ("keywords", 0),
    "@": ("issn", 0), "I": ("publisher", 0), "C": ("publisher_place", 0),
    "M": ("accession_number", 0), "W": ("database_provider", 0), "~": ("database", 0),
    "[": ("accessed", 0), "R": ("doi", 0), "V": ("volume", 0), "N": ("issue", 0),
    "E": ("editor", 0), "F": ("document_number", 0), ">": ("files", 0),
}  # fmt: skip


class _Tags(NamedTuple):
    """How tags are written, and which of them begin and end a record ("" for none)."""

    pattern: re.Pattern[str]
    first: str
    last: str


class _Field(NamedTuple):
    """A tag, the offset of its value, and the lines of the field."""

    tag: str
    value_at: int
    lines: list[Line]


class Ris:
    """RIS: records from "TY" to "ER"."""

    name = "ris"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return not is_markup(document.head) and _begins(document.head, _RIS, "TY")

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        source = LinedText(document.text)
        tells_apart = re.search(r"^AB {1,2}- \S", source.text, re.MULTILINE) is not None
        abstract = "body" if tells_apart else "summary"
        fields = {tag: (abstract, 0) if name == "abstract" else (name, rank)
                  for tag, (name, rank) in _RIS_FIELDS.items()}  # fmt: skip
        results = _records(source, _Tags(_RIS, "TY", "ER"), fields)
        yield from require_article(document, results, "RIS")


class EndNoteTagged:
    """EndNote's .enw: records that begin with "%0"."""

    name = "enw"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        return not is_markup(document.head) and _begins(document.head, _ENW, "0")

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        results = _records(LinedText(document.text), _Tags(_ENW, "0", ""), _ENW_FIELDS)
        yield from require_article(document, results, "EndNote (.enw)")


def _begins(head: str, pattern: re.Pattern[str], first: str) -> bool:
    """Return whether the first lines are tagged ones, the first of them a record's first tag."""
    lines = [line for line in head.split("\n", 60)[:60] if line.strip()][:20]
    tags = [found[1] if (found := pattern.match(line)) else "" for line in lines]
    at = next((n for n, tag in enumerate(tags) if tag), len(tags))  # a provider's lines may precede
    return len(tags[at : at + 2]) == 2 and all(tags[at : at + 2]) and first in tags[at : at + 3]


def _records(
    source: LinedText, tags: _Tags, fields: Mapping[str, tuple[str, int]]
) -> Iterator[RawArticle | Piece]:
    found = list(_fields(source.lines, tags.pattern))
    end = tags.last
    starts = [at for at, field in enumerate(found) if field.tag == tags.first]
    begin = found[starts[0]].lines[0].start if starts else len(source.text)
    if source.has_text(0, begin):
        yield source.piece(0, begin, "dropped", rule="before_first_record")
    for at, following in zip(starts, [*starts[1:], len(found)], strict=True):
        record = found[at:following]
        stop = found[following].lines[0].start if following < len(found) else len(source.text)
        builder = ArticleBuilder(source, record[0].lines[0].start, stop)
        values = [_value(builder, field, fields) for field in record if field.tag != end]
        put_reference(builder, [value for value in values if value.text])
        for field in record:
            if field.tag == end:
                builder.put_lines("", field.lines, rule="end_of_record", action="dropped")
        yield finish_reference(builder)


def _fields(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[_Field]:
    field: _Field | None = None
    for line in lines:
        found = pattern.match(line.text)
        if found is not None:
            if field is not None:
                yield field
            field = _Field(found[1], line.start + found.end(), [line])
        elif field is not None and not line.blank:
            field.lines.append(line)
    if field is not None:
        yield field


def _value(builder: ArticleBuilder, field: _Field, fields: Mapping[str, tuple[str, int]]) -> Value:
    name, rank = fields.get(field.tag, (f"tag_{field.tag.lower()}", 0))
    start, end = field.lines[0].start, field.lines[-1].end
    text = clean(builder.source.text[field.value_at : end])
    return Value(name, rank, start, end, text, f"tag_{field.tag.lower()}")
