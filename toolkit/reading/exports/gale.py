"""Reader for Gale's text downloads (Gale OneFile, Academic OneFile, InfoTrac).

Layout, from Gale's item pages and their plain-text download: a headline or "Title:", labelled
lines ("Date:", "From:" or "Source:", "Author:"), "Full Text:", the story, "Source Citation", and
the line "Gale Document Number: GALE|A…" at the end of each article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean, finish_record
from toolkit.reading.exports.common import is_markup, require_article
from toolkit.reading.exports.labelled import by_label, labelled_fields, without_rules
from toolkit.reading.exports.nexis_labels import language_code, strip_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_FIELDS = {
    "title": "title", "author": "byline", "authors": "byline", "author(s)": "byline",
    "byline": "byline", "date": "published", "publication date": "published", "from": "source",
    "source": "source", "publication title": "source", "publication": "source",
    "publisher": "publisher", "document type": "document_type", "length": "words_declared",
    "article": "document_type", "section": "section", "page": "page", "pages": "page",
    "edition": "edition", "issn": "issn", "doi": "doi", "language": "language",
    "copyright": "copyright", "full text": "body", "abstract": "summary", "topics": "subject",
    "subject": "subject", "locations": "geographic", "named persons": "person",
    "publication subject": "publication_subject", "document url": "url", "url": "url",
    "gale document number": "document_number", "document number": "document_number",
    "byline(s)": "byline", "place of publication": "publisher_place", "volume": "volume",
    "issue": "issue", "product": "database", "database": "database", "content level": "level",
    "lexile measure": "lexile", "article type": "document_type",
    "accession number": "document_number",
}  # fmt: skip
_END = re.compile(
    r"^[ \t]*(?:Gale )?(?:Document|Accession) Number:[ \t]*(?:GALE\|)?[A-Z]{1,3}\d{6,}[ \t]*$",
    re.MULTILINE,
)
_CITATION = re.compile(r"\s*(?:Source Citation|Citation)\b")
_RIGHTS = re.compile(r"\s*(?:COPYRIGHT|Copyright|©)\s*(?::|\(c\)|©|\d{4})")
_field_in = by_label(_FIELDS)
_IN_SOURCE = re.compile(r"^(?P<outlet>.+?)[.,]?\s*\((?P<date>[^()]{6,40}\d{4})\)")


class Gale:
    """Gale text: articles that end with their Gale document number."""

    name = "gale-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        if document.is_binary or is_markup(document.head):
            return False
        text = document.head
        return "Gale" in text and "Full Text:" in text and _END.search(document.text) is not None

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        yield from require_article(document, _articles(LinedText(document.text)), "Gale text")


def _articles(source: LinedText) -> Iterator[RawArticle | Piece]:
    start = 0
    for mark in _END.finditer(source.text):
        yield _article(ArticleBuilder(source, start, mark.end()))
        start = mark.end()
    if source.has_text(start, len(source.text)):
        yield source.piece(start, len(source.text), "dropped", rule="after_last_article")


def _article(builder: ArticleBuilder) -> RawArticle | Piece:
    lines = [line for line in builder.source.between(builder.start, builder.end) if not line.blank]
    lines = without_rules(builder, lines)
    body = next((n for n, line in enumerate(lines) if _named(line) == "body"), len(lines))
    close = next((n for n in range(body, len(lines)) if _closes(lines[n])), len(lines))
    _header(builder, lines[:body])
    _story(builder, lines[body:close])
    for field in labelled_fields(lines[close:], _field_in):
        _put(builder, field.name or "citation", field.value_at, field.lines)
    return finish_record(builder)


def _named(line: Line) -> str:
    found = _field_in(line)
    return "" if found is None else found[0]


def _closes(line: Line) -> bool:
    if _CITATION.match(line.text) or _RIGHTS.match(line.text):
        return True
    return _named(line) in {"document_number", "copyright", "url", "subject"}


def _header(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    first = next((n for n, line in enumerate(lines) if _named(line)), len(lines))
    builder.put_lines("title", lines[:first][-1:], rule="headline")
    builder.put_lines("header", lines[: max(first - 1, 0)], rule="above_headline")
    for field in labelled_fields(lines[first:], _field_in):
        _put(builder, field.name, field.value_at, field.lines)


def _story(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    for at, line in enumerate(lines):
        start = line.start
        if at == 0 and (found := _field_in(line)) is not None:
            start = found[1]
            builder.put("", line.start, start, rule="label", action="dropped")
        text = builder.source.text[start : line.end]
        builder.put("body", start, line.end, rule="paragraph", value=text.strip())


def _put(builder: ArticleBuilder, name: str, value_at: int, lines: Sequence[Line]) -> None:
    start, end = lines[0].start, lines[-1].end
    value = clean(builder.source.text[value_at:end])
    if name == "byline":
        value = strip_by(value)
    elif name == "language":
        value = language_code(value)
    elif name == "source":
        found = _IN_SOURCE.match(value)  # "Northport Gazette. (Oct. 22, 2018)"
        if found is not None:
            value = found["outlet"]
            builder.article.set("published", found["date"])
    if name in {"title", "source", "published"} and builder.article.fields.get(name):
        name = f"other_{name}"
    builder.put(name, start, end, rule=f"label_{name}", value=value)
