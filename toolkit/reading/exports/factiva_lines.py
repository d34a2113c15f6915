"""Factiva articles as lines of text, with or without field codes: RTF, TXT and HTML of DIVs.

An article ends with "Document" and its accession number. Above the story, the headline, "877
words", the date, the source and other fields each have a line of their own. Without codes they are
recognised by order and form; lines that cannot be recognised go to ``extra``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder
from toolkit.reading.exports.factiva_codes import FIELDS, finish_article, put_code
from toolkit.reading.exports.nexis_labels import LANGUAGES, language_code, strip_by
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, LinedText
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
_LIST_NUMBER = re.compile(
    r"\s*(?:\(?\d{1,5}[.)]?|(?:article|artikel|dokument|document)?\s*"
    r"\d{1,5} (?:of|von|de|sur) \d{1,6})\s*$",
    re.IGNORECASE,
)
_PAGES = re.compile(r"[A-Z]{0,3}\d{1,4}(?:\s?[,;/-]\s?[A-Z]{0,3}\d{1,4}){0,9}")
_SHORT_CODE = re.compile(r"\s*[A-Z][A-Z0-9]{1,9}\s*$")
_BYLINE = re.compile(r"\s*(?:by|von|par|por)\s", re.IGNORECASE)
_LANGUAGE_NAMES = frozenset(LANGUAGES) | {"englisch", "anglais", "inglés", "francés", "alemán"}


def read_lines(source: LinedText) -> Iterator[RawArticle | Piece]:
    """Split at the accession numbers and read each article."""
    start, seen = 0, set[str]()
    for found in END.finditer(source.text):
        builder = ArticleBuilder(source, start, found.end())
        lines = [line for line in source.between(start, found.start()) if line.text.strip()]
        builder.put(
            "accession_number", found.start(), found.end(), rule="accession_number", value=found[1]
        )
        if sum(_code(line) is not None for line in lines) >= 4:
            _coded(builder, lines)
        else:
            read_positions(builder, lines)
        yield finish_article(builder, seen)
        start = found.end()
    if source.has_text(start, len(source.text)):
        reason = "after the last document: search summary and footer"
        yield source.piece(start, len(source.text), "dropped", rule="search_summary", reason=reason)


def _code(line: Line) -> str | None:
    found = _CODED.match(line.text)
    return found[1] if found is not None and found[1] in FIELDS else None


def _coded(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    starts = [at for at, line in enumerate(lines) if _code(line) is not None]
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _CODED.match(lines[at].text)
        if found is None:
            continue
        value_at = lines[at].start + found.end()
        label = (lines[at].start, value_at)
        put_code(builder, found[1], label, (value_at, lines[following - 1].end))


def read_positions(
    builder: ArticleBuilder, lines: Sequence[Line], *, title_at: int = -1, author_at: int = -1
) -> None:
    """Read an article whose fields have no codes, by their order.

    Parameters
    ----------
    builder : ArticleBuilder
        The article.
    lines : sequence of Line
        Its lines that are not blank, without the accession number.
    title_at, author_at : int
        Offsets of headline and byline if the markup states them, else -1.
    """
    words_at = next((at for at, line in enumerate(lines) if WORDS.match(line.text)), None)
    date_at = next((at for at, line in enumerate(lines[:40]) if _is_date(line)), None)
    if date_at is None:
        return
    words_at = date_at if words_at is None or words_at > date_at else words_at
    _before(builder, lines[:words_at], title_at, author_at)
    builder.put_lines("words_declared", lines[words_at:date_at], rule="words_line")
    builder.put_lines("published", lines[date_at : date_at + 1], rule="date_line")
    story = _after(builder, lines, date_at + 1)
    for line in lines[story:]:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)


def _is_date(line: Line) -> bool:
    text = line.text.strip()
    return bool(text) and date_length(text) == len(text)


def _before(builder: ArticleBuilder, lines: Sequence[Line], title_at: int, author_at: int) -> None:
    """Read section, headline and byline; the headline is the longest line above the byline."""
    stated = [at for at, line in enumerate(lines) if line.start == author_at]
    bylines = stated or [at for at, line in enumerate(lines) if _BYLINE.match(line.text)]
    by = next(iter(bylines), len(lines))
    head = range(min(by, len(lines)))
    title = max(head, key=lambda at: (len(lines[at].text), -at), default=None)
    title = next((at for at, line in enumerate(lines) if line.start == title_at), title)
    for at, line in enumerate(lines):
        if _LIST_NUMBER.match(line.text):
            builder.put_lines("", [line], rule="list_number", action="dropped")
        elif at == title:
            builder.put_lines("title", [line], rule="headline")
        elif at == by:
            value = strip_by(line.text.strip())
            builder.put("byline", line.start, line.end, rule="byline_line", value=value)
        else:
            name = "section" if title is not None and at < title else "header"
            builder.put_lines(name, [line], rule=f"{name}_line")


def _after(builder: ArticleBuilder, lines: Sequence[Line], at: int) -> int:
    """Read the lines from the date to the copyright line, and return where the story begins."""
    if at < len(lines) and _TIME.match(lines[at].text):
        builder.put_lines("time", lines[at : at + 1], rule="time_line")
        at += 1
    limit = min(at + 9, len(lines))
    rights = next((n for n in range(at, limit) if _RIGHTS.match(lines[n].text)), None)
    language_at = next((n for n in range(at, limit) if _is_language(lines[n])), None)
    last = rights if rights is not None else language_at if language_at is not None else at
    if at < len(lines):
        builder.put_lines("source", lines[at : at + 1], rule="source_line")
    for line in lines[at + 1 : last + 1]:
        _put_by_form(builder, line)
    return min(max(last, at) + 1, len(lines))


def _is_language(line: Line) -> bool:
    return line.text.strip().lower() in _LANGUAGE_NAMES


def _put_by_form(builder: ArticleBuilder, line: Line) -> None:
    text = line.text.strip()
    if _RIGHTS.match(text):
        builder.put_lines("copyright", [line], rule="copyright_line")
    elif _is_language(line):
        value = language_code(text)
        builder.put("language", line.start, line.end, rule="language_line", value=value)
    elif _PAGES.fullmatch(text):
        builder.put_lines("page", [line], rule="page_line")
    elif _SHORT_CODE.match(text):
        builder.put_lines("source_code", [line], rule="source_code_line")
    else:
        builder.put_lines("edition", [line], rule="edition_line")
