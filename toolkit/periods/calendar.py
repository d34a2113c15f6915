"""Calendar periods: days, weeks, months, quarters, years, decades, and named periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError, check_option
from toolkit.stats.datetimes import as_dates, read_day
from toolkit.stats.year_spans import YEARS, every_first_day, first_days

if TYPE_CHECKING:
    from collections.abc import Mapping

FREQUENCIES = {
    "D": "D",
    "W": "W-SUN",
    "MS": "M",
    "QS": "Q-DEC",
    "YS": "Y-DEC",
    "5YS": "Y-DEC",
    "10YS": "Y-DEC",
}
"""Frequency names and the pandas periods that they consist of. Weeks run from Monday to Sunday."""

PERIOD_NOUNS = {
    "D": "day",
    "W": "week",
    "MS": "month",
    "QS": "quarter",
    "YS": "year",
    "5YS": "five-year period",
    "10YS": "decade",
}
"""What a period of each frequency is called."""

TOO_COARSE = {
    "D": ("month", "year"),
    "W": ("month", "year"),
    "MS": ("year",),
    "QS": ("year",),
    "YS": (),
    "5YS": (),
    "10YS": (),
}
"""Date precisions that are too coarse for each frequency."""

AS_COARSE = {
    "D": (),
    "W": (),
    "MS": ("month",),
    "QS": (),
    "YS": ("year",),
    "5YS": (),
    "10YS": (),
}
"""Date precisions that tell the period and nothing more."""


MAX_PERIODS = 40_000
"""More periods than this (a century of days) point to a wrong date."""


def check_span(function: str, dates: pd.Series, freq: str) -> None:
    """Raise `InputError` if the dates span more periods than any corpus has.

    Examples
    --------
    >>> dates = pd.Series([pd.Timestamp("0001-01-01"), pd.Timestamp("2016-01-01")])
    >>> check_span("f", dates, "D")
    Traceback (most recent call last):
    toolkit.errors.InputError: f: the dates run from 0001-01-01 to 2016-01-01, which is 735,964
    periods; at most 40,000 are possible. Look for wrong dates (articles.sort_values("date")), or
    use longer periods.
    """
    first, last = dates.min(), dates.max()
    days = {"D": 1, "W": 7, "MS": 28, "QS": 90}.get(freq, 365 * YEARS.get(freq, 1))
    if pd.isna(first) or (last - first).days / days < MAX_PERIODS:
        return
    count = int((last - first).days // days) + 1
    message = (
        f"{function}: the dates run from {first.date()} to {last.date()}, which is {count:,} "
        f"periods; at most {MAX_PERIODS:,} are possible. Look for wrong dates "
        f'(articles.sort_values("date")), or use longer periods.'
    )
    raise InputError(message)


def period_starts(dates: pd.Series, freq: str) -> pd.Series:
    """First day of each date's period; missing where the date is missing.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-05-18", None]))
    >>> period_starts(dates, "W").dt.strftime("%a %d %B").tolist()
    ['Mon 16 May', nan]
    >>> period_starts(dates, "10YS").dt.year.tolist()
    [2010.0, nan]
    """
    if freq in YEARS:
        return pd.Series(first_days(dates.to_numpy(), freq), index=dates.index)
    starts = dates.dt.to_period(FREQUENCIES[freq]).dt.start_time
    return pd.Series(starts.astype("datetime64[us]"), index=dates.index)


def all_periods(starts: pd.Series, freq: str) -> pd.DatetimeIndex:
    """All periods from the first to the last, including those without articles."""
    if len(starts) == 0:
        return pd.DatetimeIndex([], dtype="datetime64[us]", name="period")
    if freq in YEARS:
        return pd.DatetimeIndex(every_first_day(starts.to_numpy(), freq), name="period")
    rule = FREQUENCIES[freq]
    span = pd.period_range(starts.min().to_period(rule), starts.max().to_period(rule), freq=rule)
    return span.start_time.as_unit("us").rename("period")


def period_ends(starts: pd.DatetimeIndex, freq: str) -> pd.DatetimeIndex:
    """Last day of each period.

    Examples
    --------
    >>> starts = pd.DatetimeIndex(["1860-01-01", "1870-01-01"])
    >>> period_ends(starts, "10YS").strftime("%Y-%m-%d").tolist()
    ['1869-12-31', '1879-12-31']
    """
    if freq not in YEARS:
        return starts.to_period(FREQUENCIES[freq]).end_time.normalize()
    n = YEARS[freq]
    next_years = starts.year - starts.year % n + n - 1970
    ends = next_years.to_numpy().astype("datetime64[Y]").astype("datetime64[D]")
    return pd.DatetimeIndex((ends - np.timedelta64(1, "D")).astype("datetime64[us]"))


def partial_periods(
    periods: pd.DatetimeIndex,
    dates: pd.Series,
    freq: str,
    *,
    precision: pd.Series | None = None,
) -> list[bool]:
    """Whether the corpus covers each period only in part, at its beginning or end.

    ``precision`` says which dates name a month or a year alone: these stand for all its days. If
    most articles of the first or last period are dated so that nothing tells where in it they
    belong, it is covered as far as can be known. A period of several years is covered in part if
    its first or last year has no article: one address a year covers a decade.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2001-03-01", "2002-01-01"]))
    >>> years = all_periods(period_starts(dates, "YS"), "YS")
    >>> partial_periods(years, dates, "YS")
    [True, True]
    >>> partial_periods(years, dates, "YS", precision=pd.Series(["month", "year"]))
    [True, False]
    """
    if len(periods) == 0:
        return []
    marks = [False] * len(periods)
    ends = period_ends(periods[[0, -1]], freq)
    first, _ = _reach(dates[dates < ends[0] + pd.Timedelta(days=1)], precision, freq)
    _, last = _reach(dates[dates >= periods[-1]], precision, freq)
    if freq in YEARS:
        marks[0] = first.year > periods[0].year
        marks[-1] |= last.year < ends[1].year
        return marks
    marks[0] = bool(first > periods[0])
    marks[-1] |= bool(last < ends[1])
    return marks


def _reach(
    dates: pd.Series, precision: pd.Series | None, freq: str
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last day that the dates of one period may stand for."""
    # in plain arrays: pandas would copy the notes of all articles in each step
    days = dates.to_numpy().astype("datetime64[D]")
    ends = days
    if precision is not None:
        known = precision.reindex(dates.index).astype("str").to_numpy(dtype=object)
        is_exact = ~np.isin(known, AS_COARSE[freq])
        if 2 * int(is_exact.sum()) <= len(days):
            return pd.Timestamp.min, pd.Timestamp.max
        # with units: numpy 2.5 warns of a step without one
        next_months = days.astype("datetime64[M]") + np.timedelta64(1, "M")
        month_ends = next_months.astype("datetime64[D]") - np.timedelta64(1, "D")
        ends = np.where(known == "month", month_ends, days)
        if freq in YEARS:
            next_years = days.astype("datetime64[Y]") + np.timedelta64(1, "Y")
            year_ends = next_years.astype("datetime64[D]") - np.timedelta64(1, "D")
            ends = np.where(known == "year", year_ends, ends)
        ends = ends[is_exact]
        days = days[is_exact]
    return pd.Timestamp(days.min()), pd.Timestamp(ends.max())


def period_name(
    start: pd.Timestamp, freq: str, *, in_words: bool = False, after_in: bool = False
) -> str:
    """Name of a period, in the short form of notes or in words for running text.

    ``after_in`` gives the short form the article that it has behind "in": in the 1860s.

    Examples
    --------
    >>> [period_name(pd.Timestamp("2016-04-01"), freq) for freq in ("D", "MS", "QS", "YS")]
    ['2016-04-01', '2016-04', '2016 Q2', '2016']
    >>> period_name(pd.Timestamp("2016-04-04"), "W")
    'the week of 2016-04-04'
    >>> [period_name(pd.Timestamp("1860-01-01"), freq) for freq in ("5YS", "10YS")]
    ['1860-1864', '1860s']
    >>> [period_name(pd.Timestamp("2018-10-01"), freq, in_words=True) for freq in ("MS", "QS")]
    ['October 2018', 'the 4th quarter of 2018']
    """
    check_option("period_name", "freq", freq, FREQUENCIES)
    if in_words:
        return _period_in_words(start, freq)
    if freq == "W":
        return f"the week of {start:%Y-%m-%d}"
    if freq == "QS":
        return f"{start.year} Q{start.quarter}"
    if freq in YEARS:
        article = "the " if after_in and freq == "10YS" else ""
        return f"{article}{_name_of_years(start, freq, to='-')}"
    return f"{start:{ {'D': '%Y-%m-%d', 'MS': '%Y-%m', 'YS': '%Y'}[freq] }}"


def when(start: pd.Timestamp, freq: str) -> str:
    """Return a period in words with its preposition.

    Examples
    --------
    >>> day = pd.Timestamp("2018-10-01")
    >>> [when(day, freq) for freq in ("D", "W", "MS")]
    ['on 1 October 2018', 'in the week of 1 October 2018', 'in October 2018']
    >>> [when(pd.Timestamp("1860-01-01"), freq) for freq in ("5YS", "10YS")]
    ['in the years 1860 to 1864', 'in the 1860s']
    """
    return f"{'on' if freq == 'D' else 'in'} {period_name(start, freq, in_words=True)}"


def _period_in_words(start: pd.Timestamp, freq: str) -> str:
    if freq == "QS":
        ordinal = ("1st", "2nd", "3rd", "4th")[start.quarter - 1]
        return f"the {ordinal} quarter of {start.year}"
    if freq in {"D", "W"}:
        day = f"{start.day} {start:%B %Y}"
        return day if freq == "D" else f"the week of {day}"
    if freq in YEARS:
        return f"the {'' if freq == '10YS' else 'years '}{_name_of_years(start, freq, to=' to ')}"
    return f"{start:%Y}" if freq == "YS" else f"{start:%B %Y}"


def _name_of_years(start: pd.Timestamp, freq: str, *, to: str) -> str:
    first = start.year - start.year % YEARS[freq]
    # in full, since 2005-09 would be a month
    return f"{first}s" if freq == "10YS" else f"{max(first, 1)}{to}{first + YEARS[freq] - 1}"


def name_periods(dates: pd.Series, periods: Mapping[str, tuple[str, str]]) -> pd.Series:
    """Label articles with named periods, for use as groups in `compare_groups`.

    Parameters
    ----------
    dates : Series of datetime64, indexed by article_id
        Dates of the articles.
    periods : mapping of str to (first day, last day)
        Name of each period and its first and last day (inclusive), as ``"2014-06-30"``.

    Returns
    -------
    Series of str, indexed by article_id
        Name of the period; missing for articles outside every period or without a date.

    Raises
    ------
    InputError
        If a period ends before it begins, a day cannot be read, or two periods overlap.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2014-05-02", "2014-07-01"]), index=["a", "b"])
    >>> name_periods(dates, {"before": ("2014-01-01", "2014-06-30")}).tolist()
    ['before', nan]
    """
    dates = as_dates("name_periods", dates)
    names = pd.Series(pd.NA, index=dates.index, dtype="str", name="period")
    days = dates.dt.normalize()
    for name, (first, last) in periods.items():
        start, end = _day(name, first), _day(name, last)
        if end < start:
            message = f"name_periods: period {name!r} ends on {last}, before it begins on {first}."
            raise InputError(message)
        inside = (days >= start) & (days <= end)
        if names[inside].notna().any():
            other = str(names[inside].dropna().iloc[0])
            message = (
                f"name_periods: periods {other!r} and {name!r} overlap, and an article can have "
                f"only one period. Change their first or last days."
            )
            raise InputError(message)
        names[inside] = name
    return names


def _day(name: str, text: str) -> pd.Timestamp:
    try:
        return read_day(text)
    except ValueError:
        message = (
            f"name_periods: cannot read a day from {text!r} in period {name!r}. "
            f"Write it as year-month-day: '2014-06-30'."
        )
        raise InputError(message) from None
