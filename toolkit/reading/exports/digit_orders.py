"""Which of 01/02/2018 a page means: by the other dates on it, or by the language it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.date_forms import NUMERIC, ORDERS, shown_order
from toolkit.reading.dates import numeric_order
from toolkit.reading.languages import detect_by_words
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY_FIRST = frozenset({
    "ar", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "es", "et", "fi", "fr", "ga",
    "gl", "he", "hi", "hr", "id", "is", "it", "ka", "kk", "lb", "lv", "mk", "mr", "ms", "mt", "nb",
    "nl", "nn", "no", "pl", "pt", "rm", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te",
    "th", "tr", "uk", "ur", "vi",
})  # fmt: skip
"""Languages whose dates in digits, where the year is last, begin with the day (CLDR), but for
Spanish in three countries."""

_REGIONS = frozenset({
    "au", "bw", "gb", "ie", "in", "jm", "mt", "ng", "nz", "pk", "sg", "tt", "uk", "zm", "zw",
})  # fmt: skip
"""Where dates in English begin with the day."""

_MONTH_FIRST = frozenset({"pa", "ph", "pr", "us"})
_MAX_TEXT = 500_000


def order_of_digits(dates: Iterable[str], text: str, language: str) -> tuple[str, str]:
    """Return the order of day and month in the dates of a page, and how it is known.

    Parameters
    ----------
    dates : iterable of str
        The dates of the article as printed.
    text : str
        The visible text of the page. A date on it that can be read one way only (21/02/2018)
        decides, if it is written with the same mark between its numbers and none contradicts it.
    language : str
        As the page states it: "de", "en-GB"; "en" alone decides nothing.

    Returns
    -------
    tuple of str
        "dmy" or "mdy" and a reason; ("", "") if no date is ambiguous or nothing decides.

    Examples
    --------
    >>> order_of_digits(["07.06.2019"], "Read on: Ships, 23.05.2019", "en")
    ('dmy', 'other dates on the page are')
    >>> order_of_digits(["07/06/2019"], "", "fr"), order_of_digits(["07/06/2019"], "", "en")
    (('dmy', 'dates in its language (fr) are'), ('', ''))
    """
    open_dates = [date for date in dates if numeric_order(date) == "?"]
    if not open_dates:
        return "", ""
    marks = {found["sep"] for date in open_dates if (found := NUMERIC.search(folded(date)))}
    shown = {
        order
        for found in NUMERIC.finditer(text[:_MAX_TEXT])
        if found["sep"] in marks and len(found["y"]) == 4
        and (order := shown_order(int(found["a"]), int(found["b"]))) in ORDERS
    }  # fmt: skip
    if len(shown) == 1:
        return shown.pop(), "other dates on the page are"
    order = "" if shown else order_of_language(language)
    return (order, f"dates in its language ({language}) are") if order else ("", "")


def language_of_text(stated: str, text: str) -> str:
    """Return the language of a page: as stated or, if it is not, by its words; "" if they disagree.

    Examples
    --------
    >>> text = "Der Rat hat am Montag für einen zweiten Anleger an der alten Mole gestimmt. " * 3
    >>> language_of_text("", text), language_of_text("de-AT", text), language_of_text("en-GB", text)
    ('de', 'de-AT', '')
    """
    (found, _, _), *_ = detect_by_words([text])
    named = re.split(r"[-_]", stated.casefold().strip())[0]
    return (stated or found) if not named or not found or named == found else ""


def order_of_language(language: str) -> str:
    """Return "dmy" or "mdy" where a language and region write dates one way only, else "".

    Examples
    --------
    >>> [order_of_language(tag) for tag in ("de-AT", "en_GB", "en-US", "en", "es-US", "hu")]
    ['dmy', 'dmy', 'mdy', '', '', '']
    """
    name, *regions = re.split(r"[-_]", language.casefold().strip())
    if _MONTH_FIRST & {*regions}:
        return "mdy" if name in {"en", "fil"} else ""
    if name in _DAY_FIRST or (name == "en" and _REGIONS & {*regions}):
        return "dmy"
    return ""
