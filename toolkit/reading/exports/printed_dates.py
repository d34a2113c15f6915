"""Locates a printed date at the start of a line; `toolkit.reading.dates` interprets it."""

from __future__ import annotations

import re

_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar jänner februar märz maerz mai juni juli oktober dezember okt dez mrz "
    "janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre "
    "decembre janv févr avr juil déc "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "januari februari maart mei augustus "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "mon tue wed thu fri sat sun"
)


def _any_of(words: str) -> str:
    longest_first = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in longest_first) + r")\b"


_MONTH = _any_of(_MONTHS) + r"\.?"
_WEEKDAY = _any_of(_WEEKDAYS) + r"\.?"
_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.|º)?"
_TIME = (
    r"\d{1,2}(?::|\.|h)\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?\b)?"
    r"(?:\s{1,2}(?:Uhr|[A-Z]{2,5})\b(?:[+-]\d{1,2}(?::\d\d)?)?)?"
)
_DATE = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:de\s+)?{_MONTH}(?:\s+de)?,?\s+{_YEAR}"
    rf"|{_MONTH},?\s+{_YEAR}|{_YEAR}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})"
    rf"(?:,?\s+{_WEEKDAY})?(?:,?\s+{_TIME})?",
    re.IGNORECASE,
)


def date_length(text: str) -> int:
    """Return the length of the date at the start of ``text``, or 0 if there is none.

    Weekday and time are part of the date; an edition after it is not.

    Examples
    --------
    >>> for text in (
    ...     "January 11, 2010 Monday",
    ...     "December 19, 1991, Sunday, An Edition",
    ...     "9 Januar 1993",
    ...     "July 1, 2019 Monday 9:20 AM GMT",
    ...     "May be the year 2010",
    ... ):
    ...     print(repr(text[: date_length(text)]))
    'January 11, 2010 Monday'
    'December 19, 1991, Sunday'
    '9 Januar 1993'
    'July 1, 2019 Monday 9:20 AM GMT'
    ''
    """
    found = _DATE.match(text)
    return 0 if found is None else found.end()
