"""Readers for clippings whose second line names the outlet: NewsBank and PressReader text.

Layouts, from made-up samples of both: a headline; a line of outlet, date, page and author,
separated by "|", "·" or " - "; the story; in NewsBank a citation and a copyright line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean
from toolkit.reading.exports.common import first_lines, is_markup, require_article
from toolkit.reading.exports.date_lines import is_byline, is_date
from toolkit.reading.exports.labelled import by_label, label_in
from toolkit.reading.exports.nexis_labels import strip_by
from toolkit.reading.page_furniture import is_separator
from toolkit.reading.table_layouts import find_layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_PARTS = re.compile(r"\s*[|·•]\s*|\s+[-–—]\s+")
_BAR = re.compile(r"[|·•]")
_PAGE = re.compile(
    r"(?:(?:pages?|pgs?|pp?|seiten?|sid[ae]|s)\b\.?:?\s*)?([A-Z]{0,3}\d{1,4}[A-Z]?)", re.IGNORECASE
)
_WORDS = re.compile(r"\d[\d.,]*\s*(?:words|wörter|mots|palabras)", re.IGNORECASE)
_READING_TIME = re.compile(r"\d+\s*min", re.IGNORECASE)
_PLACE = re.compile(r"\s*\(([^()]{2,60})\)\s*$")
_CLOSING = re.compile(
    r"\s*(?:CITATION \(|Citation \(|Copyright\b|©|\(c\)|All rights reserved|OpenURL|"
    r"Record (?:Number|no)|"
    r"Index(?:ed)? terms|Article Name:|Publication:|Start Page:|End Page:|This article was |"
    r"Read (?:more|this) on PressReader|www\.pressreader\.com|"
    r"https?://\S*(?:pressreader|newsbank)\S*\s*$)",
)
_SECTION = re.compile(
    r"(?:(?:world|local|national|international|breaking|latest|top) )?"
    r"(?:news|politics|business|world|"
    r"sports?|opinion|local|national|economy|culture|technology|tech|health|science|education|travel|"
    r"lifestyle|entertainment|comment|analysis|politik|wirtschaft|kultur|lokales|meinung|panorama|"
    r"politique|économie|société|monde|culture|política|economía|sociedad|mundo|deportes)",
    re.IGNORECASE,
)
_field_in = by_label({
    "section": "section", "page": "page", "author": "byline", "byline": "byline",
    "edition": "edition", "dateline": "place", "column": "column", "series": "series",
    "source": "agency", "article id": "document_number", "record number": "document_number",
})  # fmt: skip
_MAX_TITLE = 300
_MAX_WORDS_ABOVE = 40


class _SourceLine(NamedTuple):
    """What a line of outlet and date says; "" for what it does not."""

    outlet: str
    place: str
    date: str
    page: str
    byline: str


@dataclass(eq=False)
class ClippingReader:
    """Reads clippings: a headline, a line of outlet and date, the story."""

    name: str
    layout: str
    mark: re.Pattern[str] | None

    def recognizes(self, document: Document) -> bool:
        """Return whether the text begins with a headline and a line of outlet and date."""
        if document.is_binary or is_markup(document.head):
            return False
        head = document.head
        lines = [line for line in LinedText(first_lines(head, 12)).lines if not line.blank][:4]
        if len(lines) < 3 or not _is_title(lines[0]):
            return False
        if not any(map(source_line, lines[1:3])) and not _is_split(lines, 0):
            return False
        if self.mark is not None and not self.mark.search(head):
            return False
        return find_layout(head) is None  # a table separated by | has such lines too

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        results = _clippings(LinedText(document.text))
        yield from require_article(document, results, self.layout)


NEWSBANK = ClippingReader(
    "newsbank-txt",
    "NewsBank text",
    re.compile(r"CITATION \(|NewsBank|Citation \(aglc", re.IGNORECASE),
)
"""NewsBank text: with a citation below each story."""

PRESSREADER = ClippingReader("pressreader-txt", "PressReader text", None)
"""PressReader text: outlet, date, page and author separated by dots."""


def source_line(line: Line, *, is_bare: bool = False) -> _SourceLine | None:
    """Return outlet, date, page and author of a line that holds nothing else; else None.

    With ``is_bare`` outlet and date are enough, with a bar between them.
    """
    text = clean(line.text)
    if len(text) > _MAX_TITLE or not any(map(str.isdecimal, text)):
        return None
    parts = [part for part in _PARTS.split(text) if part.strip()]
    dates = [part for part in parts if is_date(part)]
    if len(parts) < 2 or len(dates) != 1 or any(len(part.split()) > 12 for part in parts):
        return None
    named = [part for part in parts if part not in dates]
    pages = [found for part in named if (found := _PAGE.fullmatch(part))]
    named = [
        p for p in named if not (_PAGE.fullmatch(p) or _WORDS.match(p) or _READING_TIME.match(p))
    ]
    bylines = [part for part in named if is_byline(part)]
    outlets = [part for part in named if part not in bylines and not _SECTION.fullmatch(part)]
    is_enough = len(parts) > 2 or (is_bare and _BAR.search(text) is not None)
    if not outlets or not (is_enough or _PLACE.search(outlets[0])):
        return None
    place = _PLACE.search(outlets[0])
    outlet = _PLACE.sub("", outlets[0])
    people = [*bylines, *(part for part in outlets[1:] if not any(map(str.isdecimal, part)))]
    byline = people[0] if people else ""
    page = pages[0][1] if pages else ""
    return _SourceLine(outlet, place[1] if place else "", dates[0], page, strip_by(byline))


def _is_title(line: Line, *, is_dated: bool = False) -> bool:
    """Return whether a line may be a headline; above outlet and date it may begin "LYONS: …"."""
    if len(line.text) > _MAX_TITLE or len(line.text.split()) > _MAX_WORDS_ABOVE:
        return False
    label = _field_in(line) if is_dated else label_in(line)
    return label is None and source_line(line, is_bare=is_dated) is None


def _clippings(source: LinedText) -> Iterator[RawArticle | Piece]:
    lines = [line for line in source.lines if not line.blank]
    starts = list(_starts(lines))
    begin = lines[starts[0]].start if starts else len(source.text)
    if source.has_text(0, begin):
        yield source.piece(0, begin, "dropped", rule="before_first_article")
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = lines[following].start if following < len(lines) else len(source.text)
        builder = ArticleBuilder(source, lines[at].start, end)
        yield _article(builder, lines[at:following])


def _starts(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the headlines: each is the line above a line of outlet and date, and perhaps a page."""
    for at in range(1, len(lines)):
        named = source_line(lines[at], is_bare=True) is not None or _is_split(lines, at - 1)
        if named and _is_title(lines[at - 1], is_dated=True):
            yield at - 1


def _is_split(lines: Sequence[Line], at: int) -> bool:
    """Return whether outlet "(Place)" and date stand on a line each below a headline (NewsBank)."""
    if at + 2 >= len(lines) or len(lines[at + 1].text) > 100:
        return False
    return _PLACE.search(lines[at + 1].text) is not None and is_date(lines[at + 2].text.strip())


def _article(builder: ArticleBuilder, lines: Sequence[Line]) -> RawArticle | Piece:
    builder.put_lines("title", lines[:1], rule="headline")
    at = 1
    if _is_split(lines, 0):
        at = _put_split(builder, lines)
    while at < len(lines) and (named := source_line(lines[at], is_bare=True)) is not None:
        _put(builder, lines[at], named)
        at += 1
    if at < len(lines) and at > 1 and (more := _page_line(lines[at])) is not None:
        builder.put("byline", lines[at].start, lines[at].end, rule="source_line", value=more[0])
        builder.article.set("page", more[1])
        at += 1
    close = next((n for n in range(at, len(lines)) if _CLOSING.match(lines[n].text)), len(lines))
    for line in lines[at:close]:
        if is_byline(line.text) and not builder.article.paragraphs:
            value = strip_by(line.text.strip())
            builder.put("byline", line.start, line.end, rule="byline_line", value=value)
        elif is_separator(line.text):
            builder.put("", line.start, line.end, rule="separator", action="dropped")
        else:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    for line in lines[close:]:
        name = (
            "copyright"
            if re.match(r"\s*(?:copyright|©|\(c\))", line.text, re.IGNORECASE)
            else "citation"
        )
        builder.put_lines(name, [line], rule="closing_line")
    if not builder.article.paragraphs:
        return builder.reject("no_text", "a headline without a story")
    return builder.finish()


def _put_split(builder: ArticleBuilder, lines: Sequence[Line]) -> int:
    """Read outlet and date from a line each, and labelled lines below; return where they end."""
    outlet = clean(lines[1].text)
    builder.put_lines("source", lines[1:2], rule="source_line", value=_PLACE.sub("", outlet))
    builder.put_lines("published", lines[2:3], rule="date_line")
    place = _PLACE.search(outlet)
    builder.article.set("publication_place", "" if place is None else place[1])
    at = 3
    while at < len(lines) and (found := _field_in(lines[at])) is not None:
        value = clean(builder.source.text[found[1] : lines[at].end])
        builder.put_lines(found[0], [lines[at]], rule=f"label_{found[0]}", value=value)
        at += 1
    return at


def _page_line(line: Line) -> tuple[str, str] | None:
    """Return author and page of a line such as "Jane Doe | Page A4", else None."""
    parts = [part for part in _PARTS.split(clean(line.text)) if part.strip()]
    pages = [found for part in parts if (found := _PAGE.fullmatch(part))]
    if len(parts) != 2 or len(pages) != 1:
        return None
    author = next(part for part in parts if not _PAGE.fullmatch(part))
    return strip_by(author), pages[0][1]


def _put(builder: ArticleBuilder, line: Line, named: _SourceLine) -> None:
    """Assign a line of outlet and date to the outlet, and set what else it says."""
    article = builder.article
    first = not article.fields.get("source")
    builder.put("source" if first else "source_line", line.start, line.end, rule="source_line",
                value=named.outlet if first else clean(line.text))  # fmt: skip
    stated = (("published", named.date), ("page", named.page), ("byline", named.byline))
    for name, value in stated:
        if not article.fields.get(name):
            article.set(name, value)
    if not article.extra.get("publication_place"):
        article.set("publication_place", named.place)
