"""Which of the dates that a page states is that of its article, and whether it can be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from toolkit.reading.dates import DateProblem, PrintedDate, read_date
from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.reading.interface import RawArticle

_UTC = frozenset({"", "Z", "UTC", "GMT", "+00:00", "+0000"})
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_FARTHEST, _HALF_HOUR = timedelta(hours=14), timedelta(minutes=30)


_ONE_DAY = timedelta(days=1)


class StatedDate(NamedTuple):
    """A date that a page states: kind, text as stated, and where."""

    kind: str
    text: str
    where: str


def choose_dates(stated: Iterable[StatedDate]) -> dict[str, str]:
    """Choose the dates of an article; the other ones stated are named in ``other_dates``.

    Examples
    --------
    >>> day, line = (StatedDate("published", "2018-10-23T01:08:00Z", "meta"),
    ...              StatedDate("published", "October 22, 2018 9:08 pm", "line"))
    >>> choose_dates([day, line])["published"]
    'October 22, 2018 9:08 pm'
    """
    listed = list(stated)
    updated = _best([date for date in listed if date.kind == "updated"])
    published = [date for date in listed if date.kind == "published"]
    unclear = [date for date in listed if date.kind == "date"]
    if updated is not None:  # a bare "date" that repeats the update says nothing new
        unclear = [date for date in unclear if day_of(date.text) != day_of(updated.text)] or (
            [] if published else unclear
        )
    published = sorted(
        [*published, *unclear],
        key=lambda date: (
            ("json-ld", "meta").index(date.where) if date.where in {"json-ld", "meta"} else 2
        ),
    )
    first = of_local_day(_best(published), published)
    taken = {day_of(date.text) for date in (first, updated) if date is not None}
    others = [date for date in listed if date.text and day_of(date.text) not in taken]
    return {
        "published": "" if first is None else first.text,
        "updated": "" if updated is None else updated.text,
        "other_dates": "; ".join(dict.fromkeys(f"{d.where}: {d.text}" for d in others)),
    }


def of_local_day(stated: StatedDate | None, dates: Iterable[StatedDate]) -> StatedDate | None:
    """Return the date that states the same moment as another on the publisher's own day.

    Pages state "2018-10-23T01:08:00Z" for other programs and print "October 22, 2018 9:08 pm".
    """
    found = None if stated is None else read_date(stated.text)
    if isinstance(found, PrintedDate) and found.day and _may_be_utc(found):
        for other in dates:
            local = read_date(other.text)
            if isinstance(local, PrintedDate) and _is_moment(found, local):
                return other
    return stated


def _may_be_utc(date: PrintedDate) -> bool:
    return date.zone.upper() in _UTC and bool(date.zone or not date.time)


def _is_moment(utc: PrintedDate, local: PrintedDate) -> bool:
    """Return whether a time in UTC, or a day of it, is a local time of another day."""
    if not (local.day and local.time) or local.first_day == utc.first_day:
        return False
    offset = _OFFSET.fullmatch(local.zone)
    if offset is not None:
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        moment = local.moment - shift if offset[1] == "+" else local.moment + shift
        return moment.replace(second=0) == utc.moment.replace(second=0) if utc.time else (
            moment.date() == utc.first_day.date()
        )  # fmt: skip
    apart = abs(local.moment.replace(second=0) - utc.moment.replace(second=0))
    return bool(utc.time) and apart <= _FARTHEST and not apart % _HALF_HOUR


def _best(dates: Sequence[StatedDate]) -> StatedDate | None:
    """Return the first that is a date, made precise by a later one that agrees with it.

    Where the first could be read two ways, only a later one that is one of them says which.
    """
    read = [(date, read_date(date.text)) for date in dates]
    read = [(date, found) for date, found in read
            if isinstance(found, PrintedDate) or found.kind == "ambiguous_order"]  # fmt: skip
    if not read:
        return next(iter(dates), None)
    first, found = read[0]
    for other, precise in read:
        if isinstance(precise, PrintedDate) and precise.day and _agree(found, precise, first.text):
            return other
    return first


def _agree(coarse: PrintedDate | DateProblem, precise: PrintedDate, text: str) -> bool:
    """Return whether a precise date says what a coarse or ambiguous one leaves open."""
    if isinstance(coarse, PrintedDate):
        return not coarse.day and coarse.year == precise.year and coarse.month in {0, precise.month}
    readings = (read_date(text, order=order) for order in ("dmy", "mdy"))
    days = (found.first_day for found in readings if isinstance(found, PrintedDate))
    return precise.first_day in days


def day_of(text: str) -> str:
    """Return the day of a date, or a text that is none as `folded`."""
    found = read_date(text)
    return f"{found.first_day:%Y-%m-%d}" if isinstance(found, PrintedDate) else folded(text)


def flag_later(article: RawArticle, seen: str, how: str) -> None:
    """Mark an article whose date is after the day on which it was already there.

    Parameters
    ----------
    article : RawArticle
    seen : str
        The day on which its mail was sent, or its page archived, as stated.
    how : str
        "sent" or "archived".
    """
    was_there = read_date(seen)
    dated = read_date(article.fields.get("published", ""), order=article.date_order or None)
    if not (isinstance(was_there, PrintedDate) and isinstance(dated, PrintedDate)):
        return
    if was_there.day and dated.day and dated.first_day > was_there.first_day + _ONE_DAY:
        reason = f"dated {dated.first_day:%Y-%m-%d}, but {how} on {was_there.first_day:%Y-%m-%d}"
        article.flag("dated_later", f"{reason}: it may be the day of an event")
