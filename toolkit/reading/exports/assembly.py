"""Builds an article from spans of a text, and accounts for every span.

A reader assigns the spans it understands; `ArticleBuilder.finish` records the rest in the ledger
as dropped, so that no text is lost by oversight.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.interface import Piece, RawArticle, n_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import Action

_NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f]{0,12}")
MISMATCH = 0.15
"""Largest relative difference allowed between the declared and the received word count."""


class Line(NamedTuple):
    """One line of a text without its line end; ``start`` and ``end`` are character offsets."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether the line is empty or white space."""
        return not self.text or self.text.isspace()


class LinedText:
    """A text split into lines, with the source line number of each offset.

    Parameters
    ----------
    text : str
        Plain text, or the visible text of markup.
    numbers : sequence of (int, int), optional
        For text rendered from markup: (offset, source line) pairs in ascending order.

    Attributes
    ----------
    asides : list of Piece
        Text that stands beside the visible text, such as comments: dropped, for the ledger.
    """

    def __init__(self, text: str, numbers: Sequence[tuple[int, int]] | None = None) -> None:
        self.text = text
        self.rendered = numbers is not None
        self.asides: list[Piece] = []
        self.lines = list(split_lines(text))
        self._starts = [line.start for line in self.lines]
        self._marks = [mark for mark, _ in numbers] if numbers is not None else []
        self._numbers = [number for _, number in numbers] if numbers is not None else []

    def line_number(self, offset: int) -> int:
        """Return the source line, counted from 1, of an offset in the text."""
        if not self.rendered:
            return bisect_right(self._starts, offset)
        at = bisect_right(self._marks, offset) - 1
        return self._numbers[at] if at >= 0 else 1

    def outside(self, spans: Sequence[tuple[int, int]], rule: str, reason: str) -> Iterator[Piece]:
        """Yield the text outside the spans as dropped pieces: menus, page footers."""
        position = 0
        for start, end in [*sorted(spans), (len(self.text), len(self.text))]:
            if start > position and self.has_text(position, start):
                yield self.piece(position, start, "dropped", rule=rule, reason=reason)
            position = max(position, end)

    def between(self, start: int, end: int) -> list[Line]:
        """Return the lines between ``start`` and ``end``, clipped to that range."""
        first = bisect_right(self._starts, start) - 1
        chosen = []
        for at in range(max(first, 0), len(self.lines)):
            line = self.lines[at]
            if line.start >= end:
                break
            low, high = max(line.start, start), min(line.end, end)
            if low <= high:
                chosen.append(Line(low, high, self.text[low:high]))
        return chosen

    def piece(self, start: int, end: int, action: Action, *, rule: str, reason: str = "") -> Piece:
        """Return a piece that belongs to no article."""
        span = (-1, -1) if self.rendered else (start, end)
        number = self.line_number(_first_visible(self.text, start, end))
        return Piece(self.text[start:end].strip(), action, "", rule, number, *span, reason)

    def has_text(self, start: int, end: int) -> bool:
        """Return whether the span holds anything but white space."""
        return bool(self.text[start:end].strip())


class ArticleBuilder:
    """An article under construction: its span of the source and the parts assigned so far."""

    def __init__(self, source: LinedText, start: int, end: int) -> None:
        self.source, self.start, self.end = source, start, end
        first = _first_visible(source.text, start, end)
        self.article = RawArticle(line=source.line_number(first))
        self._taken: list[tuple[int, int, Piece]] = []

    def put(
        self,
        name: str,
        start: int,
        end: int,
        *,
        rule: str,
        value: str | None = None,
        action: Action = "kept",
        reason: str = "",
    ) -> None:
        """Assign the span ``start`` to ``end`` to a field; "" for no field.

        Earlier assignments keep their text: the span is clipped to the part still unassigned.
        """
        if value is None:
            value = clean(self.source.text[start:end])
        start, end = self._free(start, end)
        text = self.source.text[start:end]
        if not text.strip():
            if name:
                self.article.set(name, value)
            return
        span = (-1, -1) if self.source.rendered else (start, end)
        self.article.put(
            name,
            text.strip(),
            rule=rule,
            value=value,
            action=action,
            line=self.source.line_number(_first_visible(self.source.text, start, end)),
            start=span[0],
            end=span[1],
            reason=reason,
        )
        insort(self._taken, (start, end, self.article.pieces[-1]), key=_start_of)

    def put_lines(self, name: str, lines: Sequence[Line], **how: str) -> None:
        """Assign consecutive lines to a field as one span."""
        if lines:
            self.put(name, lines[0].start, lines[-1].end, **how)  # type: ignore[arg-type]

    def put_paragraphs(self, start: int, end: int, *, rule: str = "paragraph") -> None:
        """Assign the unassigned lines of a span to the body, one paragraph each."""
        for line in self.source.between(start, end):
            if self.is_free(line.start, line.end):
                self.put("body", line.start, line.end, rule=rule, value=line.text)

    def put_other(self, name: str, start: int, end: int, *, rule: str) -> None:
        """Assign a span to a field of ``extra`` if nothing has been read from it yet."""
        if self.is_free(start, end):
            self.put(name, start, end, rule=rule)

    def is_free(self, start: int, end: int) -> bool:
        """Return whether the span begins with text that is not assigned yet."""
        return self.source.has_text(*self._free(start, end))

    def put_text(
        self, name: str, start: int, end: int, *, paragraphs: list[str], rule: str
    ) -> None:
        """Assign one span to a field as several values, such as the paragraphs of a story."""
        first, rest = (paragraphs[0], paragraphs[1:]) if paragraphs else ("", [])
        self.put(name, start, end, rule=rule, value=first)
        for paragraph in rest:
            self.article.set(name, paragraph)

    def finish(self) -> RawArticle:
        """Record the unassigned text as dropped, and return the article."""
        for start, end in list(self._gaps()):
            self.put("", start, end, rule="unassigned", action="dropped", reason=_LEFT_OVER)
        taken = {id(piece) for _, _, piece in self._taken}
        remarks = [piece for piece in self.article.pieces if id(piece) not in taken]
        self.article.pieces = [piece for _, _, piece in self._taken] + remarks
        if self.source.rendered:
            self.article.received = n_characters(self.source.text[self.start : self.end])
        return self.article

    def reject(self, rule: str, reason: str) -> Piece:
        """Return the whole span as one rejected piece instead of an article."""
        return self.source.piece(self.start, self.end, "rejected", rule=rule, reason=reason)

    def _free(self, start: int, end: int) -> tuple[int, int]:
        start, end = max(start, self.start), min(end, self.end)
        at = bisect_right(self._taken, start, key=_start_of)
        if at and self._taken[at - 1][1] > start:
            start = self._taken[at - 1][1]
        at = bisect_right(self._taken, start, key=_start_of)
        if at and self._taken[at - 1][0] >= start:
            return start, start
        if at < len(self._taken):
            end = min(end, self._taken[at][0])
        return start, max(start, end)

    def _gaps(self) -> Iterator[tuple[int, int]]:
        position = self.start
        for start, end, _ in self._taken:
            if start > position and self.source.has_text(position, start):
                yield position, start
            position = max(position, end)
        if self.source.has_text(position, self.end):
            yield position, self.end


def _start_of(taken: tuple[int, int, Piece]) -> int:
    return taken[0]


_LEFT_OVER = "a line for which this format has no field"


def split_lines(text: str) -> Iterator[Line]:
    r"""Split a text at LF only; offsets refer to the text.

    Examples
    --------
    >>> [tuple(line) for line in split_lines("a\n\nbc")]
    [(0, 1, 'a'), (2, 2, ''), (3, 5, 'bc')]
    """
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield Line(start, end, text[start:end])
        start = end + 1
    yield Line(start, len(text), text[start:])


def paragraphs_of(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Group lines at blank lines."""
    group: list[Line] = []
    for line in lines:
        if not line.blank:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def clean(text: str) -> str:
    r"""Join the lines of a field with single spaces.

    Examples
    --------
    >>> clean("  A headline over\n   two lines\u00a0")
    'A headline over two lines'
    """
    return " ".join(text.split())


def finish_record(builder: ArticleBuilder) -> RawArticle | Piece:
    """Return the article of a record: marked without a text, rejected without a title."""
    article = builder.article
    if not article.fields.get("title"):
        return builder.reject("not_an_article", "a record without a title")
    if not article.paragraphs:
        mark = "abstract_only" if article.summary else "no_text"
        article.flag(mark, "the record holds no full text")
    article = builder.finish()
    declare_length(article)
    return article


def declare_length(article: RawArticle) -> None:
    """Flag a story whose word count differs from the declared one by more than 15 %.

    Some databases include the captions, so either count may match.
    """
    declared = number_in(str(article.extra.get("words_declared", "")))
    if declared is None:
        return
    article.extra["words_declared"] = declared
    received = len(article.body.split())
    with_captions = received + sum(len(caption.split()) for caption in article.captions)
    if min(abs(n - declared) for n in (received, with_captions)) > MISMATCH * max(declared, 1):
        reason = f"the export declares {declared} words, and {received} were received"
        article.flag("length_mismatch", reason)


def number_in(text: str) -> int | None:
    """Return the first whole number in a text, ignoring thousands separators.

    Examples
    --------
    >>> number_in("2,968 words"), number_in("1.684 Wörter"), number_in("none")
    (2968, 1684, None)
    """
    found = _NUMBER.search(text)
    if found is None:
        return None
    digits = "".join(character for character in found.group() if character.isdecimal())
    return int(digits) if digits else None


def _first_visible(text: str, start: int, end: int) -> int:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip())
