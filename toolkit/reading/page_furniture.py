"""Lines that stand above or between articles and are no headline: separators, outlets, menus."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_SEPARATOR, MAX_COUNT = 300, 40
_SEPARATOR = re.compile(r"\s*(?:[-*=_~#+—–─━═]{3,}|(?:[*•·#]\s){2,}[*•·#]|\f+)\s*$")
_COUNT = re.compile(
    r"\s*(?:(?:article|item|record|text|story|document)\s+#?\d{1,5}[.:]?"
    r"|(?:article\s+)?\d{1,5} (?:of|de|von) \d{1,5}(?: documents?)?"
    r"|[\[(<]\s*end\s*[\])>]|end of (?:article|document|story|text|record))\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*[\[(#]?(?P<number>\d{1,4})[.)\]:]\s+(?=\S)")
_URL = re.compile(r"\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|co|[a-z]{2})$", re.I)
_MENU = frozenset(
    """
    skip to main content|skip to content|skip to navigation|home|menu|sections|search|subscribe|
    sign in|log in|login|register|advertisement|advertising|news|breaking news|top stories|
    latest news|world|world news|politics|u.s.|us|uk|middle east|europe|asia|africa|americas|
    latin america|asia pacific|business|economy|international|national|national security|
    foreign policy|opinion|analysis|share|print|email|print this page|listen to article
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_OUTLETS = frozenset(
    """
    abc news|afp|agence france-presse|al arabiya|al jazeera|al jazeera english|ansa|ap|ap news|
    arab news|associated press|axios|bbc|bbc news|bild|bloomberg|bloomberg news|boston globe|
    breitbart|breitbart news|buzzfeed news|cbs news|channel newsasia|chicago tribune|
    christian science monitor|cnbc|cnn|cnn international|corriere della sera|csmonitor|daily beast|
    daily express|daily mail|daily mirror|daily sabah|daily star|daily telegraph|dawn|der spiegel|
    der standard|deutsche welle|die welt|die zeit|dpa|dw|economist|el mundo|el país|euronews|
    evening standard|financial times|forbes|foreign affairs|foreign policy magazine|fox news|
    france 24|frankfurter allgemeine zeitung|global times|globe and mail|guardian|gulf news|
    haaretz|hindustan times|houston chronicle|huffington post|huffpost|hurriyet daily news|
    irish times|japan times|jerusalem post|kyodo news|la repubblica|la stampa|le figaro|le monde|
    libération|los angeles times|mail online|middle east eye|moscow times|msnbc|national review|
    nbc news|neue zürcher zeitung|new york magazine|new york post|new york times|newsmax|
    newsweek|npr|pbs newshour|politico|reuters|rfi|ria novosti|sky news|
    south china morning post|straits times|süddeutsche zeitung|tass|telegraph|time magazine|
    times of india|times of israel|townhall|upi|usa today|vice news|voa news|vox|
    wall street journal|washington examiner|washington post|washington times|wikinews|xinhua|
    xinhua news agency|yahoo news|yonhap|zeit online
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)


class Furniture(NamedTuple):
    """What a line above a headline is: the field it belongs to ("" for none) and the rule."""

    field: str
    rule: str


RECURRING = Furniture("notes", "recurring_line")
"""A line above several headlines of one text: an outlet that no list holds, or a section."""


def is_separator(text: str) -> bool:
    """Return whether a line only separates articles.

    Examples
    --------
    >>> [is_separator(line) for line in ("* * *", "———", "Article 3", "2 of 10", "[END]", "3")]
    [True, True, True, True, True, False]
    """
    if len(text) > MAX_SEPARATOR:
        return False
    if len(text) <= MAX_COUNT and _COUNT.match(text):
        return True
    return not any(map(str.isalnum, text[:MAX_COUNT])) and _SEPARATOR.match(text) is not None


def is_outlet(text: str) -> bool:
    """Return whether a text is the name of a well-known outlet, or an address such as "dw.com".

    Other names are not told from headlines: "Hard Times" may be either.

    Examples
    --------
    >>> is_outlet("The Washington Post"), is_outlet("csmonitor.com"), is_outlet("Hard Times")
    (True, True, False)
    """
    name = text.strip().casefold()
    return name.removeprefix("the ") in _OUTLETS or _DOMAIN.match(name) is not None


def furniture_of(text: str) -> Furniture | None:
    """Return what a line is that may stand above a headline and is none; None for other lines.

    Examples
    --------
    >>> furniture_of("Reuters").field, furniture_of("Skip to main content").rule
    ('source', 'page_menu')
    >>> furniture_of("Ships sail again") is None
    True
    """
    if _URL.match(text):
        return Furniture("url", "address_line")
    if is_outlet(text):
        return Furniture("source", "outlet_line")
    if text.strip().casefold() in _MENU:
        return Furniture("", "page_menu")
    return None


def number_before(text: str) -> tuple[int, int] | None:
    """Return the number before a headline and where the headline begins, or None.

    Examples
    --------
    >>> number_before("3. Ships sail again"), number_before("30 ships sail")
    ((3, 3), None)
    """
    found = _NUMBER.match(text)
    return (int(found["number"]), found.end()) if found else None
