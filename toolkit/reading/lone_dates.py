"""Lines of a pasted text that are a date alone, or a name and a date."""

from __future__ import annotations

import re

from toolkit.reading.date_forms import is_count
from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.east_asian_lines import before_fields
from toolkit.reading.page_furniture import is_outlet, number_before
from toolkit.reading.paragraphs import is_byline

MAX_BARE_DATE_LENGTH = 60
_BEHIND_NAME = re.compile(r"\s*[|·•]\s*|,\s+|\s+[–—-]\s+")
_IN_BRACKETS = re.compile(r"\s*([^()]+?)\s*\(([^()]+)\)\s*$")
_NAME = re.compile(r"\s*[^\W\d_a-zß-ÿ][^\d,.:;?!]{1,40}")
"""A name of up to 41 letters that begins with a capital and holds no digit and no comma."""
_NUMBERED = re.compile(
    r"(?!.*\b(?:[Rr]ead|[Mm]in|[Ll]ecture|[Ll]esezeit|[Cc]omments?|[Ss]hares?|[Vv]iews?)\b)"
    r"\d{1,3} ?[^\W\d_a-zß-ÿ][^\d,.:;?!]{2,30}"
)
"""A name that begins with a number, behind a bar: "20 Minutes", "24 Heures", "7 News"."""
_READING_TIME = re.compile(
    r"(?i)\d{1,3}[- ]?min(?:ute[ns]?|utos|uti|\.)? "
    r"(?:to )?(?:read|de lecture|lesezeit|de lectura|di lettura|leestijd)"
)
_DATE_LABEL = re.compile(
    r"\s*[*_]{0,2}(?:date|datum|fecha|tarih)\s*[*_]{0,2}:\s*[*_]{0,2}\s*", re.I
)
"""Before a date below a headline, in Markdown too: "**Date:** 22 October 2018"."""
_BARS = frozenset("|·•")
"""Between a name and a date. A comma or a dash stands in any sentence; before it must be "By" or
the name of an outlet."""


def date_alone(text: str, order: str | None = None, *, names: bool = False) -> str:
    """Return the date of a line that holds nothing else, but perhaps a byline before it; or "".

    With ``names`` any short name before a comma may be that of an outlet; without, known ones.

    Examples
    --------
    >>> date_alone("22 October 2018"), date_alone("By Jane Roe, 22 October 2018")
    ('22 October 2018', '22 October 2018')
    >>> date_alone("Jane Roe | October 22, 2018"), date_alone("22.10.2018 | Le Soir")
    ('October 22, 2018', '22.10.2018')
    >>> date_alone("25 June 2018 | 20 Minutes"), date_alone("25 June 2018 | 20 June")
    ('25 June 2018', '')
    >>> date_alone("They met on 22 October 2018")
    ''
    """
    if len(text) > MAX_BARE_DATE_LENGTH or not any(map(str.isdecimal, text)):
        return ""
    text = _DATE_LABEL.sub("", text).rstrip("*_ ")
    number = number_before(text)
    for whole in (text, text[number[1] :] if number else "", before_fields(text)):
        if is_whole_date(whole, order):
            return whole.strip()
    return _date_behind_name(text, order, names=names) or _date_before_name(text, order)


def _date_behind_name(text: str, order: str | None, *, names: bool) -> str:
    if (found := _IN_BRACKETS.match(text)) and _is_name(found[1], any_name=names):
        return found[2].strip() if is_whole_date(found[2], order) else ""
    for mark in _BEHIND_NAME.finditer(text):
        name, rest = text[: mark.start()], text[mark.end() :]
        if any(map(str.isdecimal, name)):
            return ""
        is_name = is_byline(name) or mark[0].strip() in _BARS or _is_name(name, any_name=names)
        if is_name and is_whole_date(rest, order):
            return rest.strip()
    return ""


def _date_before_name(text: str, order: str | None) -> str:
    """Return the date of "22 October 2018 | Gazette"."""
    for mark in _BEHIND_NAME.finditer(text):
        date, name = text[: mark.start()], text[mark.end() :]
        is_name = mark[0].strip() in _BARS and (
            _NAME.fullmatch(name) or _READING_TIME.fullmatch(name.strip()) or _is_numbered(name)
        )
        if (is_name or is_outlet(name)) and is_whole_date(date, order):
            return date.strip()
    return ""


def _is_numbered(name: str) -> bool:
    """Return whether a text is a name such as "20 Minutes", and not "20 June"."""
    found = read_date(name) if _NUMBERED.fullmatch(name) else None
    return found is not None and not isinstance(found, PrintedDate) and found.kind == "not_a_date"


def _is_name(text: str, *, any_name: bool) -> bool:
    if is_outlet(text):
        return True
    return any_name and _NAME.fullmatch(text) is not None


def is_whole_date(text: str, order: str | None) -> bool:
    """Return whether a text is a date with a day, and nothing else; 01/02/2018 is one, too.

    Which day that is may be unknown, but a story begins there: taken for none, the headline above
    would get the date of the next story.
    """
    found = read_date(text, order=order)
    if isinstance(found, PrintedDate):
        return bool(found.day) and not is_count(text)
    return found.kind == "ambiguous_order" and not is_count(text)


def name_before(text: str) -> str:
    """Return what stands before the first comma, bracket, bar or dash of a line."""
    return re.split(r"[,(|·•–—]|\s-\s", text, maxsplit=1)[0].strip()
