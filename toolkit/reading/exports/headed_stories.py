"""Where the stories of a document begin that holds several, each below a heading.

The evidence is a date of its own below (or above) each of several headings of one rank. Headings
without dates are parts of one story, for nothing tells a subheading from a headline.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.date_forms import ORDERS
from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.exports.assembly import clean
from toolkit.reading.exports.date_lines import read_date_line
from toolkit.reading.interface import DATE_FIELDS
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from toolkit.reading.exports.assembly import Line, LinedText
    from toolkit.reading.interface import RawArticle

LONG = 20
"""Words of a line that is a paragraph of a story, and not of its head."""

SENTENCES = 2
"""Paragraphs of a sentence each that are a short story, if it has a date; a teaser has one."""

_SENTENCE = 8
_ENDS = tuple(".!?…。！？")
_QUOTES = "\"'”’»)"
_NOTICE = re.compile(r"\bcookies?\b", re.IGNORECASE)
_MAX_HEAD, _MAX_CELLS = 4, 8
_MAX_DATE_LINE = 60
_LEAST = 60
"""Words below a heading that may be a headline."""
_TEASER, _MAX_TEASER = 0.25, 120
"""Below that share of the longest story, and below so many words, a text announces another one."""


class Heading(NamedTuple):
    """The span of a heading, and its rank: 1 for the highest."""

    start: int
    end: int
    rank: int


class Story(NamedTuple):
    """The span of a story with its head, its heading, and the heading of its section, if any."""

    begin: int
    end: int
    heading: Heading
    section: str = ""


class _Part(NamedTuple):
    """A heading, what stands below it, and the words of its story with all subheadings."""

    heading: Heading
    begin: int
    is_dated: bool
    n_words: int
    n_told: int = 0
    n_sentences: int = 0

    @property
    def is_told(self) -> bool:
        """Whether it has a story, be it one of short paragraphs."""
        return self.n_told > 0 or (self.is_dated and self.n_sentences >= SENTENCES)


def find_stories(
    source: LinedText,
    headings: Sequence[Heading],
    dated: Collection[int] = (),
    *,
    tables: Sequence[tuple[int, int]] = (),
) -> list[Story]:
    r"""Return the stories of a document that holds several; none if it holds one.

    Parameters
    ----------
    source : LinedText
        The document.
    headings : sequence of Heading
        Its headings, in order.
    dated : collection of int
        Offsets of lines that hold a date though they print none, as ``<time>`` may.
    tables : sequence of (int, int)
        Spans of tables, in order; a small one above a heading is its head.

    Returns
    -------
    list of Story
        At least two of them, or none. What stands outside of them is no story.

    Examples
    --------
    >>> from toolkit.reading.exports.assembly import LinedText
    >>> story = "Envoys met. " * 10
    >>> text = LinedText(f"One\n5 May 2018\n{story}\nTwo\n6 May 2018\n{story}")
    >>> heads = [Heading(line.start, line.end, 1) for line in text.lines if len(line.text) == 3]
    >>> [text.text[s.heading.start : s.heading.end] for s in find_stories(text, heads)]
    ['One', 'Two']
    >>> find_stories(text, heads[:1])
    []
    """
    parts = list(_parts(source, headings, dated, tables))
    rank = _rank_of_stories(parts)
    if rank is None:
        return []
    stories, kept = [], []
    section, n_sections = "", sum(_is_section(part, rank) for part in parts)
    for at, part in enumerate(parts):
        if _is_story(part, rank, is_first=at == 0):
            kept.append(part)
            stories.append(Story(part.begin, len(source.text), part.heading, section))
        elif _is_section(part, rank) and stories:
            stories[-1] = stories[-1]._replace(end=part.begin)
        if part.heading.rank < rank:
            is_named = _is_section(part, rank) and n_sections > 1
            name = source.text[part.heading.start : part.heading.end]
            section = clean(name) if is_named else ""
    n_dated = sum(part.is_dated for part in kept)
    if n_dated < 2 or 2 * n_dated < len(kept):
        return []
    main = max((part.n_words for part in kept if part.heading.rank < rank), default=0)
    main = max(main, n_words(source.between(0, stories[0].begin)))
    if are_teasers(main, [part.n_told for part in kept if part.heading.rank == rank]):
        return []
    begins = [*(story.begin for story in stories[1:]), len(source.text)]
    return [
        story._replace(end=min(story.end, begin))
        for story, begin in zip(stories, begins, strict=True)
    ]


def flag_headings(article: RawArticle, source: LinedText, headings: Sequence[Heading]) -> None:
    """Mark an undated article whose headings may be headlines; nothing tells them apart."""
    if article.fields.get("published") or article.fields.get("updated"):
        return
    parts = list(_parts(source, headings, (), ()))
    ranks = Counter(part.heading.rank for part in parts if part.n_told >= _LEAST)
    n_headings = max(ranks.values(), default=0)
    if n_headings > 1:
        reason = (
            f"{n_headings} headings of one rank stand above texts, and none has a date: read as "
            "one article. If each is an article, put a date below each"
        )
        article.flag("headings_without_dates", reason)


def flag_dates(article: RawArticle) -> None:
    """Mark an article in whose text other days stand on lines of their own: it may be several.

    Examples
    --------
    >>> from toolkit.reading.interface import RawArticle
    >>> article = RawArticle(fields={"published": "22 May 2018"}, paragraphs=["Date: 23 May 2018"])
    >>> flag_dates(article)
    >>> article.quality
    ['several_dates']
    """
    own = {day for kind in DATE_FIELDS for day in _days(article.fields.get(kind, ""))}
    short = (text for text in article.paragraphs if len(text) <= _MAX_DATE_LINE)
    lines = (line for text in short if (line := read_date_line(text)) is not None)
    dates = {date.text for line in lines for date in line.dates if date.kind != "updated"}
    others = [date for date in dates if (days := _days(date)) and own.isdisjoint(days)]
    if others:
        shown = "; ".join(sorted(others)[:3])
        reason = f"other days stand on lines of its text ({shown}): if it is several articles, "
        article.flag("several_dates", f"{reason}save one file for each")


def _days(text: str) -> set[tuple[int, int, int]]:
    """Return the days that a date may name: 04/05/2018 two of them, May 2018 none."""
    read = (read_date(text, order=order) for order in ORDERS)
    dates = (one for one in read if isinstance(one, PrintedDate) and one.day)
    return {(one.year, one.month, one.day) for one in dates}


def are_teasers(n_main: int, others: Sequence[int]) -> bool:
    """Return whether texts of so many words announce other stories beside the main one.

    Examples
    --------
    >>> are_teasers(600, [40, 60]), are_teasers(600, [40, 400]), are_teasers(0, [40, 60])
    (True, False, False)
    """
    return all(n < min(_TEASER * n_main, _MAX_TEASER) for n in others)


def n_words(lines: Sequence[Line]) -> int:
    """Return the number of words in the paragraphs among some lines."""
    counts = (count_words(line.text) for line in lines)
    return sum(count for count in counts if count >= LONG)


def n_sentences(lines: Sequence[Line]) -> int:
    """Return how many lines are sentences of eight words or more, but for notices of cookies."""
    texts = (line.text for line in lines if not _NOTICE.search(line.text))
    ended = (text for text in texts if text.rstrip(f"{_QUOTES} \t").endswith(_ENDS))
    return sum(count_words(text) >= _SENTENCE for text in ended)


def _parts(
    source: LinedText,
    headings: Sequence[Heading],
    dated: Collection[int],
    tables: Sequence[tuple[int, int]],
) -> Iterator[_Part]:
    """Yield each heading with what stands below it; a date above it belongs to it if all have."""
    lines = [line for line in source.lines if not line.blank]
    starts = [line.start for line in lines]
    if not headings:
        return
    at = [bisect_left(starts, heading.start) for heading in headings]
    below = [lines[first + 1 : end] for first, end in zip(at, [*at[1:], len(lines)], strict=True)]
    is_dated = [any(has_date(line, dated) for line in head_lines(part)) for part in below]
    heads = [list(_above(lines, first, tables)) for first in at]
    above = [any(has_date(line, dated) for line in head) for head in heads]
    is_above = sum(above) > sum(is_dated)
    words = [n_words(part) for part in below]
    for nth, heading in enumerate(headings):
        told = words[nth] + sum(_below(headings, words, nth))
        is_own = (above if is_above else is_dated)[nth]
        begin = heads[nth][0].start if is_above and is_own else heading.start
        yield _Part(heading, begin, is_own, words[nth], told, n_sentences(below[nth]))


def _above(lines: Sequence[Line], first: int, tables: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Yield the line above a heading, or the lines of the small table there."""
    if first == 0:
        return
    at = bisect_right(tables, lines[first - 1].start, key=itemgetter(0)) - 1
    begin = tables[at][0] if at >= 0 and tables[at][1] > lines[first - 1].start else None
    head = [lines[first - 1]]
    while begin is not None and len(head) < first and lines[first - len(head) - 1].start >= begin:
        head.insert(0, lines[first - len(head) - 1])
        if len(head) > _MAX_CELLS:
            return
    yield from head


def _below(headings: Sequence[Heading], words: Sequence[int], nth: int) -> Iterator[int]:
    """Yield the words below each subheading of a heading."""
    for other in range(nth + 1, len(headings)):
        if headings[other].rank <= headings[nth].rank:
            return
        yield words[other]


def head_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines between a heading and the first paragraph of its story."""
    for line in lines[:_MAX_HEAD]:
        if count_words(line.text) >= LONG:
            return
        yield line


def has_date(line: Line, dated: Collection[int]) -> bool:
    """Return whether a line prints a date, or begins where one is stated."""
    return line.start in dated or read_date_line(line.text) is not None


def _rank_of_stories(parts: Sequence[_Part]) -> int | None:
    """Return the rank of most of the headings that have a date and a story."""
    ranks = [part.heading.rank for part in parts if part.is_dated and part.n_told]
    return min(set(ranks), key=lambda rank: (-ranks.count(rank), rank), default=None)


def _is_story(part: _Part, rank: int, *, is_first: bool) -> bool:
    if part.heading.rank > rank:
        return False
    if part.heading.rank == rank:
        return part.is_told
    return part.n_words > 0 and (part.is_dated or not is_first)


def _is_section(part: _Part, rank: int) -> bool:
    return part.heading.rank < rank and not part.n_words
