"""Nexis Uni exports: .txt, .docx and .rtf.

Each article begins with title, source and date on lines of their own, followed by labelled fields
("Length:" and a no-break space), the line "Body", the story, and more fields below the line
"Classification". It ends with "End of Document". A cover page with a table of contents may precede
the first article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, declare_length
from toolkit.reading.exports.covers import cover_pieces
from toolkit.reading.exports.nexis_labels import OPENING, label_of, put_value
from toolkit.reading.exports.nexis_legacy import put_date_line
from toolkit.reading.exports.printed_dates import date_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, LinedText
    from toolkit.reading.interface import Piece, RawArticle

END = re.compile(
    r"(?:End of Document|Ende des Dokuments|Fin du document)[ \t\u00a0]*$", re.MULTILINE
)
BODY = re.compile(r"^(?:Body|Text|Volltext|Corps|Texte)[ \t\u00a0]*$", re.MULTILINE)
_BODY = frozenset({"body", "text", "volltext", "corps", "texte"})
_CLOSING = frozenset({"classification", "klassifizierung", "klassifikation"})
_PICTURES = frozenset({"graphic", "grafik", "illustration", "graphique"})
_RIGHTS = re.compile(r"(?:copyright\b|©)", re.IGNORECASE)


def end_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the "End of Document" marks."""
    return [found.span() for found in END.finditer(text)]


def read_uni(source: LinedText) -> Iterator[RawArticle | Piece]:
    """Split an export at its end marks, of which there must be one, and read each article."""
    start = 0
    for mark_start, mark_end in end_spans(source.text):
        yield from _segment(source, start, mark_start, mark_end)
        start = mark_end
    if source.has_text(start, len(source.text)):
        yield source.piece(start, len(source.text), "dropped", rule="after_last_article", reason="")


def _segment(source: LinedText, start: int, mark: int, end: int) -> Iterator[RawArticle | Piece]:
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
    builder = ArticleBuilder(source, lines[title].start, end)
    builder.put_lines("title", lines[title : dated - 1], rule="headline")
    builder.put_lines("source", lines[dated - 1 : dated], rule="source_line")
    put_date_line(builder, [lines[dated]])
    _header(builder, lines[dated + 1 : body])
    builder.put_lines("", lines[body : body + 1], rule="heading", action="dropped")
    _story(builder, lines[body + 1 :])
    builder.put("", mark, end, rule="end_mark", action="dropped")
    yield _finish(builder)


def _finish(builder: ArticleBuilder) -> RawArticle | Piece:
    if not builder.article.paragraphs and not builder.article.summary:
        return builder.reject("no_text", "a headline without a story")
    article = builder.finish()
    declare_length(article)
    return article


def _is(line: Line, words: frozenset[str]) -> bool:
    return line.text.strip().lower() in words


def _is_date(line: Line) -> bool:
    text = line.text.strip()
    length = date_length(text)
    return bool(length) and (length > len(text) / 2 or text[length : length + 1] in {",", " "})


def _title(source: LinedText, lines: Sequence[Line], dated: int) -> int:
    """Return the first line of the title, which may run over several lines."""
    at = dated - 2
    while at > 0 and source.text.count("\n", lines[at - 1].end, lines[at].start) == 1:
        at -= 1
    return at


def _header(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    """Read the lines between the date and the line "Body"."""
    at = 0
    while at < len(lines) and label_of(lines[at], capitals=False) is None:
        rights = next(
            (n for n in range(at, len(lines)) if _RIGHTS.match(lines[n].text.strip())), at
        )
        labels = next(
            (n for n in range(at, len(lines)) if label_of(lines[n], capitals=False)), len(lines)
        )
        if at < rights < labels:
            builder.put_lines("edition", lines[at:rights], rule="edition_line")
        name = "copyright" if _RIGHTS.match(lines[rights].text.strip()) else "edition"
        builder.put_lines(name, lines[min(rights, labels) : labels], rule=f"{name}_line")
        at = max(labels, at + 1)
    _labelled(builder, lines[at:])


def _labelled(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    """Read "Label: value" lines; a line without a label continues the previous one."""
    groups: list[tuple[str, int, list[Line]]] = []
    for line in lines:
        label = label_of(line, capitals=False)
        if label is not None:
            groups.append((*label, [line]))
        elif groups:
            groups[-1][2].append(line)
    for name, value_at, group in groups:
        put_value(builder, name, (group[0].start, group[-1].end), value_at)


def _story(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    close = next((n for n in range(len(lines)) if _closes(builder, lines, n)), len(lines))
    story, tail = list(lines[:close]), lines[close:]
    heads = [n for n, line in enumerate(story) if line.text.strip() in {"ABSTRACT", "FULL TEXT"}]
    if [story[n].text.strip() for n in heads] == ["ABSTRACT", "FULL TEXT"]:
        for n in heads:
            builder.put_lines("", [story[n]], rule="heading", action="dropped")
        for line in story[heads[0] + 1 : heads[1]]:
            builder.put_lines("summary", [line], rule="abstract")
        story = story[: heads[0]] + story[heads[1] + 1 :]
    for line in story:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    _tail(builder, tail)


def _closes(builder: ArticleBuilder, lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if _is(line, _CLOSING):
        return True
    if _is(line, _PICTURES):
        return builder.source.text[: line.start].endswith("\n\n")
    label = label_of(line, capitals=False)
    return label is not None and label.field == "load_date"


def _tail(builder: ArticleBuilder, lines: Sequence[Line]) -> None:
    """Read captions and classification, each below its heading, then labelled fields."""
    at = 0
    while at < len(lines) and (_is(lines[at], _PICTURES) or _is(lines[at], _CLOSING)):
        pictures = _is(lines[at], _PICTURES)
        builder.put_lines("", [lines[at]], rule="heading", action="dropped")
        at += 1
        while pictures and at < len(lines) and not _ends_pictures(lines[at]):
            builder.put_lines("captions", [lines[at]], rule="label_captions")
            at += 1
    _labelled(builder, lines[at:])


def _ends_pictures(line: Line) -> bool:
    label = label_of(line, capitals=False)
    closes = label is not None and label.field not in OPENING and label.field != "captions"
    return closes or _is(line, _CLOSING)
