"""The lines of a pasted text, and which of them are dates and headlines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from toolkit.reading.dates import PrintedDate, read_date, split_label
from toolkit.reading.lone_dates import date_alone, is_whole_date, name_before
from toolkit.reading.page_furniture import (
    RECURRING,
    Furniture,
    furniture_of,
    is_outlet,
    is_separator,
    number_before,
)
from toolkit.reading.paragraphs import is_byline
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.interface import ReadOptions

LINES_ABOVE = 8
HEAD = 4
"""Lines at the beginning of a text among which the date of its first article stands."""
MAX_TITLE_WORDS = 25
MAX_TITLE_LENGTH = 300
MAX_STAMP_LENGTH = 200
MAX_NAME = 50

_ACRONYM = re.compile(r"(?:\b[^\W\d_]\.){2,}[’”'\"]?\s*$")
"""How a headline may end though it is no sentence: "rockets that reach the U.S."."""
_BEFORE_HEADLINE = re.compile(r"\s+[–—-]\s+|\s*[|·•:]\s+")
_BOTH_STAMPS = re.compile(r"\s*[|·•;]\s*|\s+[-–]\s+(?=[^\W\d_]{4})")


_CLOSED = (".", ":", ";", ",", "”", '."', *"。：；，、।۔؛،")


@dataclass(slots=True)
class Line:
    """A non-blank line."""

    number: int
    start: int
    text: str
    after_blank: bool
    key: str = ""
    stamps: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    is_closing: bool = False
    is_heading: bool = False
    is_page_break: bool = False
    is_recurring: bool = False
    is_underline: bool = False
    """Whether the line is the rule below a heading: "Ships sail" and "==========" under it."""
    listed_at: int = 0
    """Where the headline begins in an entry such as "3. 5 May 2018 - Ships sail again"."""

    @property
    def end(self) -> int:
        """Offset of the end of the line."""
        return self.start + len(self.text)

    @property
    def is_separator(self) -> bool:
        """Whether the line is only a separator between articles."""
        return not self.is_underline and is_separator(self.text)

    @property
    def furniture(self) -> Furniture | None:
        """What the line is if it may stand above a headline and is none."""
        return RECURRING if self.is_recurring else furniture_of(self.text)

    @property
    def is_short(self) -> bool:
        """Whether the line could be a headline."""
        return self.is_heading or (self.has_few_words and self.is_open)

    @property
    def has_few_words(self) -> bool:
        """Whether the line is no longer than most headlines are."""
        return len(self.text) <= MAX_TITLE_LENGTH and count_words(self.text) <= MAX_TITLE_WORDS

    @property
    def could_be_long_headline(self) -> bool:
        """Whether the line could be a headline of more words than most have."""
        return self.is_open and len(self.text) <= MAX_TITLE_LENGTH

    @property
    def is_open(self) -> bool:
        """Whether the line ends as no sentence does, or in an acronym."""
        is_closed = self.text.rstrip().endswith(_CLOSED)
        return not is_closed or bool(_ACRONYM.search(self.text))


def line_starts(lines: Sequence[str]) -> list[int]:
    """Return the offset of each line."""
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def lines_of(
    all_lines: Sequence[str], starts: Sequence[int], skip: int, options: ReadOptions | None
) -> list[Line]:
    """Return the non-blank lines from line ``skip`` on, with their dates."""
    order = options.date_order if options else None
    found: list[Line] = []
    after_blank = True
    for at in range(skip, len(all_lines)):
        text = all_lines[at]
        if "\f" in text and text.strip():
            found += _pages_of(at, starts[at], text, after_blank=after_blank)
        elif text.strip() or "\f" in text:
            found.append(Line(at + 1, starts[at], text, after_blank, _key(text)))
        after_blank = not text.strip()
    _mark_underlines(found)
    for line in found:
        _stamp(line, order)
    is_labelled = any(line.stamps for line in found)
    if not is_labelled and _stamp_listed(found, order):
        return found
    _mark_cover(found, order)
    _mark_recurring(found, order)
    _mark_names_above_dates(found, order)
    _stamp_head(found, order)
    if not is_labelled:
        _stamp_bare_dates(found, order)
        _stamp_closing_date(found, order)
    return found


def _mark_underlines(lines: list[Line]) -> None:
    """Mark rules as long as the short line that they stand right below, and that opens a block.

    Markdown and reStructuredText print headings so; what separates articles is apart from both.
    """
    for above, line in pairwise(lines):
        if line.after_blank or not above.after_blank or not is_separator(line.text):
            continue
        rule, heading = line.text.rstrip(), above.text.strip()
        is_alike = len(set(rule)) == 1 and -2 <= len(rule) - len(heading) <= 3
        line.is_underline = is_alike and above.has_few_words and not is_separator(heading)


def _pages_of(at: int, start: int, text: str, *, after_blank: bool) -> Iterator[Line]:
    """Yield the parts of a line that holds form feeds, and each form feed as a line."""
    for part in re.finditer(r"\f+|[^\f]+", text):
        if part[0].startswith("\f"):
            yield Line(at + 1, start + part.start(), part[0], after_blank, is_page_break=True)
        elif part[0].strip():
            opens = after_blank or part.start() > 0
            yield Line(at + 1, start + part.start(), part[0], opens, _key(part[0]))


def _stamp_listed(lines: list[Line], order: str | None) -> bool:
    """Find the entries of a numbered list of articles with date and headline on one line."""
    entries: list[tuple[Line, str, int]] = []
    for line in lines:
        number = number_before(line.text) if line.has_few_words else None
        if number is None or number[0] != len(entries) + 1:
            continue
        for mark in _BEFORE_HEADLINE.finditer(line.text, number[1]):
            date, headline = line.text[number[1] : mark.start()], line.text[mark.end() :]
            if len(headline.split()) > 1 and is_whole_date(date, order):
                entries.append((line, date.strip(), mark.end()))
                break
    if len(entries) < 2 or not _is_first(lines, entries[0][0]):
        return False
    for line, date, at in entries:
        line.stamps.append(("date", date))
        line.listed_at, line.is_heading = at, True
    return True


def _is_first(lines: list[Line], line: Line) -> bool:
    """Return whether no paragraph stands above a line."""
    above = takewhile(lambda other: other is not line, lines)
    return all(other.has_few_words for other in above)


def _mark_cover(lines: list[Line], order: str | None) -> None:
    """Mark a short first line above stories whose dates stand above their headlines.

    It is that of the whole ("Press review"): the date below it has a headline below, as the others
    have, and all others stand below a paragraph or a separator.
    """
    first = first_line(lines)
    dated = [at for at, line in enumerate(lines[:-1]) if _has_date(line, order)]
    if len(dated) < 2 or dated[0] != first + 1 or not lines[first].is_short:
        return
    are_heads = all(lines[at + 1].is_short and at + 1 not in dated for at in dated)
    if are_heads and not any(lines[at - 1].is_short for at in dated[1:]):
        lines[first].is_recurring = True


def _mark_recurring(lines: list[Line], order: str | None) -> None:
    """Mark a short line that stands above several headlines of a text, each with its date below.

    It names the outlet or a section: no list of outlets holds all of them.
    """
    below: dict[str, set[str]] = {}
    at_heads: dict[str, list[Line]] = {}
    for at, line in enumerate(lines[:-2]):
        opens = at == 0 or line.after_blank or lines[at - 1].is_separator
        if not opens or len(line.text) > MAX_NAME or not line.is_short or line.stamps:
            continue
        headline, *head = lines[at + 1 : at + 1 + HEAD]
        is_headline = headline.has_few_words and not _is_head_line(headline, order)
        dated = next((k for k, other in enumerate(head) if _has_date(other, order)), None)
        if is_headline and dated is not None and all(o.is_short for o in head[:dated]):
            below.setdefault(line.key, set()).add(headline.key)
            at_heads.setdefault(line.key, []).append(line)
    for key, headlines in below.items():
        if len(headlines) > 1 and not is_byline(at_heads[key][0].text):
            for line in at_heads[key]:
                line.is_recurring = True


def _mark_names_above_dates(lines: list[Line], order: str | None) -> None:
    """Mark a short line that stands between several headlines of a text and their dates.

    The headlines differ. No blank line stands in their heads, or those of the first article.
    """
    below: dict[str, dict[str, Line]] = {}
    layout: list[bool] | None = None
    for at, headline in enumerate(lines):
        if not (headline.after_blank and headline.is_short) or headline.is_separator:
            continue
        head = lines[at + 1 : at + 1 + HEAD]
        dated = next((k for k, other in enumerate(head) if _has_date(other, order)), 0)
        if not dated or _has_date(headline, order):
            continue
        blanks = [line.after_blank for line in head[: dated + 1]]
        layout = blanks if at == first_line(lines) else layout
        for line in head[:dated] if blanks == layout or not any(blanks) else ():
            if line.is_short and len(line.text) <= MAX_NAME and not _is_head_line(line, order):
                below.setdefault(line.key, {})[headline.key] = line
    for named in below.values():
        for line in named.values() if len(named) > 1 else ():
            line.is_recurring = True


def _is_head_line(line: Line, order: str | None) -> bool:
    """Return whether a line below a headline belongs to its head: a date, a byline."""
    return _has_date(line, order) or is_byline(line.text) or line.is_separator


def _stamp_head(lines: list[Line], order: str | None) -> None:
    """Find the headline of the first article and, below it, a line that is a date alone.

    The first line may end as a sentence does, or be long, if a date follows. Dates with a label
    may come later: of an update, or below the story. What holds for the first article holds for
    those below a separator.
    """
    if not lines or not _stamp_head_at(lines, opening(lines), order):
        return
    for at, line in enumerate(lines):
        if line.is_separator and at + 1 < len(lines):
            _stamp_head_at(lines, below_furniture(lines, at + 1), order)


def _stamp_head_at(lines: list[Line], first: int, order: str | None) -> bool:
    if len(lines) < first + 3 or lines[first].stamps:
        return False
    head = lines[first : first + HEAD]
    at = next((k for k, line in enumerate(head) if _has_date(line, order)), None)
    if at is None or not all(line.could_be_long_headline for line in head[1:at]):
        return False
    headline, dated = head[1 if at == 0 else 0], head[at]
    if headline.is_separator or any(line.is_separator for line in head[:at]):
        return False
    if not headline.could_be_long_headline and not (at > 0 and headline.has_few_words):
        return False
    headline.is_heading = True
    if not dated.stamps and not (at == 0 and head[1].stamps):
        dated.stamps.append(("date", date_alone(dated.text, order)))
    return True


def below_furniture(lines: list[Line], first: int) -> int:
    """Return the first line that is no outlet, address or entry of a menu above a headline."""
    at = first
    while at < min(len(lines), first + LINES_ABOVE) and lines[at].furniture:
        at += 1
    is_headline = at < len(lines) and not lines[at].is_separator and lines[at].has_few_words
    return at if is_headline else first


def first_line(lines: list[Line]) -> int:
    """Return the first line that is no separator."""
    return next((at for at, line in enumerate(lines) if not line.is_separator), 0)


def opening(lines: list[Line]) -> int:
    """Return the first line that is no separator and stands below outlets and menus."""
    return below_furniture(lines, first_line(lines))


def is_date_first(lines: list[Line]) -> bool:
    """Return whether the first article of a text has its date above the headline."""
    at = opening(lines)
    if at + 1 >= len(lines) or not lines[at].stamps:
        return False
    is_labelled = lines[at].stamps[0][0] != "date"
    return lines[at + 1].is_heading or (is_labelled and lines[at + 1].is_short)


def _has_date(line: Line, order: str | None) -> bool:
    return bool(line.stamps or date_alone(line.text, order))


def _stamp_bare_dates(lines: list[Line], order: str | None) -> None:
    """If no date is labelled, accept lines below a headline that consist of a date alone."""
    is_dated_first = is_date_first(lines)
    is_tight = _is_tight_head(lines, opening(lines) + 1) if lines else False
    names = _names_before_dates(lines, order)
    for at, line in enumerate(lines):
        is_head = at == 0 or lines[at - 1].is_short
        if not is_head and is_dated_first and line.after_blank and at + 1 < len(lines):
            is_head = lines[at + 1].is_short
        is_sentence = not is_head and is_tight and _is_tight_head(lines, at)
        if line.stamps or not (is_head or is_sentence):
            continue
        if found := date_alone(line.text, order, names=names):
            line.stamps.append(("date", found))
            lines[at - 1].is_heading |= is_sentence


def _is_tight_head(lines: list[Line], at: int) -> bool:
    """Return whether a line stands at once below a short one, with blank lines around both.

    Where the first article has its date so, a headline may end like a sentence in the others.
    """
    if not 0 < at < len(lines) - 1:
        return False
    headline, line, below = lines[at - 1 : at + 2]
    is_apart = at == 1 or headline.after_blank
    return is_apart and headline.has_few_words and not line.after_blank and below.after_blank


def _names_before_dates(lines: list[Line], order: str | None) -> bool:
    """Return whether a text has a line such as "Arab News, 22 October 2018": then others are so.

    The name is that of a known outlet, or stands so below several short lines.
    """
    below: dict[str, set[str]] = {}
    for above, line in pairwise(lines):
        if above.is_short and date_alone(line.text, order, names=True):
            below.setdefault(name_before(line.text), set()).add(above.key)
    return any(name and (len(heads) > 1 or is_outlet(name)) for name, heads in below.items())


def _stamp_closing_date(lines: list[Line], order: str | None) -> None:
    """If a text has no other date, accept the last line below a blank one if it is a date alone."""
    if len(lines) < 2 or not lines[-1].after_blank or any(line.stamps for line in lines):
        return
    if found := date_alone(lines[-1].text, order):
        lines[-1].stamps.append(("date", found))


def _key(text: str) -> str:
    if len(text) > MAX_TITLE_LENGTH:
        return text
    return " ".join(text.casefold().lstrip("#").split())


def _stamp(line: Line, order: str | None) -> None:
    """Record the dates of a date line: a label and a date, or two such pairs, and nothing else."""
    if len(line.text) > MAX_STAMP_LENGTH or not any(map(str.isdecimal, line.text)):
        return
    for part in _BOTH_STAMPS.split(line.text) if _BOTH_STAMPS.search(line.text) else [line.text]:
        kind, _ = split_label(part)
        if not kind:
            line.stamps = [] if not line.stamps else line.stamps
            return
        found = read_date(part.strip(), order=order, short_years=order is not None)
        if isinstance(found, PrintedDate):
            line.stamps.append((kind, part.strip()))
        elif found.kind not in {"empty", "not_a_date"}:
            line.problem = found.reason
            line.stamps.append((kind, part.strip()))
