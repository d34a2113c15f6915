"""Reader for wiso and Genios text downloads (GBI-Genios).

Layout, from several public readers of such downloads: "Outlet vom 22.10.2018, Nr. …", the headline,
the story, the author, then "Quelle:", "Ressort:", "Dokumentnummer:", "Dauerhafte Adresse des
Dokuments:", "Alle Rechte vorbehalten:", and "© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH" at
the end of each document. Page headers ("Dokumente", "Seite 2 von 70") stand in between.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean
from toolkit.reading.exports.common import is_markup, require_article
from toolkit.reading.exports.labelled import by_label, labelled_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.exports.labelled import LabelledField
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_FIELDS = {
    "quelle": "source", "ressort": "section", "rubrik": "section", "ausgabe": "edition",
    "dokumentnummer": "document_number", "dauerhafte adresse des dokuments": "url",
    "alle rechte vorbehalten": "copyright", "autor": "byline", "autoren": "byline",
    "titel": "title", "untertitel": "subtitle", "datum": "published", "seite": "page",
    "issn": "issn", "schlagwörter": "keywords", "deskriptoren": "keywords", "region": "region",
    "personen": "person", "firmen": "company", "branche": "industry", "land": "country",
    "textart": "document_type", "serie": "series", "jahrgang": "volume", "text": "body",
    "urheberrecht": "copyright", "abstract": "summary", "sprache": "language_printed",
}  # fmt: skip
_field_in = by_label(_FIELDS)
_END = re.compile(
    r"^.*(?:GBI-Genios|GENIOS) Deutsche Wirtschaftsdatenbank(?: GmbH)?.*$", re.MULTILINE
)
_PAGE_HEADER = re.compile(r"\s*(?:Dokumente|Inhaltsverzeichnis|Seite \d{1,4}(?: von \d{1,4})?)\s*$")
_CONTENTS = re.compile(r"\s*\d{1,4}\.\s.{3,300}?[.\s]{3,}\d{1,4}\s*$")
_DATE = r"\d{1,2}\.(?:\d{1,2}\.|\s?[A-ZÄa-zä]{3,9})\s?(?:\d{4}|\d{2})"
_ISSUE = re.compile(
    rf"\s*(?P<outlet>[^\n]{{2,80}}?)(?:,? (?:vom|VOM|v\.|den)|,)\s+(?P<date>{_DATE})"
    r"(?P<rest>[^\n]{0,120})$"
)
_PAGE = re.compile(r"(?:S\.|Seite|SEITE)\s*([\w/-]{1,8})")
_AUTHOR = re.compile(
    r"(?:(?:Von|VON)\s+)?[^\W\d_a-zäöüß][\w'.-]+(?:\s+(?:von|de|und|,)?\s*[^\W\d_a-zäöüß][\w'.-]+){1,5}"
)


class Genios:
    """Text of wiso and Genios: documents that end with the line of GBI-Genios."""

    name = "genios-txt"

    def recognizes(self, document: Document) -> bool:
        """Return whether the content is in this format."""
        if document.is_binary or is_markup(document.head):
            return False
        return "Quelle:" in document.head and looks_like_genios(document.text)

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        results = read_genios(LinedText(document.text))
        yield from require_article(document, results, "text of wiso or Genios")


def looks_like_genios(text: str) -> bool:
    """Return whether a text has documents of Genios: a source, and the line at their end."""
    return "Quelle:" in text and _END.search(text) is not None


def read_genios(source: LinedText) -> Iterator[RawArticle | Piece]:
    """Split a download at the lines of GBI-Genios and read each document."""
    start = 0
    for mark in _END.finditer(source.text):
        builder = ArticleBuilder(source, start, mark.end())
        builder.put("", mark.start(), mark.end(), rule="end_mark", action="dropped")
        yield _article(builder, source.between(start, mark.start()))
        start = mark.end()
    if source.has_text(start, len(source.text)):
        yield source.piece(start, len(source.text), "dropped", rule="after_last_article")


def _article(builder: ArticleBuilder, all_lines: Sequence[Line]) -> RawArticle | Piece:
    lines = []
    for line in all_lines:
        if _PAGE_HEADER.match(line.text) or _CONTENTS.match(line.text):
            builder.put_lines("", [line], rule="page_header", action="dropped")
        elif not line.blank:
            lines.append(line)
    foot = next((n for n, line in enumerate(lines) if _name(line) == "source"), len(lines))
    for field in labelled_fields(lines[foot:], _field_in):
        _put(builder, field)
    _top(builder, lines[:foot])
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a headline without a story")
    return builder.finish()


def _name(line: Line) -> str:
    found = _field_in(line)
    return "" if found is None else found[0]


def _put(builder: ArticleBuilder, field: LabelledField) -> None:
    start, end = field.lines[0].start, field.lines[-1].end
    value = clean(builder.source.text[field.value_at : end])
    if field.name == "source":
        value = _issue(builder, value)
    builder.put(field.name or "footer", start, end, rule=f"label_{field.name}", value=value)


def _issue(builder: ArticleBuilder, value: str) -> str:
    """Return the outlet of "Küstenbote vom 22.10.2018, S. 4", and set its date and page."""
    found = _ISSUE.match(value)
    if found is None:
        return value
    article = builder.article
    if not article.fields.get("published"):
        article.set("published", found["date"])
    page = _PAGE.search(found["rest"])
    if page is not None and not article.fields.get("page"):
        article.set("page", page[1])
    return found["outlet"].strip()


def _top(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    """Read issue line, headline, story and author, in this order."""
    at = 0
    issue = _ISSUE.match(lines[0].text) if lines else None
    if issue is not None:
        value = _issue(builder, clean(lines[0].text))
        name = "source" if not builder.article.fields.get("source") else "issue_line"
        value = value if name == "source" else clean(lines[0].text)
        builder.put_lines(name, lines[:1], rule="issue_line", value=value)
        at = 1
    if not builder.article.fields.get("title"):
        builder.put_lines("title", lines[at : at + 1], rule="headline")
        at += 1
    story = list(lines[at:])
    if len(story) > 1 and _AUTHOR.fullmatch(story[-1].text.strip()):
        author = re.sub(r"^(?:Von|VON)\s+", "", story[-1].text.strip())
        builder.put_lines("byline", story[-1:], rule="author_line", value=author)
        story = story[:-1]
    for line in story:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
