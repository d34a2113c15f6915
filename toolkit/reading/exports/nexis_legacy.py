"""Nexis and LexisNexis exports in the older layout: .txt, .html and .rtf.

Each article begins with "3 of 10 DOCUMENTS" (in three languages), followed by source, date,
headline, labelled fields in capitals, the story, more labelled fields, and a copyright line. Plain
text is hard-wrapped near 78 columns; the lines are rejoined here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, clean, declare_length, paragraphs_of
from toolkit.reading.exports.covers import cover_pieces
from toolkit.reading.exports.nexis_labels import OPENING, label_of, put_value
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, LinedText
    from toolkit.reading.interface import Piece, RawArticle

COUNTER = re.compile(
    r"^[ \t\u00a0]*(?:document |dokument )?\d{1,6} (?:of|von|de|di|sur) \d{1,6}"
    r"(?: (?:documents?|dokumente?n?|doc))?[ \t\u00a0]*$",
    re.IGNORECASE | re.MULTILINE,
)
_COUNTED = re.compile("document|dokument|doc", re.IGNORECASE)
_STRONG = frozenset({"load_date", "language", "publication_type", "journal_code", "captions"})
_LENGTH = re.compile(
    r"^\s{0,3}(?:LENGTH|LÄNGE|LONGUEUR|LONGITUD|LUNGHEZZA|LENGTE)\s?:", re.MULTILINE
)
_SIGNS = _STRONG | {"words_declared", "byline", "section", "subject"}
_RIGHTS = re.compile(r"(?:copyright\b|©|all rights reserved|\(c\) ?(?:19|20)\d\d)", re.IGNORECASE)
_WIDEST = 110
_SHORTFALL = 18


@dataclass(slots=True)
class _Part:
    """A group of lines, with or without a label."""

    lines: list[Line]
    name: str = ""
    value_at: int = 0


def counter_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of lines such as "3 of 10 DOCUMENTS"."""
    return [found.span() for found in COUNTER.finditer(text) if _COUNTED.search(found.group())]


def read_legacy(source: LinedText) -> Iterator[RawArticle | Piece]:
    """Split an export at its counters, of which there must be one, and read each article."""
    marks = counter_spans(source.text)
    yield from cover_pieces(source, 0, marks[0][0])
    ends = [start for start, _ in marks[1:]] + [len(source.text)]
    for (start, counter_end), end in zip(marks, ends, strict=True):
        yield _article(source, start, counter_end, end)


def may_be_single(text: str) -> bool:
    """Return whether a line declares a length in capitals, as every Nexis document does."""
    return _LENGTH.search(text) is not None


def is_single_document(source: LinedText) -> bool:
    """Return whether a text is one document without a counter: date line and labels in capitals."""
    labels = _capital_labels(source)
    if len(labels & _SIGNS) < 3 or "words_declared" not in labels:
        return False
    top = [line.text.strip() for line in source.lines[:60] if not line.blank][:8]
    return any(date_length(line) for line in top)


def read_single(source: LinedText) -> Iterator[RawArticle | Piece]:
    """Read a text that is one document without a counter; see `is_single_document`."""
    yield _article(source, 0, 0, len(source.text))


def n_documents(source: LinedText) -> int:
    """Return how many documents a text without counters holds: one per declared length."""
    names = (label_of(line, capitals=True) for line in source.lines)
    return sum(name is not None and name.field == "words_declared" for name in names)


def _capital_labels(source: LinedText) -> set[str]:
    found = (label_of(line, capitals=True) for line in source.lines)
    return {label.field for label in found if label is not None}


def _article(source: LinedText, start: int, counter_end: int, end: int) -> RawArticle | Piece:
    builder = ArticleBuilder(source, start, end)
    builder.put("", start, counter_end, rule="counter", action="dropped")
    parts = list(_parts(paragraphs_of(source.between(counter_end, end))))
    first = next((at for at, part in enumerate(parts) if part.name in OPENING), None)
    if first is None:
        first = _after_headline(parts)
    closing = max(_closing(parts), first)
    story = first
    while story < closing and parts[story].name in OPENING:
        story += 1
    _header(builder, [part.lines for part in parts[:first]])
    for part in parts[first:story]:
        put_value(builder, part.name, (part.lines[0].start, part.lines[-1].end), part.value_at)
    story_lines = [line for part in parts[story:closing] for line in part.lines]
    margin = max((len(line.text.rstrip()) for line in story_lines), default=0)
    for part in parts[story:closing]:
        _story(builder, part.lines, margin)
    _tail(builder, parts[closing:])
    return _finish(builder)


def _finish(builder: ArticleBuilder) -> RawArticle | Piece:
    article = builder.article
    if not article.paragraphs:
        if article.captions:
            return builder.reject("graphic_only", "a picture or table without a story")
        if not article.fields.get("published"):
            return builder.reject("not_an_article", "neither a date nor a story: an error page?")
        return builder.reject("no_text", "a headline without a story")
    article = builder.finish()
    declare_length(article)
    return article


def _parts(groups: Iterator[list[Line]]) -> Iterator[_Part]:
    """Split each paragraph where one labelled line follows another."""
    for group in groups:
        part = _Part([])
        for line in group:
            label = label_of(line, capitals=True)
            if label is not None and (not part.lines or part.name):
                if part.lines:
                    yield part
                part = _Part([], *label)
            part.lines.append(line)
        yield part


def _after_headline(parts: Sequence[_Part]) -> int:
    """Return where a header without labels ends: one paragraph after the date."""
    for at, part in enumerate(parts[:6]):
        if date_length(part.lines[0].text.strip()):
            return min(at + 2, len(parts))
    return min(2, len(parts))


def _closing(parts: Sequence[_Part]) -> int:
    """Return where the labelled fields after the story begin."""
    at = next((n for n, part in enumerate(parts) if part.name in _STRONG), len(parts))
    if at == len(parts):
        while at and _RIGHTS.match(parts[at - 1].lines[0].text.strip()):
            at -= 1
    while at and parts[at - 1].name and parts[at - 1].name not in OPENING:
        at -= 1
    return at


def _header(builder: ArticleBuilder, groups: list[list[Line]]) -> None:
    rights = [group for group in groups if _RIGHTS.match(group[0].text.strip())]
    for group in rights:
        builder.put_lines("copyright", group, rule="copyright")
    groups = [group for group in groups if group not in rights]
    dated = next((n for n, g in enumerate(groups) if date_length(g[0].text.strip())), None)
    before = groups if dated is None else groups[:dated]
    after = [] if dated is None else groups[dated + 1 :]
    if dated is not None:
        put_date_line(builder, groups[dated])
    if not after and len(before) > 1:
        before, after = before[:1], before[1:]
    for group in before:
        builder.put_lines("source" if group is before[0] else "header", group, rule="header_line")
    for group in after:
        builder.put_lines("title" if group is after[0] else "header", group, rule="headline")


def put_date_line(builder: ArticleBuilder, group: list[Line]) -> None:
    """Assign the date of a line to ``published`` and the rest of the line to ``edition``."""
    text = group[0].text
    indent = len(text) - len(text.lstrip())
    cut = group[0].start + indent + date_length(text.strip())
    builder.put("published", group[0].start, cut, rule="date_line")
    rest = clean(builder.source.text[cut : group[-1].end]).strip(" ,;")
    builder.put("edition", cut, group[-1].end, rule="edition_line", value=rest)


def _story(builder: ArticleBuilder, lines: list[Line], margin: int) -> None:
    if builder.source.rendered or margin > _WIDEST:
        for line in lines:
            builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
        return
    for paragraph in unwrapped(lines, margin):
        builder.put_lines("body", paragraph, rule="paragraph")


def unwrapped(lines: Sequence[Line], margin: int) -> Iterator[list[Line]]:
    """Group hard-wrapped lines into paragraphs; a line well short of the margin ends one."""
    group: list[Line] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        group.append(line)
        if following is None:
            break
        word = following.text.split(maxsplit=1)[0]
        if len(line.text.rstrip()) + 1 + len(word) < margin - _SHORTFALL:
            yield group
            group = []
    yield group


def _tail(builder: ArticleBuilder, parts: Sequence[_Part]) -> None:
    name, rule = "", ""
    for part in parts:
        lines = part.lines
        if part.name:
            name, rule = part.name, f"label_{part.name}"
            put_value(builder, name, (lines[0].start, lines[-1].end), part.value_at)
        elif _RIGHTS.match(lines[0].text.strip()):
            name, rule = "copyright", "copyright"
            builder.put_lines(name, lines, rule=rule)
        elif name:
            builder.put_lines(name, lines, rule=rule)
