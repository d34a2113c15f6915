"""Calendar periods: from dates to days, weeks, months, quarters, years, or periods with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.errors import InputError, check_option

if TYPE_CHECKING:
    from collections.abc import Mapping

FREQUENCIES = {"D": "D", "W": "W-SUN", "MS": "M", "QS": "Q-DEC", "YS": "Y-DEC"}
"""Our name of a frequency, and that of the pandas period: weeks run from Monday to Sunday."""

TOO_COARSE = {
    "D": ("month", "year"),
    "W": ("month", "year"),
    "MS": ("year",),
    "QS": ("year",),
    "YS": (),
}
"""Dates known only to this precision cannot be placed in a period of that frequency."""


def check_dates(function: str, dates: pd.Series) -> None:
    """Raise `InputError` unless ``dates`` is a Series of dates."""
    if pd.api.types.is_datetime64_any_dtype(dates.dtype) and dates.dt.tz is None:
        return
    message = (
        f"{function}: dates must be a Series of dates without a time zone, such as "
        f'articles["date"]; got values of type {dates.dtype}. '
        f"Turn text into dates first: pd.to_datetime(dates)."
    )
    raise InputError(message)


def period_starts(dates: pd.Series, freq: str) -> pd.Series:
    """First day of each date's period; missing where the date is.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-05-18", None]))
    >>> period_starts(dates, "W").dt.strftime("%a %d %B").tolist()
    ['Mon 16 May', nan]
    """
    starts = dates.dt.to_period(FREQUENCIES[freq]).dt.start_time
    return pd.Series(starts.astype("datetime64[us]"), index=dates.index)


def all_periods(starts: pd.Series, freq: str) -> pd.DatetimeIndex:
    """Every period from the first to the last, those without articles included."""
    if len(starts) == 0:
        return pd.DatetimeIndex([], dtype="datetime64[us]", name="period")
    rule = FREQUENCIES[freq]
    span = pd.period_range(starts.min().to_period(rule), starts.max().to_period(rule), freq=rule)
    return span.start_time.as_unit("us").rename("period")


def partial_periods(periods: pd.DatetimeIndex, dates: pd.Series, freq: str) -> list[bool]:
    """Whether the corpus begins or ends inside each period."""
    if len(periods) == 0:
        return []
    marks = [False] * len(periods)
    first, last = dates.min().normalize(), dates.max().normalize()
    end = periods[-1].to_period(FREQUENCIES[freq]).end_time.normalize()
    marks[0] = bool(first > periods[0])
    marks[-1] = marks[-1] or bool(last < end)
    return marks


def period_name(start: pd.Timestamp, freq: str) -> str:
    """Name of a period as a reader writes it.

    Examples
    --------
    >>> [period_name(pd.Timestamp("2016-04-01"), freq) for freq in ("D", "MS", "QS", "YS")]
    ['2016-04-01', '2016-04', '2016 Q2', '2016']
    >>> period_name(pd.Timestamp("2016-04-04"), "W")
    'the week of 2016-04-04'
    """
    check_option("period_name", "freq", freq, FREQUENCIES)
    if freq == "W":
        return f"the week of {start:%Y-%m-%d}"
    if freq == "QS":
        return f"{start.year} Q{start.quarter}"
    return f"{start:{ {'D': '%Y-%m-%d', 'MS': '%Y-%m', 'YS': '%Y'}[freq] }}"


def name_periods(dates: pd.Series, periods: Mapping[str, tuple[str, str]]) -> pd.Series:
    """Label articles with periods that have names, for use as groups in `compare_groups`.

    Parameters
    ----------
    dates : Series of datetime64, indexed by article_id
        Dates of the articles.
    periods : mapping of str to (first day, last day)
        Each period's name and its first and last day, both included, as ``"2014-06-30"``.

    Returns
    -------
    Series of str, indexed by article_id
        Name of the period; missing outside all of them and for undated articles.

    Raises
    ------
    InputError
        When a period ends before it begins, a day cannot be read, or two periods overlap.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2014-05-02", "2014-07-01"]), index=["a", "b"])
    >>> name_periods(dates, {"before": ("2014-01-01", "2014-06-30")}).tolist()
    ['before', nan]
    """
    check_dates("name_periods", dates)
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
                f"name_periods: periods {other!r} and {name!r} overlap. Give each article one."
            )
            raise InputError(message)
        names[inside] = name
    return names


def _day(name: str, text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(text).normalize()
    except ValueError:
        message = (
            f"name_periods: cannot read a day from {text!r} in period {name!r}. "
            f"Write it as year-month-day: '2014-06-30'."
        )
        raise InputError(message) from None
