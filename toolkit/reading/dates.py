"""Parse printed dates strictly, at the precision they have; nothing is filled in.

A date needs a four-digit year. Missing parts lower the precision ("October 2018" is a month).
A text with anything besides a date, a time, a time zone and a weekday is not a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.reading.months import FILLERS, MONTHS, PUBLISHED, UPDATED, WEEKDAYS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_YEAR = 1600
MAX_LENGTH = 120
ORDERS = ("dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed; a missing month or day is 0.

    Attributes
    ----------
    year, month, day : int
        As printed; 0 if missing.
    time : str
        "HH:MM" or "HH:MM:SS" as printed, "" if none.
    zone : str
        The time zone as printed ("IST", "+02:00", "GMT"), "" if none; never converted.
    """

    year: int
    month: int = 0
    day: int = 0
    time: str = ""
    zone: str = ""

    @property
    def precision(self) -> str:
        """Return "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> datetime:
        """Midnight of the day, or of the first day of the month or year."""
        return datetime(self.year, self.month or 1, self.day or 1)

    @property
    def moment(self) -> datetime:
        """The day with the time as printed."""
        if not self.time:
            return self.first_day
        parts = [int(part) for part in self.time.split(":")]
        return self.first_day + timedelta(hours=parts[0], minutes=parts[1], seconds=sum(parts[2:]))


@dataclass(frozen=True, slots=True)
class DateProblem:
    """Why a text is not accepted as a date.

    Attributes
    ----------
    kind : str
        empty, not_a_date, no_year, no_such_day, ambiguous_order, two_digit_year or
        out_of_range.
    reason : str
        The same as a sentence, without a full stop.
    """

    kind: str
    reason: str


_MONTH = "|".join(
    re.escape(name).replace(r"\ ", " +") for name in sorted(MONTHS, key=len, reverse=True)
)
_TIME = re.compile(
    r"(?<![\d./-])(?P<hour>\d{1,2})(?:(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?)"
    r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))?|\s*(?P<half2>[ap]\.?m\b\.?)|\s*h(?:eures?)?\b|\s*uhr\b)"
    r"(?![./-]?\d)"
)
_ISO_TIME = re.compile(
    r"(?<=\d)t(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
)
_ZONE = re.compile(
    r"(?:(?<=[\s\d(])(?P<name>utc|gmt|[a-z]{1,2}[sd]?t|z|cest|eest|akst|west|eat|wat|msk|pkt|trt)"
    r"(?P<shift>[+-]\d{1,2}(?::?\d{2})?)?|(?P<offset>[+-]\d{2}:?\d{2}|[+-]\d{2}(?=$)))(?![\w:])"
)
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_GAP = r"[\s,./\-–]*"
_TEXT_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}{_GAP}(?:(?:of|de|del)\s+)?(?P<m>{_MONTH})(?![^\W\d_])"
        rf"(?:/(?:{_MONTH})(?![^\W\d_]))?{_GAP}(?:(?:of|de|del)\s+)?(?P<y>\d{{4}}|'?\d{{2}})(?!\d)",
        rf"(?<![^\W_])(?P<m>{_MONTH})(?![^\W\d_])\.?{_GAP}(?P<d>\d{{1,2}}){_ORDINAL}{_GAP}"
        r"(?:(?:of|de|del)\s+)?(?P<y>\d{4})(?!\d)",
        rf"(?<!\d)(?P<y>\d{{4}}){_GAP}(?P<m>{_MONTH})(?![^\W\d_])\.?{_GAP}(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<![^\W_])(?P<m>{_MONTH})(?![^\W\d_])(?:/(?:{_MONTH})(?![^\W\d_]))?{_GAP}"
        r"(?:(?:of|de|del)\s+)?(?P<y>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}{_GAP}(?:(?:of|de|del)\s+)?(?P<m>{_MONTH})(?![^\W_])",
        rf"(?<![^\W_])(?P<m>{_MONTH})(?![^\W\d_])\.?{_GAP}(?P<d>\d{{1,2}}){_ORDINAL}(?![\d:])",
    )
)
_NUMBER_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})年\s*(?P<m>\d{1,2})月\s*(?P<d>\d{1,2})日",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})[-/](?P<m>\d{1,2})(?![\d/-])",
        r"(?<!\d)(?P<m>\d{1,2})/(?P<y>\d{4})(?!\d)",
        r"^(?P<y>\d{4})$",
    )
)
_ISO_DAY = re.compile(r"\d{4}-(?!00)\d{2}-(?!00)\d{2}\Z", re.ASCII)
_EPOCH = re.compile(r"[1-9]\d{9}(?:\d{3})?\Z", re.ASCII)  # seconds or milliseconds since 1970
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})t?(\d{2})(\d{2})(\d{2})(z?)$")


def _longest_first(labels: str) -> str:
    ordered = sorted(labels.split("|"), key=len, reverse=True)
    return "|".join(re.escape(folded(label)) for label in ordered)


_LABELS = {
    kind: re.compile(rf"^\W*(?:{_longest_first(labels)})(?![^\W\d_])\s*[:\-–]?\s*")
    for kind, labels in (("updated", UPDATED), ("published", PUBLISHED))
}


def split_label(line: str) -> tuple[str, str]:
    """Return (kind, rest) of a line such as "Updated: 6 October 2017"; kind is "" without a label.

    Examples
    --------
    >>> split_label("Updated 06 October 2017")
    ('updated', '06 october 2017')
    >>> split_label("Update follows")[0]
    ''
    """
    plain = folded(line[:MAX_LENGTH]).strip()
    for kind, pattern in _LABELS.items():
        found = pattern.match(plain)
        if found:
            return kind, plain[found.end() :]
    return "", plain


def read_date(
    text: str,
    *,
    order: str | None = None,
    short_years: bool = False,
    today: date | None = None,
) -> PrintedDate | DateProblem:
    """Parse one printed date, with or without a label before it.

    Parameters
    ----------
    text : str
        "22 October 2018", "2018-10-22T09:20:00Z", "Updated ٢٢ أكتوبر ٢٠١٨", "October 2018" ...
    order : {"dmy", "mdy", "ymd"}, optional
        How to read 01/02/2018; by default it is `DateProblem("ambiguous_order")`.
    short_years : bool
        Accept two-digit years: 69 to 99 as 19.., 00 to 68 as 20...
    today : date, optional
        Dates more than one day after it are "out_of_range"; by default the current UTC day.

    Returns
    -------
    PrintedDate or DateProblem

    Examples
    --------
    >>> read_date("Monday, 22nd October 2018, 10.30pm IST")
    PrintedDate(year=2018, month=10, day=22, time='22:30', zone='IST')
    >>> read_date("October 2018").precision
    'month'
    >>> read_date("01/02/2018").kind, read_date("21/02/2018").day
    ('ambiguous_order', 21)
    """
    found = _read(text, order, short_years)
    if isinstance(found, DateProblem):
        return found
    return _in_range(found, today or datetime.now(UTC).date())


def numeric_order(text: str) -> str:
    """Return the order that a numeric date shows: "dmy", "mdy", "?" (either) or "" (none).

    Examples
    --------
    >>> [numeric_order(text) for text in ("21/02/2018", "02/21/2018", "01/02/2018", "2018")]
    ['dmy', 'mdy', '?', '']
    """
    found = _NUMBER_FORMS[4].search(folded(text[:MAX_LENGTH]))
    if found is None or len(found["y"]) < 4:
        return ""
    first, second = int(found["a"]), int(found["b"])
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "" if first == second else "?"


def decide_order(texts: Iterable[str]) -> str | None:
    """Return the order shown by the numeric dates of a file, or None if none or both are."""
    shown = {order for order in map(numeric_order, texts) if order in ORDERS}
    return shown.pop() if len(shown) == 1 else None


@lru_cache(maxsize=8192)
def _read(
    text: str,
    order: str | None,
    short_years: bool,  # noqa: FBT001 - part of the key of the cache
) -> PrintedDate | DateProblem:
    if not text.strip():
        return DateProblem("empty", "the date is empty")
    if _ISO_DAY.match(text):
        return _checked(PrintedDate(int(text[:4]), int(text[5:7]), int(text[8:])))
    if len(text) > MAX_LENGTH:
        return DateProblem("not_a_date", "too long for a date")
    plain = split_label(text)[1].strip()
    digits = _from_digits(plain)
    if digits is not None:
        return digits
    time, zone, rest = _take_clock(plain)
    for form in (*_TEXT_FORMS, *_NUMBER_FORMS):
        found = form.search(rest)
        if found and _nothing_else(rest[: found.start()] + " " + rest[found.end() :]):
            return _built(found, (order, short_years), time, zone)
    return DateProblem("not_a_date", "not a date in a known format")


def _from_digits(plain: str) -> PrintedDate | DateProblem | None:
    """Parse 20181022T092000Z, and seconds or milliseconds since 1970 (UTC)."""
    compact = _COMPACT.match(plain)
    if compact:
        year, month, day, *clock = compact.groups()
        time = ":".join(clock[:3])
        return _checked(PrintedDate(int(year), int(month), int(day), time, clock[3].upper()))
    if not _EPOCH.match(plain):
        return None
    moment = datetime.fromtimestamp(int(plain[:10]), UTC)
    return PrintedDate(moment.year, moment.month, moment.day, f"{moment:%H:%M:%S}", "Z")


def _take_clock(plain: str) -> tuple[str, str, str]:
    found = _ISO_TIME.search(plain) or _TIME.search(plain)
    if found is None:
        return "", "", plain
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    half = (parts.get("half") or parts.get("half2") or "")[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    second = parts["second"]
    if hour > 23 or minute > 59 or (second and int(second) > 60):
        return "", "", plain
    time = f"{hour:02d}:{minute:02d}" + (f":{min(int(second), 59):02d}" if second else "")
    before, after = plain[: found.start()], plain[found.end() :]
    zone = _ZONE.match(" " + after.lstrip(" ("), 1) or _ZONE.match(after)
    if zone is None:
        return time, "", f"{before} {after}"
    rest = after.lstrip(" (")[zone.end() - 1 :] if zone.string is not after else after[zone.end() :]
    return time, zone[0].strip().upper(), f"{before} {rest}"


def _nothing_else(rest: str) -> bool:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+", rest)
    return all(word in WEEKDAYS or word in FILLERS or word in {"utc", "gmt"} for word in words)


def _built(
    found: re.Match[str], how: tuple[str | None, bool], time: str, zone: str
) -> PrintedDate | DateProblem:
    parts = found.groupdict()
    order, short_years = how
    if "y" not in parts:
        return DateProblem("no_year", "the year is missing")
    year = _year(parts["y"], short_years=short_years)
    if isinstance(year, DateProblem):
        return year
    if "a" in parts:
        return _ordered(year, int(parts["a"]), int(parts["b"]), (order, time, zone))
    month = parts.get("m") or "0"
    number = int(month) if month.isdigit() else MONTHS[re.sub(" +", " ", month)]
    if number == 0 and parts.get("m"):
        return DateProblem("no_such_day", "there is no month 0")
    if parts.get("d") is not None and int(parts["d"]) == 0:
        return DateProblem("no_such_day", "there is no day 0")
    return _checked(PrintedDate(year, number, int(parts.get("d") or 0), time, zone))


def _year(printed: str, *, short_years: bool) -> int | DateProblem:
    if len(printed) == 4:
        return int(printed)
    if not short_years:
        return DateProblem(
            "two_digit_year", "the year has only two digits (pass date_order to accept it)"
        )
    short = int(printed.lstrip("'"))
    return short + (1900 if short >= 69 else 2000)


def _ordered(
    year: int, first: int, second: int, rest: tuple[str | None, str, str]
) -> PrintedDate | DateProblem:
    order, time, zone = rest
    if first > 12 >= second:
        order = "dmy"
    elif second > 12 >= first:
        order = "mdy"
    elif first != second and order not in {"dmy", "mdy"}:
        return DateProblem(
            "ambiguous_order",
            "day and month are ambiguous (pass date_order='dmy' or 'mdy')",
        )
    if not first or not second:
        return DateProblem("no_such_day", "there is no day or month 0")
    day, month = (second, first) if order == "mdy" else (first, second)
    return _checked(PrintedDate(year, month, day, time, zone))


def _checked(printed: PrintedDate) -> PrintedDate | DateProblem:
    try:
        if printed.year >= 1:
            printed.moment  # noqa: B018 - raises when there is no such day
        else:
            return DateProblem("out_of_range", "there is no year 0")
    except (ValueError, OverflowError):
        return DateProblem("no_such_day", "there is no such day or time")
    return printed


def _in_range(printed: PrintedDate, today: date) -> PrintedDate | DateProblem:
    if printed.year < MIN_YEAR:
        return DateProblem("out_of_range", f"the year is before {MIN_YEAR}")
    if printed.first_day.date() > today + timedelta(days=1):
        return DateProblem("out_of_range", "the date is in the future")
    return printed
