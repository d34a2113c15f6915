"""What parsing a date returns: a date as printed, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


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
    is_serial : bool
        True for the serial number of a day in a spreadsheet (43395).
    """

    year: int
    month: int = 0
    day: int = 0
    time: str = ""
    zone: str = ""
    is_serial: bool = False

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
        empty, not_a_date, no_year, no_such_day, ambiguous_order, ambiguous_month,
        ambiguous_number, two_digit_year or out_of_range.
    reason : str
        The same as a sentence, without a full stop.
    """

    kind: str
    reason: str


def check_date(printed: PrintedDate) -> PrintedDate | DateProblem:
    """Return ``printed``, or the problem if there is no such day or time."""
    if printed.year < 1:
        return DateProblem("out_of_range", "there is no year 0")
    try:
        printed.moment  # noqa: B018 - raises if there is no such day
    except (ValueError, OverflowError):
        return DateProblem("no_such_day", "there is no such day or time")
    return printed
