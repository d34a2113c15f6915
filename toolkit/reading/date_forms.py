"""The forms in which dates are written: in digits, with names of months, as numbers of seconds.

Texts are compared as `folded`. Names of months are replaced by marks such as ``‹10|oktober›``
first, so that each form is one short pattern whatever the language.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from toolkit.reading.date_values import DateProblem, PrintedDate, check_date
from toolkit.reading.months import DISPUTED_MONTHS, FILLERS, MONTHS, WEEKDAYS, folded

ORDERS = ("dmy", "mdy", "ymd")
EXCEL_1904 = "excel-1904"
"""A date order for tables from Excel for Mac, whose serial numbers count days from 1904."""

_LETTER = r"(?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0e7f])"
_WORD = re.compile(rf"{_LETTER}+")
_PHRASES = "|".join(
    re.escape(name).replace(r"\ ", " +")
    for name in sorted(MONTHS, key=len, reverse=True)
    if not _WORD.fullmatch(name)
)
_PHRASE = re.compile(rf"(?<!{_LETTER})(?:{_PHRASES})(?!{_LETTER})")
_MARK = re.compile(r"‹\d*\|([^›]*)›")
_TOKEN = re.compile(rf"{_LETTER}+(?:-{_LETTER}+)*|\d+")

_TIME = re.compile(
    r"(?<![\d./-])(?P<hour>\d{1,2})(?:(?:(?:[:.h]|\s+h\s+)(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?)"
    r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))?|\s*(?P<half2>[ap]\.?m\b\.?)|\s*h(?:eures?)?\b|\s*uhr\b)"
    r"(?![./]?\d|-(?!(?:0\d|1[0-4])[0-5]\d(?!\d))\d)"
)
_ISO_TIME = re.compile(
    r"(?<=\d)t(?P<hour>\d{2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?)?(?!\d)"
)
_GLUED_TIME = re.compile(
    r"([/.]\d{4})-(?=\d{1,2}:\d{2}\b)|(?<!\d)((?:19|20)\d\d)(?=\d{1,2}:\d{2} ?[ap]\.?m)"
)
"""A time without a blank before it: "October 22, 20185:03 AM ET", as copied from a web page."""
_AGO = re.compile(r"\s*[/|·•-]?\s*(?:\d{1,3}|an?) (?:minute|hour|day|week|month|year)s? ago\Z")
_ZONE = re.compile(
    r"(?:(?<=[\s\d(])(?P<name>utc|gmt|[a-z]{1,2}[sd]?t|z|cest|mesz|mez|eest|akst|west|eat|wat|msk|"
    r"wib|wita)"
    r"(?P<shift>[+-]\d{1,2}(?::?\d{2})?)?|(?P<offset>[+-]\d{2}:?\d{2}|[+-]\d{2}(?=$)))(?![\w:])"
)
_ORDINAL = r"(?P<ordinal>st|nd|rd|th|er|º|ª|\.)?"
_GAP = r"[\s,./\-–]*"
_OF = r"(?:(?:of|de|del|di|da)\s+)?"
_DAY = r"(?<![\d‹])(?P<d>\d{1,2})"
_MONTH = r"‹(?P<m>\d*)\|(?P<name>[^›]*)›\.?"
_SECOND_MONTH = r"(?:\s?[/–-]\s?‹(?P<m2>\d*)\|[^›]*›\.?)?"
_TEXT_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}{_ORDINAL}{_GAP}{_OF}{_MONTH}{_SECOND_MONTH}{_GAP}{_OF}(?P<y>\d{{4}}|'?\d{{2}})(?!\d)",
        rf"{_MONTH}{_GAP}(?P<d>\d{{1,2}}){_ORDINAL}{_GAP}{_OF}(?P<y>\d{{4}}|'\d{{2}})(?!\d)",
        rf"(?<![\d‹])(?P<y>\d{{4}})(?:\s?m\.)?{_GAP}{_MONTH}{_GAP}(?P<d>\d{{1,2}})(?!\d)",
        rf"{_MONTH}{_SECOND_MONTH}{_GAP}{_OF}(?P<y>\d{{4}})(?!\d)",
        rf"(?<![\d‹])(?P<y>\d{{4}}){_GAP}{_MONTH}",
        rf"{_DAY}{_ORDINAL}{_GAP}{_OF}{_MONTH}",
        rf"{_MONTH}{_GAP}(?P<d>\d{{1,2}}){_ORDINAL}(?![\d:])",
    )
)
_YEAR, _MOON, _SUN = map(folded, "년월일")
_BLANK = r"(?:(?<=\.) )?"
NUMERIC = re.compile(
    rf"(?<!\d)(?P<a>\d{{1,2}})(?P<sep>[/.\-]){_BLANK}(?P<b>\d{{1,2}})(?P=sep){_BLANK}"
    r"(?P<y>\d{4}|(?<! )\d{2})(?!\d)"
)
"""Numbers with one mark between them: "22/10/2018"; with points a blank may follow each, as it does
in Czech ("22. 10. 2018")."""
_NUMBER_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<y>\d{{4}})[/.]{_BLANK}(?P<m>\d{{1,2}})[/.]{_BLANK}(?P<d>\d{{1,2}})\.?(?!\d)",
        r"(?<!\d)(?P<y>\d{4})年\s*(?P<m>\d{1,2})月\s*(?P<d>\d{1,2})日",
        rf"(?<!\d)(?P<y>\d{{4}}){_YEAR}\s*(?P<m>\d{{1,2}}){_MOON}\s*(?P<d>\d{{1,2}}){_SUN}",
        rf"(?<!\d)(?P<y>\d{{4}})(?:年|{_YEAR})\s*(?P<m>\d{{1,2}})(?:月|{_MOON})(?!\s*\d)",
        r"(?<!\d)(?P<d>\d{1,2})[\s/]*thang\s*(?P<m>\d{1,2})[,\s/]*(?:nam\s*)?(?P<y>\d{4})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        NUMERIC.pattern,
        r"(?<!\d)(?P<y>\d{4})[-/](?P<m>\d{1,2})(?![\d/-])",
        r"(?<!\d)(?P<m>\d{1,2})/(?P<y>\d{4})(?!\d)",
        r"^\W*(?P<y>\d{4})\W*$",
    )
)
_COMPACT = re.compile(
    r"^((?:1[6-9]|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)t?([01]\d|2[0-3])([0-5]\d)([0-6]\d)?(z?)$"
)
_EPOCH = re.compile(
    r"(?:[1-9]\d{9}(?:\d{3}){0,3}|[1-9]\d{11})(?:\.\d{1,9})?\Z|\d\.\d{1,9}e\+?(?:9|12)\Z"
)
_BEFORE_1970 = re.compile(r"-[1-9]\d{11,12}(?:\d{3}){0,2}(?:\.0)?\Z")
"""Milliseconds, microseconds or nanoseconds. Fewer digits may be seconds or milliseconds."""
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.(\d{1,12}))?\Z")
_CALL = re.compile(
    r"(?:pd\.|pandas\.)?timestamp\('([^']*)'.*\)|(?:datetime\.)?date(?:time)?\((.*)\)"
)
_DOTNET = re.compile(r"/date\((\d{9,13})(?:[+-]\d{4})?\)/?")
_WHOLE = re.compile(r"(\d{8})\.0\Z")
_REGION = re.compile(r"(?<=[\dz])\[[a-z][a-z\d_/:+-]*\]\Z|(?<=(?:gmt|utc)[+-]\d{4}) \([^()]+\)\Z")
"""What Java and JavaScript put behind a moment: "[Europe/Berlin]", "(Central European Time)"."""
_XSD_DAY = re.compile(r"\A(\d{4}-\d\d-\d\d)(?:z|[+-]\d\d:\d\d)\Z")
_HOURS, _MINUTES = "|".join(map(folded, "時时点點시")), "|".join(map(folded, "分분"))
_CHINESE_CLOCK = re.compile(rf"\s*(?<!\d)(\d{{1,2}})\s*(?:{_HOURS})\s*(\d{{2}})\s*(?:{_MINUTES})")
_VIETNAMESE_DAY = re.compile(r"\A(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat),?\s+")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 69_999  # from October 1954 on
_FIRST_CERTAIN = 25_000
"""Below, the number of a day may count from 1900 (until June 1968), from 1960 (SAS and Stata, from
October 2014 on) or from 1970 (Parquet, Avro and R, from October 2024 on)."""


_NO_DATE = DateProblem("not_a_date", "not a date in a known format")


class Clock(NamedTuple):
    """A time and zone as printed, and the text without them."""

    time: str
    zone: str
    rest: str


def parse_date(plain: str, order: str | None, *, short_years: bool) -> PrintedDate | DateProblem:
    """Parse a folded text that consists of one date, with or without a time.

    Parameters
    ----------
    plain : str
        The text, `folded`, without a label.
    order : {"dmy", "mdy", "ymd", "excel-1904"}, optional
        How to read 01/02/2018.
    short_years : bool
        Whether two-digit years are accepted.
    """
    plain = _unwrap(plain).rstrip("/ ")
    found = _from_digits(plain, order)
    if found is not None:
        return found
    marked = _mark_months(_GLUED_TIME.sub(r"\1\2 ", _AGO.sub("", plain)))
    best: PrintedDate | DateProblem | None = None
    for clock in _clocks(marked):
        found = _from_forms(clock, order, short_years=short_years)
        if isinstance(found, PrintedDate):
            return found
        best = best or found
    return best or _NO_DATE


def is_count(text: str) -> bool:
    """Return whether a text is a bare number of seconds or days, which `parse_date` reads.

    In a column of dates it is one. In a text it is as likely a number of readers or of a telephone.

    Examples
    --------
    >>> [is_count(text) for text in ("43395", "1540200000", "20181022", "2018-10-22")]
    [True, True, False, False]
    """
    plain = text.strip()
    counts = (
        _EPOCH.match(plain) or _BEFORE_1970.match(plain) or re.fullmatch(r"\d{5}(?:\.\d+)?", plain)
    )
    return counts is not None and not _COMPACT.match(plain)


def _unwrap(plain: str) -> str:
    """Return the date within ``Timestamp('...')`` or ``datetime.datetime(2018, 10, 22)``."""
    plain = _REGION.sub("", plain)
    if told := _DOTNET.fullmatch(plain) or _WHOLE.match(plain):
        return told[1]
    call = _CALL.fullmatch(plain)
    if call is None:
        plain = _CHINESE_CLOCK.sub(r" \1:\2 ", plain)
        return _XSD_DAY.sub(r"\1", _VIETNAMESE_DAY.sub("", plain))
    if call[1] is not None:
        return call[1]
    numbers = re.findall(r"\d+", call[2].partition("tzinfo")[0])
    if not 3 <= len(numbers) <= 7:
        return plain
    day, clock = [f"{int(number):02d}" for number in numbers[:3]], numbers[3:6]
    clock = [f"{int(number):02d}" for number in (*clock, "0", "0")[: max(2, len(clock))]]
    return "-".join([day[0].zfill(4), *day[1:]]) + (f" {':'.join(clock)}" if numbers[3:] else "")


def _from_digits(plain: str, order: str | None) -> PrintedDate | DateProblem | None:
    """Parse 20181022T092000Z, numbers of seconds since 1970 (UTC), and serial days of Excel."""
    if not plain[:1].isdigit():
        is_before = plain[:1] == "-" and _BEFORE_1970.match(plain)
        return check_date(_from_epoch(plain)) if is_before else None
    if compact := _COMPACT.match(plain):
        year, month, day, *clock = compact.groups()
        time = ":".join(filter(None, clock[:3]))
        return check_date(PrintedDate(int(year), int(month), int(day), time, clock[3].upper()))
    if _EPOCH.match(plain):
        return _from_epoch(plain)
    serial = _SERIAL.match(plain)
    if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        return _from_serial(serial, order)
    return None


def _from_epoch(plain: str) -> PrintedDate:
    seconds = int(float(plain)) if "e" in plain else int(plain.partition(".")[0])
    while seconds >= 10**10 or seconds <= -(10**11):  # milli-, micro-, nanoseconds
        seconds //= 1000
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return PrintedDate(moment.year, moment.month, moment.day, f"{moment:%H:%M:%S}", "Z")


def _from_serial(serial: re.Match[str], order: str | None) -> PrintedDate | DateProblem:
    if order != EXCEL_1904 and int(serial[1]) < _FIRST_CERTAIN:
        reason = "the days may count from 1900, 1960 or 1970 (write them as 2025-10-31)"
        return DateProblem("ambiguous_number", reason)
    epoch = datetime(1904, 1, 1) if order == EXCEL_1904 else datetime(1899, 12, 30)
    seconds = round(float(f"0.{serial[2] or 0}") * 86_400)
    moment = epoch + timedelta(days=int(serial[1]), seconds=seconds)
    time = f"{moment:%H:%M:%S}" if seconds else ""
    return PrintedDate(moment.year, moment.month, moment.day, time, is_serial=True)


def _mark_months(plain: str) -> str:
    """Replace each name of a month by ``‹number|name›``; disputed names have no number."""
    if "‹" in plain or "›" in plain:
        return plain.replace("‹", " ").replace("›", " ")
    marked = _PHRASE.sub(lambda found: f"‹{MONTHS[re.sub(' +', ' ', found[0])]}|{found[0]}›", plain)
    return re.sub(rf"‹[^›]*›|{_LETTER}+", _mark_word, marked)


def _mark_word(found: re.Match[str]) -> str:
    word = found[0]
    name = word.rstrip("\u0970")
    if name in MONTHS:
        return f"‹{MONTHS[name]}|{word}›"
    if name[:1] == "ב" and name[1:] in MONTHS:  # Hebrew: "in October"
        return f"‹{MONTHS[name[1:]]}|{word}›"
    return f"‹|{word}›" if name in DISPUTED_MONTHS else word


def _clocks(marked: str) -> list[Clock]:
    """Return the text without each of the times that it may contain, and as it is."""
    found = [_take_clock(marked, match) for match in _ISO_TIME.finditer(marked)]
    found += [_take_clock(marked, match) for match in _TIME.finditer(marked)]
    return [*filter(None, found), Clock("", "", marked)]


def _take_clock(plain: str, found: re.Match[str]) -> Clock | None:
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    half = (parts.get("half") or parts.get("half2") or "")[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    second = parts["second"]
    if hour > 23 or minute > 59 or (second and int(second) > 60):
        return None
    time = f"{hour:02d}:{minute:02d}" + (f":{min(int(second), 59):02d}" if second else "")
    before, after = plain[: found.start()], plain[found.end() :]
    zone = _ZONE.match(" " + after.lstrip(" ("), 1) or _ZONE.match(after)
    if zone is None:
        return Clock(time, "", f"{before} {after}")
    rest = after.lstrip(" (")[zone.end() - 1 :] if zone.string is not after else after[zone.end() :]
    return Clock(time, zone[0].strip().upper(), f"{before} {rest}")


def _from_forms(
    clock: Clock, order: str | None, *, short_years: bool
) -> PrintedDate | DateProblem | None:
    for form in (*_TEXT_FORMS, *_NUMBER_FORMS):
        found = form.search(clock.rest)
        if found and _nothing_else(clock.rest[: found.start()] + " " + clock.rest[found.end() :]):
            built = _build(found, clock, (order, short_years))
            if clock.time and isinstance(built, PrintedDate) and not built.day:
                continue  # "2H 2023" is half a year, and "10:30 2018" no date
            return built
    return None


def _nothing_else(rest: str) -> bool:
    words = _TOKEN.findall(_MARK.sub(r"\1", rest))
    return all(word in WEEKDAYS or word in FILLERS or word in {"utc", "gmt"} for word in words)


def _build(
    found: re.Match[str], clock: Clock, how: tuple[str | None, bool]
) -> PrintedDate | DateProblem:
    parts = found.groupdict()
    order, short_years = how
    if "y" not in parts:
        return DateProblem("no_year", "the year is missing")
    if order == "ymd" and "a" in parts and len(parts["y"]) == 2:
        parts = {"y": parts["a"].zfill(2), "m": parts["b"], "d": parts["y"]}
    year = _year(parts["y"], short_years=short_years)
    if isinstance(year, DateProblem):
        return year
    if "a" in parts:
        return _ordered(year, (int(parts["a"]), int(parts["b"])), (order, clock))
    month = _month(parts)
    if isinstance(month, DateProblem):
        return month
    if parts.get("d") is not None and int(parts["d"]) == 0:
        return DateProblem(*_no_day(year, "there is no day 0"))
    return check_date(PrintedDate(year, month, int(parts.get("d") or 0), clock.time, clock.zone))


def _no_day(year: int, reason: str) -> tuple[str, str]:
    return ("no_such_day", reason) if year else ("out_of_range", "there is no year 0")


def _month(parts: dict[str, str]) -> int | DateProblem:
    name = parts.get("name")
    if name in DISPUTED_MONTHS:
        number = DISPUTED_MONTHS[name][parts.get("ordinal") == "."]
        return number or DateProblem(
            "ambiguous_month", f"{name!r} means two months in two languages"
        )
    if parts.get("m") is None:
        return 0
    if parts.get("d") and parts.get("m2") and parts["m2"] != parts["m"]:
        return _NO_DATE  # two names of one month stand in Arabic dates
    if int(parts["m"]) == 0:
        return DateProblem(*_no_day(int(parts["y"]), "there is no month 0"))
    return int(parts["m"])


def _year(printed: str, *, short_years: bool) -> int | DateProblem:
    if len(printed) == 4:
        return int(printed)
    if not short_years:
        return DateProblem(
            "two_digit_year",
            "the year has only two digits (date_order='dmy', 'mdy' or 'ymd' accepts it)",
        )
    short = int(printed.lstrip("'"))
    return short + (1900 if short >= 69 else 2000)


def _ordered(
    year: int, numbers: tuple[int, int], how: tuple[str | None, Clock]
) -> PrintedDate | DateProblem:
    first, second = numbers
    order, clock = how
    if not first or not second:
        return DateProblem("no_such_day", "there is no day or month 0")
    shown = shown_order(first, second)
    order = shown if shown in ORDERS else order
    if shown == "?" and order not in {"dmy", "mdy"}:
        return DateProblem(
            "ambiguous_order", "day and month are ambiguous (pass date_order='dmy' or 'mdy')"
        )
    day, month = (second, first) if order == "mdy" else (first, second)
    return check_date(PrintedDate(year, month, day, clock.time, clock.zone))


def shown_order(first: int, second: int) -> str:
    """Return the order that two numbers show: "dmy", "mdy", "?" (either) or "" (no matter).

    Examples
    --------
    >>> shown_order(22, 10), shown_order(10, 22), shown_order(1, 2), shown_order(5, 5)
    ('dmy', 'mdy', '?', '')
    """
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "" if first == second else "?"
