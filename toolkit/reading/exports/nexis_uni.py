"""Nexis Uni exports: .txt, .docx and .rtf.

Each article ends at "End of Document"; it begins with title, source and date on lines of their
own, then labelled fields ("Length:" and a no-break space), the line "Body", the story, and after
the line "Classification" more fields. In front stands a cover page with a list of contents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import Assembly, declare_length
from toolkit.reading.exports.covers import cover_pieces
from toolkit.reading.exports.nexis_labels import OPENING, label_of, put_value
from toolkit.reading.exports.nexis_legacy import put_date_line
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, Lined
    from toolkit.reading.interface import Piece, RawArticle

END = re.compile(
    r"(?:End of Document|Ende des Dokuments|Fin du document)[ \t\u00a0]*$", re.MULTILINE
)
BODY = re.compile(r"^(?:Body|Text|Volltext|Corps|Texte)[ \t\u00a0]*$", re.MULTILINE)
_BODY = frozenset({"body", "text", "volltext", "corps", "texte"})
_CLOSING = frozenset({"classification", "klassifizierung", "klassifikation"})
_PICTURES = frozenset({"graphic", "grafik", "illustration", "graphique"})
_RIGHTS = re.compile(r"(?:copyright\b|©)", re.IGNORECASE)


def ends(text: str) -> list[tuple[int, int]]:
    """Return the spans of the marks "End of Document"."""
    return [found.span() for found in END.finditer(text)]


def read_uni(source: Lined) -> Iterator[RawArticle | Piece]:
    """Cut an export at its end marks and read each article; `ends` must not be empty."""
    start = 0
    for mark_start, mark_end in ends(source.text):
        yield from _segment(source, start, mark_start, mark_end)
        start = mark_end
    if source.has_ink(start, len(source.text)):
        yield source.piece(start, len(source.text), "dropped", rule="after_last_article", reason="")


def _segment(source: Lined, start: int, mark: int, end: int) -> Iterator[RawArticle | Piece]:
    lines = [line for line in source.between(start, mark) if line.end > line.start]
    body = next((n for n, line in enumerate(lines) if _is(line, _BODY)), None)
    stop = len(lines) if body is None else body
    dated = next((n for n in range(stop - 1, -1, -1) if _is_date(lines[n])), None)
    if dated is None or dated < 2 or body is None:
        reason = "no title, source, date and line 'Body' in a row"
        yield source.piece(start, end, "rejected", rule="not_an_article", reason=reason)
        return
    title = _title(source, lines, dated)
    yield from cover_pieces(source, start, lines[title].start)
    work = Assembly(source, lines[title].start, end)
    work.put_lines("title", lines[title : dated - 1], rule="headline")
    work.put_lines("source", lines[dated - 1 : dated], rule="source_line")
    put_date_line(work, [lines[dated]])
    _header(work, lines[dated + 1 : body])
    work.put_lines("", lines[body : body + 1], rule="heading", action="dropped")
    _story(work, lines[body + 1 :])
    work.put("", mark, end, rule="end_mark", action="dropped")
    yield _checked(work)


def _checked(work: Assembly) -> RawArticle | Piece:
    if not work.article.paragraphs and not work.article.summary:
        return work.reject("no_text", "a headline without a story")
    article = work.finish()
    declare_length(article)
    return article


def _is(line: Line, words: frozenset[str]) -> bool:
    return line.text.strip().lower() in words


def _is_date(line: Line) -> bool:
    text = line.text.strip()
    length = date_length(text)
    return bool(length) and (length > len(text) / 2 or text[length : length + 1] in {",", " "})


def _title(source: Lined, lines: Sequence[Line], dated: int) -> int:
    """Return the first line of the title: it may take several, without a blank line between."""
    at = dated - 2
    while at > 0 and source.text.count("\n", lines[at - 1].end, lines[at].start) == 1:
        at -= 1
    return at


def _header(work: Assembly, lines: Sequence[Line]) -> None:
    """Read what stands between the date and the line "Body"."""
    at = 0
    while at < len(lines) and label_of(lines[at], capitals=False) is None:
        rights = next(
            (n for n in range(at, len(lines)) if _RIGHTS.match(lines[n].text.strip())), at
        )
        labels = next(
            (n for n in range(at, len(lines)) if label_of(lines[n], capitals=False)), len(lines)
        )
        if at < rights < labels:
            work.put_lines("edition", lines[at:rights], rule="edition_line")
        name = "copyright" if _RIGHTS.match(lines[rights].text.strip()) else "edition"
        work.put_lines(name, lines[min(rights, labels) : labels], rule=f"{name}_line")
        at = max(labels, at + 1)
    _labelled(work, lines[at:])


def _labelled(work: Assembly, lines: Sequence[Line]) -> None:
    """Read "Label: value" lines; a line without a label continues the one above."""
    groups: list[tuple[str, int, list[Line]]] = []
    for line in lines:
        label = label_of(line, capitals=False)
        if label is not None:
            groups.append((*label, [line]))
        elif groups:
            groups[-1][2].append(line)
    for name, value_at, group in groups:
        put_value(work, name, (group[0].start, group[-1].end), value_at)


def _story(work: Assembly, lines: Sequence[Line]) -> None:
    close = next((n for n in range(len(lines)) if _closes(work, lines, n)), len(lines))
    story, tail = list(lines[:close]), lines[close:]
    heads = [n for n, line in enumerate(story) if line.text.strip() in {"ABSTRACT", "FULL TEXT"}]
    if [story[n].text.strip() for n in heads] == ["ABSTRACT", "FULL TEXT"]:
        for n in heads:
            work.put_lines("", [story[n]], rule="heading", action="dropped")
        for line in story[heads[0] + 1 : heads[1]]:
            work.put_lines("summary", [line], rule="abstract")
        story = story[: heads[0]] + story[heads[1] + 1 :]
    for line in story:
        work.put("body", line.start, line.end, rule="paragraph", value=line.text)
    _tail(work, tail)


def _closes(work: Assembly, lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if _is(line, _CLOSING):
        return True
    if _is(line, _PICTURES):
        return work.source.text[: line.start].endswith("\n\n")
    label = label_of(line, capitals=False)
    return label is not None and label[0] == "load_date"


def _tail(work: Assembly, lines: Sequence[Line]) -> None:
    """Read pictures and classification, each under its heading, then labelled fields."""
    at = 0
    while at < len(lines) and (_is(lines[at], _PICTURES) or _is(lines[at], _CLOSING)):
        pictures = _is(lines[at], _PICTURES)
        work.put_lines("", [lines[at]], rule="heading", action="dropped")
        at += 1
        while pictures and at < len(lines) and not _ends_pictures(lines[at]):
            work.put_lines("captions", [lines[at]], rule="label_captions")
            at += 1
    _labelled(work, lines[at:])


def _ends_pictures(line: Line) -> bool:
    label = label_of(line, capitals=False)
    closes = label is not None and label[0] not in OPENING and label[0] != "captions"
    return closes or _is(line, _CLOSING)
