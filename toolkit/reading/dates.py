"""Parse printed dates strictly, at the precision they have; nothing is filled in.

A date needs a four-digit year. Missing parts lower the precision ("October 2018" is a month).
A text with anything besides a date, a time, a time zone and a weekday is not a date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.date_forms import EXCEL_1904, NUMERIC, ORDERS, parse_date, shown_order
from toolkit.reading.date_values import DateProblem, PrintedDate, check_date
from toolkit.reading.months import PUBLISHED, UPDATED, folded

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "EXCEL_1904",
    "MAX_LENGTH",
    "MIN_YEAR",
    "ORDERS",
    "DateProblem",
    "PrintedDate",
    "decide_order",
    "numeric_order",
    "read_date",
    "split_label",
]

MIN_YEAR = 1600
MAX_LENGTH = 120
_DIGITS_OF_TWO_DATES = 9
_ISO = re.compile(
    r"(\d{4})-(?!00)(\d{2})-(?!00)(\d{2})"
    r"(?:[T ](\d{2}:\d{2}(?::[0-5]\d)?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?\Z",
    re.ASCII,
)


def _alternatives(labels: tuple[str, ...]) -> str:
    plain = {folded(label) for label in labels}
    return "|".join(map(re.escape, sorted(plain, key=lambda label: (-len(label), label))))


_AFTER_LABEL = r"(?![^\W\d_])\s*[:\-–]?\s*"
_LABELS = {
    kind: re.compile(rf"^\W*(?:{_alternatives(labels)}){_AFTER_LABEL}")
    for kind, labels in (("updated", UPDATED), ("published", PUBLISHED))
}
_LATER_LABEL = re.compile(
    rf"(?<=[\s|·•;,(–\-/])(?:(?P<updated>{_alternatives(UPDATED)})"
    rf"|(?P<published>{_alternatives(PUBLISHED)})){_AFTER_LABEL}(?=\W*[^\W_])"
)


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


class _Part(NamedTuple):
    kind: str
    text: str


def _parts(line: str) -> list[_Part]:
    """Split "Published A | Updated B" into its labelled dates."""
    kind, rest = split_label(line)
    if sum(map(str.isdigit, rest)) < _DIGITS_OF_TWO_DATES:
        return [_Part(kind, rest)]
    parts = []
    start = 0
    for label in _LATER_LABEL.finditer(rest):
        parts.append(_Part(kind, rest[start : label.start()]))
        kind, start = str(label.lastgroup), label.end()
    parts.append(_Part(kind, rest[start:]))
    return [part for part in parts if any(map(str.isalnum, part.text))] or parts[:1]


def read_date(
    text: str,
    *,
    order: str | None = None,
    short_years: bool = False,
    today: date | None = None,
) -> PrintedDate | DateProblem:
    """Parse one printed date, with or without a label before it.

    Of two labelled dates ("Published 22 Oct 2018 | Updated 23 Oct 2018") it is the first that is
    not an update.

    Parameters
    ----------
    text : str
        "22 October 2018", "2018-10-22T09:20:00Z", "Updated ٢٢ أكتوبر ٢٠١٨", "October 2018",
        seconds since 1970, a serial day of Excel (43395) ...
    order : {"dmy", "mdy", "ymd", "excel-1904"}, optional
        How to read 01/02/2018; by default it is `DateProblem("ambiguous_order")`. A date that
        can be read one way only (21/02/2018) is read so. "excel-1904" counts serial days from
        1904, as Excel for Mac did.
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
    PrintedDate(year=2018, month=10, day=22, time='22:30', zone='IST', is_serial=False)
    >>> read_date("October 2018").precision
    'month'
    >>> read_date("01/02/2018").kind, read_date("21/02/2018").day
    ('ambiguous_order', 21)
    """
    found = _read(text, order, short_years)
    if isinstance(found, DateProblem):
        return found
    return _in_range(found, today or datetime.now(UTC).date())


def numeric_order(text: str, *, short_years: bool = False) -> str:
    """Return the order that a numeric date shows: "dmy", "mdy", "?" (either) or "" (none).

    Dates with two-digit years count only with ``short_years``.

    Examples
    --------
    >>> [numeric_order(text) for text in ("21/02/2018", "02/21/2018", "01/02/2018", "2018")]
    ['dmy', 'mdy', '?', '']
    """
    if _ISO.match(text):
        return ""
    found = NUMERIC.search(folded(text[:MAX_LENGTH]))
    if found is None or (len(found["y"]) < 4 and not short_years):
        return ""
    return shown_order(int(found["a"]), int(found["b"]))


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
    if iso := _ISO.match(text):
        year, month, day, time, zone = iso.groups()
        found = check_date(PrintedDate(int(year), int(month), int(day), time or "", zone or ""))
        if isinstance(found, PrintedDate) and (time or "")[:2] < "24":
            return found
    if not text.strip():
        return DateProblem("empty", "the date is empty")
    if len(text) > MAX_LENGTH:
        return DateProblem("not_a_date", "too long for a date")
    parts = _parts(text)
    read = [parse_date(part.text.strip(), order, short_years=short_years) for part in parts]
    problem = next((one for one in read if _is_no_date(one)), None)
    if problem is not None:
        return problem
    printed = (one for part, one in zip(parts, read, strict=True) if part.kind != "updated")
    return next(printed, read[0])


def _is_no_date(found: PrintedDate | DateProblem) -> bool:
    return isinstance(found, DateProblem) and found.kind == "not_a_date"


def _in_range(printed: PrintedDate, today: date) -> PrintedDate | DateProblem:
    if printed.year < MIN_YEAR:
        return DateProblem("out_of_range", f"the year is before {MIN_YEAR}")
    if printed.first_day.date() > today + timedelta(days=1):
        return DateProblem("out_of_range", "the date is in the future")
    return printed
