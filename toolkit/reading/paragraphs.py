"""Recognise captions, bylines and bullets among the lines of a pasted article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.reading.datelines import AGENCIES
from toolkit.reading.dates import PrintedDate, read_date

MAX_CAPTION_LENGTH = 600
_AGENCIES = "|".join(map(re.escape, sorted({*AGENCIES, "DPA"}, key=len, reverse=True)))
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
_KIND = re.compile(
    r"[Vv]ideos?|[Pp]hotos|[Pp]ictures|VIDEOS?|PHOTOS?|PICTURES|PICS|AUDIO|WATCH|LIVE"
)
"""What a headline has in brackets at its end, which is no credit."""

_DATE_INSIDE = re.compile(r"\b(?:[^\W\d_]{3,12}\.? \d{1,2}, \d{4}|\d{1,2} [^\W\d_]{3,12} \d{4})\b")
_BULLET = re.compile(r"\s*[•*·‣▪–-]\s+\S")
_BYLINE = re.compile(r"\s*(?:By|BY)[:\s]\s*[A-Z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Caption:
    """A photo caption, with its own credit and date, which are not the article's."""

    text: str
    credit: str = ""
    date: str = ""

    @property
    def reason(self) -> str:
        """Return credit and date of the caption, for the ledger."""
        parts = [
            f"{name} {value}" for name, value in (("credit", self.credit), ("date", self.date))
        ]
        return "; ".join(part for part in parts if not part.endswith(" "))

    def as_dict(self) -> dict[str, str]:
        """Return text, credit and ISO date, as stored in ``extra``."""
        return {"text": self.text, "credit": self.credit, "date": self.date}


_MAX_LABELLED = 200
_FIELDS = {
    "source": "source", "outlet": "source", "newspaper": "source", "publication": "source",
    "author": "byline", "byline": "byline", "section": "section", "url": "url", "link": "url",
}  # fmt: skip
_LABELLED = re.compile(
    rf"\s*[*_]{{0,2}}(?P<label>{'|'.join(_FIELDS)})[*_]{{0,2}}:[*_]{{0,2}}\s+(?P<value>\S.*?)\s*$",
    re.IGNORECASE,
)
"""A label and a value, in Markdown too: "**Source:** Arab News"."""


def find_caption(line: str) -> Caption | None:
    """Return the line as a caption, or None if it is not one.

    Examples
    --------
    >>> caption = find_caption("A street in Mosul, Iraq, June 23, 2014. (Reuters)")
    >>> caption.credit, caption.date
    ('Reuters', '2014-06-23')
    >>> lines = "The group (known as the Quartet) met on Friday.", "Ships collide at sea (VIDEO)"
    >>> [find_caption(line) for line in lines]
    [None, None]
    """
    text = line.strip()
    if not text or len(text) > MAX_CAPTION_LENGTH:
        return None
    found = _CREDIT.search(text[-100:])
    credit = (found["credit"] or found["agency"]) if found else ""
    if found and _KIND.fullmatch(credit) and not text[: -len(credit) - 2].rstrip().endswith("."):
        return None  # "Ships collide (VIDEO)" is a headline
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
    for found in _DATE_INSIDE.finditer(text):
        printed = read_date(found[0])
        if isinstance(printed, PrintedDate):
            return printed.first_day.date().isoformat()
    return ""


def is_bullet(line: str) -> bool:
    """Return whether a line is a bullet point."""
    return _BULLET.match(line) is not None


def labelled_value(text: str) -> tuple[str, str] | None:
    """Return the field and the value of a line such as "Source: Gazette", None for any other.

    Examples
    --------
    >>> labelled_value("**Source:** Arab News"), labelled_value("Sources said so: they left.")
    (('source', 'Arab News'), None)
    >>> labelled_value("Publication: 22 October 2018") is None
    True
    """
    found = _LABELLED.match(text) if len(text) <= _MAX_LABELLED else None
    if found is None or isinstance(read_date(found["value"]), PrintedDate):
        return None
    return _FIELDS[found["label"].lower()], found["value"]


def is_byline(line: str) -> bool:
    """Return whether a line is a byline, such as "By Jane Roe"."""
    return (
        len(line) <= 120
        and len(line.split()) <= 14
        and _BYLINE.match(line) is not None
        and not line.rstrip().endswith(".")
    )
