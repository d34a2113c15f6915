"""Finds the date in a line about an article that holds other words too: "2 June 2019 in Fashion".

Such a line counts only if the page itself says what it is, by the name of an element around it, or
if it begins with the date and hardly goes on. A caption never counts.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.east_asian_lines import set_apart
from toolkit.reading.exports.date_lines import DateLine, LineDate, is_date, kinds_in
from toolkit.reading.exports.markup import around
from toolkit.reading.exports.page_meta import is_date_element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reading.exports.markup import Element

_NAMES = re.compile(
    r"(?:^|[\s_-])[a-z]*(?:(?<!up)(?<!candi)date|datum|fecha|byline|meta|metadata|dateline|"
    r"stamp|tmstmp|time|submitted|author|autor|infos?|credits?|signature|published|posted|pubdate|"
    r"date-?time)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of elements that hold what is said about an article: "entry-meta", "post_date"."""

_OTHER = re.compile(
    r"event|calend|termin|agenda|comment|kommentar|relat|caption|gallery|foto|photo|image|copyright|"
    r"footer|sidebar",
    re.IGNORECASE,
)
_CAPTIONS = frozenset({"figure", "figcaption"})
_NOT_OWN = frozenset({"a", "li", "blockquote", "figure", "figcaption"})
_TOKENS = 9
_MOST_WORDS = 25
_MOST_LETTERS = 200
_FEW = 3
_MOST_TEXT = 400
_TIME = re.compile(r"\d:\d\d")
_EDGES = " ,;|·•()[]-–—/>"


def is_about_article(element: Element | None) -> bool:
    """Return whether an element, or a small one around it, is named as one about the article."""
    for one in _small(element, _MOST_TEXT):
        if _OTHER.search(one.names):
            return False
        if one.tag == "time" or _NAMES.search(one.names):
            return True
    return False


def is_dating(element: Element | None) -> bool:
    """Return whether an element, or a small one around it, is for a date and not in a link.

    The date of another story stands in a link to it, or beside one in an item of a list.
    """
    near = list(_small(element, _MOST_LETTERS))
    if any(one.tag in _NOT_OWN or _OTHER.search(one.names) for one in near):
        return False
    return any(is_date_element(one) or "submitted" in one.classes for one in near)


def is_in_caption(element: Element | None) -> bool:
    """Return whether an element is in a figure, or named as a caption."""
    near = _small(element, _MOST_TEXT)
    return any(one.tag in _CAPTIONS or "caption" in one.names.casefold() for one in near)


def _small(element: Element | None, most: int) -> Iterator[Element]:
    """Yield an element and those around it, up to the first that holds more than a line or two."""
    return itertools.takewhile(lambda one: one.end - one.start <= most, around(element))


def find_date(text: str, *, named: bool) -> DateLine | None:
    """Return the date that a line about an article holds among other words.

    Parameters
    ----------
    text : str
        One line.
    named : bool
        Whether the page says that the line is about the article. If not, it must begin with the
        date, or end with its time of day, and hold at most three other words.

    Returns
    -------
    DateLine or None
        None without a date that has a day and a year, and for two days.

    Examples
    --------
    >>> find_date("By Jane Doe 10 February 2019 in Fashion 17 Comments", named=True).dates[0].text
    '10 February 2019'
    >>> find_date("14.06.2019 (ch)", named=False).dates[0].text
    '14.06.2019'
    >>> find_date("The talks of 10 February 2019 failed", named=False) is None
    True
    >>> find_date("Metro Daily 2019-09-09 16:01", named=False).rest
    ('Metro', 'Daily')
    """
    words = set_apart(text).split()
    if len(text) > _MOST_LETTERS or len(words) > _MOST_WORDS or not any(map(str.isdecimal, text)):
        return None
    found = list(_dates_among(words))
    days = {_day(date) for _, _, date in found}
    if len(days) != 1:
        return None
    first, end, date = found[0]
    n_other = len(words) - sum(stop - start for start, stop, _ in found)
    kinds = set(kinds_in(text))
    is_last = end == len(words) and _TIME.search(date) is not None
    if not named and (n_other > _FEW or (first and not is_last)):
        return None
    kind = kinds.pop() if len(kinds) == 1 else ""
    return DateLine((LineDate(kind, date),), tuple([*words[:first], *words[end:]]))


def _dates_among(words: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, word behind, text) of the longest dates among words."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _TOKENS), at, -1):
            text = " ".join(words[at:end]).strip(_EDGES)
            if is_date(text) and _day(text):
                yield at, end, _without_fillers(words[at:end])
                at = end
                break
        else:
            at += 1


def _without_fillers(words: list[str]) -> str:
    """Return the fewest of some words that are the same date: not "on" and "in" around it."""
    text = " ".join(words).strip(_EDGES)
    for fewer in (words[1:], words[:-1]):
        shorter = " ".join(fewer).strip(_EDGES)
        if shorter and is_date(shorter) and read_date(shorter) == read_date(text):
            return _without_fillers(fewer)
    return text


def _day(text: str) -> str:
    """Return the day of a date, or its digits where their order is open; "" for other texts."""
    found = read_date(text)
    if isinstance(found, PrintedDate):
        return f"{found.first_day:%Y-%m-%d}" if found.day else ""
    return "".join(filter(str.isdecimal, text)) if found.kind == "ambiguous_order" else ""
