"""Reader for EBSCOhost's text output: labelled fields, then the full text.

Layout: "Record: 1", then "Title:", "Source:", "Accession Number:", "Database:" as EBSCOhost prints
and saves records (its field names also stand in public readers of its pages).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean, finish_record
from toolkit.reading.exports.common import is_markup, require_article
from toolkit.reading.exports.labelled import (
    by_label,
    label_in,
    labelled_fields,
    without_rules,
)
from toolkit.reading.exports.nexis_labels import language_code, strip_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.labelled import LabelledField
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

FIELDS = {
    "record": "record_number", "title": "title", "authors": "byline", "author": "byline",
    "by": "byline", "source": "source", "document type": "document_type",
    "publication type": "publication_type", "subject terms": "subject", "subjects": "subject",
    "geographic terms": "geographic", "people": "person", "company/entity": "company",
    "naics/industry codes": "industry", "author-supplied keywords": "keywords",
    "abstract": "summary", "full text word count": "words_declared",
    "word count": "words_declared", "issn": "issn", "isbn": "issn",
    "accession number": "accession_number", "author affiliations": "affiliation",
    "author affiliation": "affiliation", "doi": "doi",
    "persistent link to this record (permalink)": "url", "permalink": "url",
    "persistent link to this record": "url", "cut and paste": "html_link", "database": "database",
    "language": "language", "alternate title": "alternate_title",
    "publisher information": "publisher", "publication date": "date_printed", "lexile": "lexile",
    "reviews & products": "products", "related isbns": "related", "copyright": "copyright",
    "notes": "notes", "pages": "page", "section": "section", "images": "images",
    "full text database": "database", "local call number": "call_number", "series": "series",
    "document information": "information",
}  # fmt: skip
_RECORD = re.compile(r"^\s*Record:\s*\d{1,6}\s*$", re.MULTILINE)
_field_in = by_label(FIELDS)
_SIGNS = frozenset(
    {"accession number", "database", "source", "document type", "full text word count"}
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_SOURCE = re.compile(
    r"(?P<outlet>.+?)[.,;]?\s+"
    rf"(?P<date>\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d|{_MONTH}\s?\d{{1,2}},?\s\d{{4}}|"
    rf"\d{{1,2}}\s{_MONTH},?\s\d{{4}}|{_MONTH}(?:/{_MONTH})?\s?\d{{4}})(?=[,.;\s]|$)",
    re.IGNORECASE,
)


class Ebsco:
    """EBSCOhost text: records with labels, the full text below the last of them."""

    name = "ebsco-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        if document.is_binary or is_markup(document.head):
            return False
        head = document.head[:6000]
        if "Title:" not in head or not ("Database:" in head or "Accession Number:" in head):
            return False
        labels = {found[0] for line in LinedText(head).lines if (found := label_in(line))}
        return "title" in labels and len(labels & _SIGNS) >= (2 if _RECORD.search(head) else 4)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, _records(LinedText(document.text)), "EBSCOhost text")


def _records(source: LinedText) -> Iterator[RawArticle | Piece]:
    marks = [found.start() for found in _RECORD.finditer(source.text)] or [0]
    if source.has_text(0, marks[0]):
        yield source.piece(0, marks[0], "dropped", rule="before_first_record")
    for start, end in zip(marks, [*marks[1:], len(source.text)], strict=True):
        yield _article(ArticleBuilder(source, start, end))


def _article(builder: ArticleBuilder) -> RawArticle | Piece:
    lines = [line for line in builder.source.between(builder.start, builder.end) if not line.blank]
    lines = without_rules(builder, lines)
    story = _story(lines)
    for field in labelled_fields(lines[:story], _field_in):
        _put(builder, field)
    title = clean(builder.article.fields.get("title", "")).rstrip(".")
    for line in lines[story:]:
        found = None if builder.article.paragraphs else _field_in(line)
        if not builder.article.paragraphs and clean(line.text).rstrip(".") == title:
            builder.put_lines("", [line], rule="repeated_headline", action="dropped")
        elif found is not None and found[0] in {"section", "byline"}:
            value = builder.source.text[found[1] : line.end].strip()
            builder.put(found[0], line.start, line.end, rule=f"label_{found[0]}", value=value)
        else:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    return finish_record(builder)


def _story(lines: Sequence[Line]) -> int:
    """Return where the story begins: below the database, or below the last label of the record."""
    named = [(at, found[0]) for at, line in enumerate(lines) if (found := _field_in(line))]
    database = [at for at, name in named if name == "database"]
    if database:
        return database[0] + 1
    last = 0
    for at, _ in named:
        if at > last + 4:  # the labels stand together; a later one is a line of the story
            break
        last = at
    return last + 1


def _put(builder: ArticleBuilder, field: LabelledField) -> None:
    start, end = field.lines[0].start, field.lines[-1].end
    value = clean(builder.source.text[field.value_at : end])
    if field.name == "source":
        _source(builder, start, field.value_at, end)
        return
    name = field.name or "header"
    if name == "byline":
        value = strip_by(value)
    elif name == "language":
        value = language_code(value)
    elif name == "url":
        value = "".join(value.split())
    builder.put(name, start, end, rule=f"label_{name}", value=value)


def _source(builder: ArticleBuilder, start: int, value_at: int, end: int) -> None:
    """Read "Northport Gazette. 10/22/2018, pA4. 1p.": outlet, date, and page or issue."""
    text = builder.source.text[value_at:end]
    found = _SOURCE.match(text.lstrip())
    if found is None:
        builder.put("source", start, end, rule="label_source", value=clean(text))
        return
    at = value_at + len(text) - len(text.lstrip())
    outlet_end, date_end = at + found.end("outlet"), at + found.end("date")
    date = re.sub(r"(?<=[A-Za-z.])(?=\d)", " ", found["date"])
    builder.put("source", start, outlet_end, rule="label_source", value=found["outlet"])
    builder.put("published", outlet_end, date_end, rule="label_source", value=date)
    rest = clean(builder.source.text[date_end:end]).strip(" ,.;")
    builder.put("issue", date_end, end, rule="label_source", value=rest)
