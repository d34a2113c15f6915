"""Datelines: "ANKARA, Oct 22 (Reuters) - " and "PARIS: " at the start of a story."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.cleaning.furniture import AGENCIES, CITIES, NOT_PLACES

_MONTH = (
    r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_NAME = r"[^\W\d_][\w.'’\-]{0,20}(?: [^\W\d_][\w.'’\-]{0,20}){0,4}"
_PLACES = rf"{_NAME}(?:(?:, |/| and ){_NAME}){{0,3}}"
_BODY = "|".join(sorted([*AGENCIES, "CNN", "CBN"], key=len, reverse=True))
_DATELINE = re.compile(
    rf"(?P<place>{_PLACES})?(?:,? ?(?P<day>{_DAY}))?,? ?"
    rf"(?:\((?P<agency>{_BODY})\)\s?(?:--|—|–|-|:)?|(?P<mark>--|—|–|-|:))\s+(?=\S)"
)
_LONGEST = 150
_COPYRIGHT = re.compile(
    rf"(?:Copyright|©)[ ©\d(c)]{{0,20}}({'|'.join(map(re.escape, AGENCIES))})\b"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: the text taken off, and what it says."""

    text: str
    place: str
    agency: str


def find_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which ``paragraph`` starts, or None.

    A dateline counts when an agency stands in it, when a known city in capitals stands before a
    colon, or when a name in capitals stands before a dash; at least five words must follow.

    Examples
    --------
    >>> find_dateline("ANKARA, Oct 22 (Reuters) - Four leaders will meet in Istanbul on Saturday.")
    Dateline(text='ANKARA, Oct 22 (Reuters) - ', place='Ankara', agency='Reuters')
    >>> find_dateline("Daesh: Defeating the virtual caliphate will take many years") is None
    True
    """
    match = _DATELINE.match(paragraph[:_LONGEST])
    if match is None or not _is_dateline(match):
        return None
    rest = paragraph[match.end() :]
    if len(rest[:400].split()) < 5 or not _starts_sentence(rest):
        return None
    agency = AGENCIES.get(match["agency"] or "", "")
    return Dateline(paragraph[: match.end()], _tidy_place(match["place"] or ""), agency)


def _is_dateline(match: re.Match[str]) -> bool:
    place, mark = match["place"] or "", match["mark"] or ""
    first = re.split(", |/| and ", place)[0]
    if match["agency"]:
        return not place or (first[:1].isupper() and len(place.split()) <= 7)
    if not mark or not place or not first.isupper() or first.casefold() in NOT_PLACES:
        return False
    if mark in ":-":
        return first.casefold() in CITIES
    return len(first) >= 4 and (first.casefold() in CITIES or "," in place)


def _starts_sentence(rest: str) -> bool:
    start = rest.lstrip("“\"‘'«([$€£")[:1]
    return not start.islower()


def _tidy_place(place: str) -> str:
    parts = [part.strip() for part in re.split("/| and ", place) if part.strip()]
    return "; ".join(_tidy_name(part) for part in parts)


def _tidy_name(name: str) -> str:
    words = [
        word.title() if word.isupper() and "." not in word else word for word in name.split(" ")
    ]
    return " ".join(words).replace("’S", "’s").replace("'S", "'s")


def find_agency(agency: str, source: str, body: str) -> str:
    """Return the agency that an article credits, '' if none.

    It may stand in the article's field or be its source, or the dateline or the copyright notice
    names it; a mention in the story is no credit.

    Examples
    --------
    >>> find_agency("", "Arab News", "ANKARA, Oct 22 (Reuters) - Four leaders will meet in Turkey")
    'Reuters'
    """
    if agency:
        return AGENCIES.get(agency, agency)
    if source in AGENCIES:
        return AGENCIES[source]
    dateline = find_dateline(body[:2000].lstrip().split("\n", 1)[0])
    if dateline and dateline.agency:
        return dateline.agency
    owner = _COPYRIGHT.search(body[-600:])
    return AGENCIES[owner[1]] if owner else ""
