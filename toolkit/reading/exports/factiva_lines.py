"""Factiva articles without codes, or with codes as text: RTF, TXT, and HTML made of DIVs.

An article ends at "Document" and its accession number. Before the story stand, each on a line of
its own, the headline, "877 words", the date, the source and so on; without codes they are known
by their order and shape, so this is careful: what it cannot name goes to ``extra``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Assembly
from toolkit.reading.exports.factiva_codes import FIELDS, checked, put_code
from toolkit.reading.exports.nexis_labels import LANGUAGES, authors, language_code
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, Lined
    from toolkit.reading.interface import Piece, RawArticle

END = re.compile(
    r"^[ \t]*(?:AN[ \t|]+)?(?:Documento?|Dokument|Документ)"
    r"[ \t\u00a0]+([A-Za-z0-9]{12,32})[ \t|]*$",
    re.MULTILINE,
)
_CODED = re.compile(r"[ \t|]*([A-Z]{2,3})(?:[ \t\u00a0]*\||\t|[ \u00a0]{2,}|[ \t\u00a0]*$)")
WORDS = re.compile(
    r"\s*[\d.,' \u00a0]{1,12}\s?(?:words|wörter|mots|palabras|parole|palavras|woorden)\s*$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\s*(?:copyright\b|©|\(c\))", re.IGNORECASE)
_TIME = re.compile(r"\s*\d{1,2}:\d\d(?::\d\d)?(?: ?[APap][Mm])?(?: [A-Z]{2,4})?\s*$")
_SHORT_CODE = re.compile(r"\s*[A-Z][A-Z0-9]{1,9}\s*$")
_BYLINE = re.compile(r"\s*(?:by|von|par|por)\s", re.IGNORECASE)
_LANGUAGE_NAMES = frozenset(LANGUAGES) | {"englisch", "anglais", "inglés", "francés", "alemán"}


def read_lines(source: Lined) -> Iterator[RawArticle | Piece]:
    """Cut at the accession numbers and read each article."""
    start, seen = 0, set[str]()
    for found in END.finditer(source.text):
        work = Assembly(source, start, found.end())
        lines = [line for line in source.between(start, found.start()) if line.text.strip()]
        work.put(
            "accession_number", found.start(), found.end(), rule="accession_number", value=found[1]
        )
        if sum(_code(line) is not None for line in lines) >= 4:
            _coded(work, lines)
        else:
            read_positions(work, lines)
        yield checked(work, seen)
        start = found.end()
    if source.has_ink(start, len(source.text)):
        reason = "after the last document: search summary and footer"
        yield source.piece(start, len(source.text), "dropped", rule="search_summary", reason=reason)


def _code(line: Line) -> str | None:
    found = _CODED.match(line.text)
    return found[1] if found is not None and found[1] in FIELDS else None


def _coded(work: Assembly, lines: Sequence[Line]) -> None:
    starts = [at for at, line in enumerate(lines) if _code(line) is not None]
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _CODED.match(lines[at].text)
        if found is None:
            continue
        value_at = lines[at].start + found.end()
        label = (lines[at].start, value_at)
        put_code(work, found[1], label, (value_at, lines[following - 1].end))


def read_positions(work: Assembly, lines: Sequence[Line], *, title_at: int = -1) -> None:
    """Read an article whose fields are known by their order only.

    ``title_at`` is the offset of the headline where the markup tells it.
    """
    counted = next((at for at, line in enumerate(lines) if WORDS.match(line.text)), None)
    dated = next((at for at, line in enumerate(lines[:40]) if _is_date(line)), None)
    if dated is None:
        return
    counted = dated if counted is None or counted > dated else counted
    _before(work, lines[:counted], title_at)
    work.put_lines("words_declared", lines[counted:dated], rule="words_line")
    work.put_lines("published", lines[dated : dated + 1], rule="date_line")
    story = _after(work, lines, dated + 1)
    for line in lines[story:]:
        work.put("body", line.start, line.end, rule="paragraph", value=line.text)


def _is_date(line: Line) -> bool:
    text = line.text.strip()
    return bool(text) and date_length(text) == len(text)


def _before(work: Assembly, lines: Sequence[Line], title_at: int) -> None:
    """Read section, headline and byline; the headline is the longest line before the byline."""
    by = next((at for at, line in enumerate(lines) if _BYLINE.match(line.text)), len(lines))
    head = range(min(by, len(lines)))
    title = max(head, key=lambda at: (len(lines[at].text), -at), default=None)
    title = next((at for at, line in enumerate(lines) if line.start == title_at), title)
    for at, line in enumerate(lines):
        if at == title:
            work.put_lines("title", [line], rule="headline")
        elif at == by:
            value = authors(line.text.strip())
            work.put("byline", line.start, line.end, rule="byline_line", value=value)
        else:
            name = "section" if title is not None and at < title else "header"
            work.put_lines(name, [line], rule=f"{name}_line")


def _after(work: Assembly, lines: Sequence[Line], at: int) -> int:
    """Read from the line after the date up to the copyright; return where the story begins."""
    if at < len(lines) and _TIME.match(lines[at].text):
        work.put_lines("time", lines[at : at + 1], rule="time_line")
        at += 1
    limit = min(at + 9, len(lines))
    rights = next((n for n in range(at, limit) if _RIGHTS.match(lines[n].text)), None)
    spoken = next((n for n in range(at, limit) if _is_language(lines[n])), None)
    last = rights if rights is not None else spoken if spoken is not None else at
    if at < len(lines):
        work.put_lines("source", lines[at : at + 1], rule="source_line")
    for line in lines[at + 1 : last + 1]:
        _named_by_shape(work, line)
    return min(max(last, at) + 1, len(lines))


def _is_language(line: Line) -> bool:
    return line.text.strip().lower() in _LANGUAGE_NAMES


def _named_by_shape(work: Assembly, line: Line) -> None:
    text = line.text.strip()
    if _RIGHTS.match(text):
        work.put_lines("copyright", [line], rule="copyright_line")
    elif _is_language(line):
        value = language_code(text)
        work.put("language", line.start, line.end, rule="language_line", value=value)
    elif text.isdecimal():
        work.put_lines("page", [line], rule="page_line")
    elif _SHORT_CODE.match(text):
        work.put_lines("source_code", [line], rule="source_code_line")
    else:
        work.put_lines("edition", [line], rule="edition_line")
