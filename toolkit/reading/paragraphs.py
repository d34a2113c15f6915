"""What a line is: caption, byline, bullet, or a paragraph that begins with a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.months import MONTHS

LONGEST_CAPTION = 600
_AGENCIES = (
    "Reuters|AFP|AP|Associated Press|DPA|dpa|EPA|Xinhua|TASS|Anadolu|AA|SPA|WAM|UPI|ANSA|EFE|"
    "Bloomberg"
)
_CREDIT = re.compile(
    r"[(\[](?P<credit>[^()\[\]]{2,80})[)\]]\.?\s*$|(?:^|\s)[—–-]\s*(?P<agency>"
    + _AGENCIES
    + r")\s*$"
)
_CREDIT_WORDS = re.compile(
    rf"(?i:photo|file|picture|image|courtesy|handout|getty|twitter|supplied|video|screen ?grab|"
    rf"shutterstock|social media|illustration|archive|pool|via)|\b(?:{_AGENCIES})\b|/"
)
_CAPTION_LABEL = re.compile(
    r"\s*(?:photo|caption|image|picture|file photo)\s*[:|]\s", re.IGNORECASE
)
_ENGLISH = "|".join(
    name for name in sorted(MONTHS, key=len, reverse=True) if name.isascii() and len(name) > 2
)
_DATE_INSIDE = re.compile(
    rf"\b(?:(?:{_ENGLISH})\.? \d{{1,2}}, \d{{4}}|\d{{1,2}} (?:{_ENGLISH}) \d{{4}})\b", re.IGNORECASE
)
_BULLET = re.compile(r"\s*[•*·‣▪–-]\s+\S")
_BYLINE = re.compile(r"\s*(?:By|BY)[:\s]\s*[A-Z\u00c0-\u024f]")
_CAPITAL = r"[A-Z\u00c0-\u00de]"
_NAME = rf"{_CAPITAL}[A-Z\u00c0-\u00de'’.\-]+(?:[ -]{_CAPITAL}[A-Z\u00c0-\u00de'’.\-]*){{0,4}}"
_REGION = r"[A-Z\u00c0-\u00de][\w'’.\-]*(?: [\w'’.\-]+){0,3}"
_DAY = rf"(?:(?:{_ENGLISH})\.? \d{{1,2}}|\d{{1,2}} (?:{_ENGLISH})\.?)(?:,? \d{{4}})?"
_NOT_MONTH = rf"(?!(?i:{_ENGLISH})\b)"
_DATELINE = re.compile(
    rf"\s*(?P<place>{_NAME}(?:(?:/| and ){_NAME})*(?:, {_NOT_MONTH}{_REGION})?)(?:, ?(?i:{_DAY}))?"
    rf"(?: ?\((?P<agency>[^()]{{2,40}})\))?\s?(?P<mark>:|—|–|--|-)\s+(?=\S)"
)
_WITH_AGENCY = re.compile(
    rf"\s*(?P<place>{_NOT_MONTH}{_REGION}(?:, {_NOT_MONTH}{_REGION})?)(?:, ?(?i:{_DAY}))? ?"
    rf"\((?P<agency>{_AGENCIES})\)\s?(?:(?:—|–|--|-|:)\s*)?(?=\S)"
)
_NOT_PLACES = frozenset(
    [
        "update",
        "updated",
        "watch",
        "video",
        "exclusive",
        "breaking",
        "analysis",
        "opinion",
        "correction",
        "corrected",
        "editorial",
        "live",
        "photos",
        "q",
        "a",
        "interview",
        "profile",
        "factbox",
        "timeline",
        "explainer",
        "note",
        "editor's",
        "editor’s",
        "daesh",
        "isis",
        "isil",
        "un",
        "us",
        "eu",
        "nato",
        "review",
        "comment",
    ]
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A photo caption, with its own date and credit, which are not the article's."""

    text: str
    credit: str = ""
    date: str = ""

    @property
    def reason(self) -> str:
        """Say what the caption states about itself, for the ledger."""
        parts = [
            f"{name} {value}" for name, value in (("credit", self.credit), ("date", self.date))
        ]
        return "; ".join(part for part in parts if not part.endswith(" "))

    def as_dict(self) -> dict[str, str]:
        """Return text, credit and date (ISO), as stored in ``extra``."""
        return {"text": self.text, "credit": self.credit, "date": self.date}


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a paragraph: its text with the mark after it, and what it says."""

    text: str
    place: str
    agency: str


def find_caption(line: str) -> Caption | None:
    """Return the caption that a line is, or None.

    Examples
    --------
    >>> caption = find_caption("A street in Mosul, Iraq, June 23, 2014. (Reuters)")
    >>> caption.credit, caption.date
    ('Reuters', '2014-06-23')
    >>> find_caption("The group (known as the Quartet) met on Friday.") is None
    True
    """
    text = line.strip()
    if not text or len(text) > LONGEST_CAPTION:
        return None
    found = _CREDIT.search(text[-100:])
    credit = (found["credit"] or found["agency"]) if found else ""
    if credit and not _CREDIT_WORDS.search(credit):
        credit = (
            credit
            if credit[:1].isupper() and text[: -len(credit) - 2].rstrip().endswith(".")
            else ""
        )
    if not credit and not _CAPTION_LABEL.match(text):
        return None
    return Caption(text, credit.strip(), _own_date(text))


def _own_date(text: str) -> str:
    found = _DATE_INSIDE.search(text)
    printed = read_date(found[0]) if found else None
    if not isinstance(printed, PrintedDate):
        return ""
    return printed.first_day.date().isoformat()


def is_bullet(line: str) -> bool:
    """Say whether a line is a bullet of a list."""
    return _BULLET.match(line) is not None


def is_byline(line: str) -> bool:
    """Say whether a line is "By Jane Roe"."""
    return (
        len(line) <= 120
        and len(line.split()) <= 14
        and _BYLINE.match(line) is not None
        and not line.rstrip().endswith(".")
    )


def find_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins, or None.

    A name in capitals before a colon or dash, or any name before an agency in brackets.

    Examples
    --------
    >>> find_dateline("NICE, France: A man drove a lorry through the crowds on Thursday")
    Dateline(text='NICE, France: ', place='Nice, France', agency='')
    >>> find_dateline("Beirut (Reuters) - Talks began on Sunday in the capital").agency
    'Reuters'
    >>> find_dateline("Daesh: Defeating the virtual caliphate") is None
    True
    """
    head = paragraph[:160]
    found = _DATELINE.match(head) or _WITH_AGENCY.match(head)
    if found is None or len(paragraph[found.end() : 600].split()) < 5:
        return None
    place = found["place"].strip().rstrip(",")
    if place.split(",")[0].split()[0].casefold() in _NOT_PLACES:
        return None
    return Dateline(found[0], _tidy(place), (found["agency"] or "").strip())


def _tidy(place: str) -> str:
    parts = re.split(r"/| and ", place)
    return "; ".join(" ".join(map(_tidy_word, part.split(" "))) for part in parts)


def _tidy_word(word: str) -> str:
    return "-".join(
        part.capitalize() if part.isupper() and "." not in part else part
        for part in word.split("-")
    )
