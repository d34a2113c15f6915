"""Nexis and LexisNexis exports of the older layout: .txt, .html and .rtf.

Each article begins at "3 of 10 DOCUMENTS" (in three languages); then source, date, headline,
labelled fields in capitals, the story, labelled fields again, and a copyright line. Plain text is
hard-wrapped near 78 columns, which is undone here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Assembly, clean, declare_length, paragraphs_of
from toolkit.reading.exports.covers import cover_pieces
from toolkit.reading.exports.nexis_labels import OPENING, label_of, put_value
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, Lined
    from toolkit.reading.interface import Piece, RawArticle

COUNTER = re.compile(
    r"^[ \t\u00a0]*(?:document |dokument )?\d{1,6} (?:of|von|de|di|sur) \d{1,6}"
    r"(?: (?:documents?|dokumente?n?|doc))?[ \t\u00a0]*$",
    re.IGNORECASE | re.MULTILINE,
)
_COUNTED = re.compile("document|dokument|doc", re.IGNORECASE)
_STRONG = frozenset({"load_date", "language", "publication_type", "journal_code", "captions"})
_RIGHTS = re.compile(r"(?:copyright\b|©|all rights reserved|\(c\) ?(?:19|20)\d\d)", re.IGNORECASE)
_WIDEST = 110
_SHORTFALL = 18


@dataclass(slots=True)
class _Part:
    """A labelled or unlabelled group of lines."""

    lines: list[Line]
    name: str = ""
    value_at: int = 0


def counters(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines "3 of 10 DOCUMENTS"."""
    return [found.span() for found in COUNTER.finditer(text) if _COUNTED.search(found.group())]


def read_legacy(source: Lined) -> Iterator[RawArticle | Piece]:
    """Cut an export at its counters and read each article; `counters` must not be empty."""
    marks = counters(source.text)
    yield from cover_pieces(source, 0, marks[0][0])
    ends = [start for start, _ in marks[1:]] + [len(source.text)]
    for (start, counter_end), end in zip(marks, ends, strict=True):
        yield _article(source, start, counter_end, end)


def _article(source: Lined, start: int, counter_end: int, end: int) -> RawArticle | Piece:
    work = Assembly(source, start, end)
    work.put("", start, counter_end, rule="counter", action="dropped")
    parts = list(_parts(paragraphs_of(source.between(counter_end, end))))
    first = next((at for at, part in enumerate(parts) if part.name in OPENING), None)
    if first is None:
        first = _after_headline(parts)
    closing = max(_closing(parts), first)
    story = first
    while story < closing and parts[story].name in OPENING:
        story += 1
    _header(work, [part.lines for part in parts[:first]])
    for part in parts[first:story]:
        put_value(work, part.name, (part.lines[0].start, part.lines[-1].end), part.value_at)
    told = [line for part in parts[story:closing] for line in part.lines]
    margin = max((len(line.text.rstrip()) for line in told), default=0)
    for part in parts[story:closing]:
        _story(work, part.lines, margin)
    _tail(work, parts[closing:])
    return _checked(work)


def _checked(work: Assembly) -> RawArticle | Piece:
    article = work.article
    if not article.paragraphs:
        if article.captions:
            return work.reject("graphic_only", "a picture or table without a story")
        if not article.fields.get("published"):
            return work.reject("not_an_article", "neither a date nor a story: an error page?")
        return work.reject("no_text", "a headline without a story")
    article = work.finish()
    declare_length(article)
    return article


def _parts(groups: Iterator[list[Line]]) -> Iterator[_Part]:
    """Cut each paragraph again where a labelled line follows another one."""
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
    """Return where the header ends when no label follows it: one paragraph after the date."""
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


def _header(work: Assembly, groups: list[list[Line]]) -> None:
    rights = [group for group in groups if _RIGHTS.match(group[0].text.strip())]
    for group in rights:
        work.put_lines("copyright", group, rule="copyright")
    groups = [group for group in groups if group not in rights]
    dated = next((n for n, g in enumerate(groups) if date_length(g[0].text.strip())), None)
    before = groups if dated is None else groups[:dated]
    after = [] if dated is None else groups[dated + 1 :]
    if dated is not None:
        put_date_line(work, groups[dated])
    if not after and len(before) > 1:
        before, after = before[:1], before[1:]
    for group in before:
        work.put_lines("source" if group is before[0] else "header", group, rule="header_line")
    for group in after:
        work.put_lines("title" if group is after[0] else "header", group, rule="headline")


def put_date_line(work: Assembly, group: list[Line]) -> None:
    """Put the date of a line into ``published`` and what follows it into ``edition``."""
    text = group[0].text
    indent = len(text) - len(text.lstrip())
    cut = group[0].start + indent + date_length(text.strip())
    work.put("published", group[0].start, cut, rule="date_line")
    rest = clean(work.source.text[cut : group[-1].end]).strip(" ,;")
    work.put("edition", cut, group[-1].end, rule="edition_line", value=rest)


def _story(work: Assembly, lines: list[Line], margin: int) -> None:
    if work.source.rendered or margin > _WIDEST:
        for line in lines:
            work.put("body", line.start, line.end, rule="paragraph", value=line.text)
        return
    for paragraph in unwrapped(lines, margin):
        work.put_lines("body", paragraph, rule="paragraph")


def unwrapped(lines: Sequence[Line], margin: int) -> Iterator[list[Line]]:
    """Group hard-wrapped lines: a line that ends far from the margin ends its paragraph."""
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


def _tail(work: Assembly, parts: Sequence[_Part]) -> None:
    name, rule = "", ""
    for part in parts:
        lines = part.lines
        if part.name:
            name, rule = part.name, f"label_{part.name}"
            put_value(work, name, (lines[0].start, lines[-1].end), part.value_at)
        elif _RIGHTS.match(lines[0].text.strip()):
            name, rule = "copyright", "copyright"
            work.put_lines(name, lines, rule=rule)
        elif name:
            work.put_lines(name, lines, rule=rule)
