"""Split the lines of an article into its text and the pieces taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.cleaning.furniture import CAPTION_THEN
from toolkit.cleaning.line_rules import find_rule, is_date_line
from toolkit.reading.datelines import AGENCIES, find_dateline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_SURE_BULLET = re.compile(r"[•‣▪●◦⦁►▶■] ?(?=\S)")
_NAME = r"[^\W\d_a-zß-ÿ][\w.'’\-]*"
_BETWEEN = r"(?:and|&|y|et|und|e|ve|of|for|with|reporting|from|in|de|del|van|von|der|al|bin|the)"
_BYLINE = re.compile(
    rf"(?:By|BY|Von|Por|Par) ({_NAME}(?:,? (?:{_BETWEEN} ){{0,3}}{_NAME}){{1,12}})"
)
_HIGHLIGHTS = re.compile(r"(?:Story [Hh]ighlights|STORY HIGHLIGHTS)\b:? ?")
_SENTENCE_END = re.compile(r"[.?!…:][”\"’')\]]*\Z")
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece taken out of the text: the step, the line, the reason and the target column.

    ``value`` is what is added to the column ``field``: the piece without its label or mark.
    """

    step: str
    text: str
    line: int
    reason: str
    field: str = ""
    value: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Fields of the article, used to recognise repetitions of them in the body."""

    title: str = ""
    byline: str = ""
    source: str = ""


@dataclass(slots=True)
class _Work:
    """The lines of one article while they are being cleaned."""

    lines: list[str]
    known: Known
    steps: Collection[str]
    pieces: list[Piece] = field(default_factory=list)

    def take(self, at: int, piece: Piece) -> None:
        self.lines[at] = ""
        self.pieces.append(piece)

    def first(self, start: int = 0) -> int:
        return next((at for at in range(start, len(self.lines)) if self.lines[at]), len(self.lines))


def take_lines(
    text: str, known: Known, steps: Collection[str], suspects: Iterable[int] | None = None
) -> tuple[str, list[Piece]]:
    """Return the story in ``text`` and the pieces taken out of it, in order of lines.

    ``suspects`` are the numbers of the lines that may match a rule; by default, all.
    """
    work = _clean_lines(text, known, steps, suspects)
    if not any(work.lines) and text.strip() and "headline" in steps:
        # A body that only repeats the headline is all the text there is: keep it.
        others = [step for step in steps if step != "headline"]
        work = _clean_lines(text, known, others, suspects)
    work.pieces.sort(key=lambda piece: piece.line)
    story = "\n".join(work.lines)
    while "\n\n\n" in story:  # each pass takes a third of the longest run
        story = story.replace("\n\n\n", "\n\n")
    return story.strip(), work.pieces


def _clean_lines(
    text: str, known: Known, steps: Collection[str], suspects: Iterable[int] | None
) -> _Work:
    work = _Work(list(map(str.strip, text.split("\n"))), known, steps)
    _take_anywhere(work, range(len(work.lines)) if suspects is None else suspects)
    _take_head(work)
    if "dateline" in steps:
        _take_dateline(work)
    return work


def _take_anywhere(work: _Work, suspects: Iterable[int]) -> None:
    for at in suspects:
        line = work.lines[at]
        rule = find_rule(line, work.steps) if line else None
        if rule is not None:
            agency = AGENCIES.get(line.strip("—–-.; "), "") if rule.step == "credits" else ""
            work.take(at, Piece(rule.step, line, at + 1, rule.reason, rule.field, line, agency))


def _take_head(work: _Work) -> None:
    at = work.first()
    while at < len(work.lines):
        if "captions" in work.steps:
            _split_caption(work, at)
        piece = _head_piece(work, at) if work.lines[at] else None
        if piece is None and work.lines[at]:
            break
        if piece is None:
            at = work.first(at)
            continue
        work.take(at, piece)
        if piece.step == "highlights":
            _take_highlights(work, at + 1)
        at = work.first(at)


def _split_caption(work: _Work, at: int) -> None:
    """Take out a caption (and a headline after it) that a scraper joined to the first line."""
    line = work.lines[at]
    beginning = line[:600]
    has_credit = "(Photo: " in beginning or "| " in beginning
    match = CAPTION_THEN.match(beginning) if has_credit else None
    if match is None:
        return
    rest = line[match.end() :]
    title = work.known.title
    start = rest.casefold().find(title.casefold()) if title else -1
    if not _HIGHLIGHTS.match(rest) and not 0 <= start <= 40:
        return
    caption = match[1]
    reason = "caption above the headline"
    work.pieces.append(Piece("captions", caption, at + 1, reason, "captions", caption))
    if start >= 0 and "headline" in work.steps:
        headline, rest = rest[: start + len(title)], rest[start + len(title) :]
        work.pieces.append(Piece("headline", headline, at + 1, "repeats the headline"))
    work.lines[at] = rest.strip()


def _head_piece(work: _Work, at: int) -> Piece | None:
    line, steps, number = work.lines[at], work.steps, at + 1
    if "headline" in steps and _is_headline(line, work.known.title):
        return Piece("headline", line, number, "repeats the headline")
    if "updated" in steps and is_date_line(line):
        return Piece("updated", line, number, "date stamp", "notes", line)
    if "highlights" in steps and (label := _HIGHLIGHTS.match(line)):
        return Piece("highlights", line, number, "story highlights", "summary", line[label.end() :])
    if "bullets" in steps and (mark := _SURE_BULLET.match(line)) and _is_summary(work, at):
        return Piece(
            "bullets", line, number, "bullet above the story", "summary", line[mark.end() :]
        )
    if "byline" in steps:
        wrapped = len(line) > 50 and number < len(work.lines) and bool(work.lines[number])
        return None if wrapped else _byline_piece(line, number, work.known)
    return None


def _byline_piece(line: str, number: int, known: Known) -> Piece | None:
    if len(line) > 150:
        return None
    if same_words(line, known.byline) or same_words(line, known.source):
        return Piece("byline", line, number, "repeats the byline or the source")
    match = _BYLINE.fullmatch(line)
    if match:
        return Piece("byline", line, number, "byline", "byline", match[1])
    return None


def _take_highlights(work: _Work, start: int) -> None:
    """Take the highlights after the first: short lines without sentence-final punctuation."""
    at = work.first(start)
    while at < len(work.lines) and work.first(at + 1) < len(work.lines):
        line = work.lines[at]
        if len(line.split()) > 30 or _SENTENCE_END.search(line[-5:]) or "(CNN)" in line:
            return
        work.take(at, Piece("highlights", line, at + 1, "story highlights", "summary", line))
        at = work.first(at)


def _is_summary(work: _Work, at: int) -> bool:
    """Return whether a bullet is not a sentence and stands above a story with other lines."""
    if _SENTENCE_END.search(work.lines[at][-5:]):
        return False
    return any(line and not _SURE_BULLET.match(line) for line in work.lines[at + 1 :])


def _take_dateline(work: _Work) -> None:
    at = work.first()
    if at == len(work.lines):
        return
    line = work.lines[at]
    found = find_dateline(line)
    if found is None:
        return
    rest = line[len(found.text) :]
    work.lines[at] = rest
    # Removing a dateline must not leave a line that this or another rule would take out.
    if find_dateline(rest) or find_rule(rest, work.steps) or _head_piece(work, at):
        work.lines[at] = line
        return
    work.pieces.append(
        Piece(
            "dateline", found.text.strip(), at + 1, "dateline", "place", found.place, found.agency
        )
    )


def _is_headline(line: str, title: str) -> bool:
    # With a full stop that the headline lacks, the line is a sentence of the story.
    sentence = line.rstrip("”\"’'").endswith(".") and not title.endswith(".")
    return not sentence and same_words(line, title)


def same_words(left: str, right: str) -> bool:
    """Return whether two lines are equal up to case, spaces and punctuation, and not empty."""
    if not left or not right or abs(len(left) - len(right)) > 20 + len(right) // 4:
        return False
    words = _NOT_WORDS.sub(" ", left.casefold()).strip()
    return bool(words) and words == _NOT_WORDS.sub(" ", right.casefold()).strip()
