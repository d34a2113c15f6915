"""Dates that JSON holds in pieces: seconds of Firestore, lists of Java, parts of CSL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from toolkit.reading.column_names import FIRST, SECOND, STAMPS, name_key

_DATED = frozenset({"date", "published", "updated"})
_SECONDS = ({"_seconds", "_nanoseconds"}, {"seconds", "nanos"}, {"seconds", "nanoseconds"})
_YEARS, _MOST_NUMBERS = range(1600, 2200), 7
_EPOCH = dt.datetime(1970, 1, 1)
_FIRST_MILLISECOND, _THIRTEEN_DIGITS = -11_676_096_000_000, 10**12
"""1600-01-01, and 2001-09-09."""
_NEAR_ZERO = 10**9
"""Fewer milliseconds, twelve days from 1970, are a year, a day in digits, or no date at all."""


def moment_of(key: str, value: Any) -> str | None:
    """Return the date that stands in pieces under a key for dates, None if there is none.

    Parameters
    ----------
    key : str
    value : list or dict
        ``{"_seconds": 1540200000, "_nanoseconds": 0}``, ``{"year": 2018, "month": 10, "day": 22}``,
        ``{"date-parts": [[2018, 10]]}`` or ``[2018, 10, 22, 9, 20]``; with any other key or number
        it is left as it is.

    Examples
    --------
    >>> moment_of("published", {"date-parts": [[2018, 10]]})
    '2018-10'
    >>> moment_of("date", [2018, 10, 22, 9, 20])
    '2018-10-22 09:20'
    >>> moment_of("sizes", [2018, 10, 22]) is None
    True
    """
    name = name_key(key)
    if FIRST.get(name, SECOND.get(name, ("", 0)))[0] not in _DATED and name not in STAMPS:
        return None
    if isinstance(value, list):
        return _from_numbers(value) if len(value) > 2 else None
    if set(value) in _SECONDS:
        seconds = value.get("_seconds", value.get("seconds"))
        return str(seconds) if _is_whole(seconds) and 10**9 <= seconds < 10**10 else None
    if value.keys() == {"year", "month", "day"}:
        return _from_numbers([value["year"], value["month"], value["day"]])
    parts = value.get("date-parts") if len(value) == 1 else None
    if not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], list):
        return None
    return _from_numbers(parts[0])


def moment_of_milliseconds(value: Any) -> Any:
    """Return a number of milliseconds before 2001 as a moment in UTC, any other value as it is.

    MongoDB prints dates before 1970 so; from 2001 on such a number has thirteen digits and can be
    nothing else.

    Examples
    --------
    >>> moment_of_milliseconds("-290098800000"), moment_of_milliseconds("2018-10-22T09:00:00Z")
    ('1960-10-22T09:00:00Z', '2018-10-22T09:00:00Z')
    >>> moment_of_milliseconds("2018"), moment_of_milliseconds("20181022")
    ('2018', '20181022')
    """
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return value
    if not _FIRST_MILLISECOND <= number < _THIRTEEN_DIGITS or abs(number) < _NEAR_ZERO:
        return value
    return f"{_EPOCH + dt.timedelta(milliseconds=number):%Y-%m-%dT%H:%M:%SZ}"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _from_numbers(numbers: list[Any]) -> str | None:
    """Return year, month, day, hour, minute and second as a date of as many parts."""
    if not 1 <= len(numbers) <= _MOST_NUMBERS or not all(map(_is_whole, numbers)):
        return None
    if numbers[0] not in _YEARS or min(numbers) < 0 or max(numbers[1:6], default=0) >= 60:
        return None
    day = "-".join(f"{number:02d}" for number in numbers[:3])
    clock = ":".join(f"{number:02d}" for number in numbers[3:6])
    return f"{day} {clock}" if len(numbers) > 4 else day if len(numbers) < 4 else None
