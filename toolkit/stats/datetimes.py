"""Dates in the forms that tables hold them, as days without a time zone."""

from __future__ import annotations

import re

import pandas as pd
from pandas.api.typing import NaTType

from toolkit.errors import InputError

_TURNABLE = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d\d)\b")
"""What pandas reads with the month first wherever it can, and most of the world with the day."""


def read_day(value: object) -> pd.Timestamp:
    """Return the day that a person wrote.

    Raises
    ------
    ValueError
        If it is no day, or one such as 05/07/2016, which may be of May or of July; 25/07/2016 is
        of July.

    Examples
    --------
    >>> read_day("2016-07-05"), read_day("5 July 2016")
    (Timestamp('2016-07-05 00:00:00'), Timestamp('2016-07-05 00:00:00'))
    >>> read_day("05/07/2016")
    Traceback (most recent call last):
    ValueError: '05/07/2016' does not say which number is the month
    """
    found = _TURNABLE.match(value) if isinstance(value, str) else None
    if found and (len(found[3]) == 2 or int(found[1]) != int(found[2]) <= 12 >= int(found[1])):
        message = f"{value!r} does not say which number is the month"
        raise ValueError(message)
    day: pd.Timestamp | NaTType = pd.Timestamp(value)  # type: ignore[arg-type]
    if pd.isna(day):
        message = f"{value!r} is no day"
        raise ValueError(message)
    return day.normalize()


def as_dates(function: str, dates: pd.Series, *, name: str = "dates") -> pd.Series:
    """Return dates as ``datetime64``, or raise `InputError` with the way to convert them.

    Parameters
    ----------
    function, name : str
        The function and its argument, for the message.
    dates : Series
        ``datetime64`` without a time zone, Arrow timestamps or dates, daily periods, or
        `datetime.date` objects.

    Examples
    --------
    >>> import datetime
    >>> as_dates("f", pd.Series([datetime.date(2016, 5, 1), None])).dt.day.tolist()
    [1.0, nan]
    """
    dtype = dates.dtype
    if isinstance(dtype, pd.ArrowDtype) and dtype.kind == "M":
        dates = _from_arrow(dates)
        dtype = dates.dtype
    elif isinstance(dtype, pd.PeriodDtype):
        return _from_periods(function, dates, name)
    elif _holds_dates(dates):
        return pd.Series(pd.to_datetime(dates).astype("datetime64[us]"), index=dates.index)
    if isinstance(dtype, pd.DatetimeTZDtype):
        message = (
            f"{function}: {name} carry the time zone {dtype.tz}, and a day depends on it. Choose "
            f"the one that readers lived in: {name}.dt.tz_convert({str(dtype.tz)!r})"
            f".dt.tz_localize(None)."
        )
        raise InputError(message)
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return dates
    message = (
        f"{function}: {name} must be a Series of dates without a time zone, such as "
        f'articles["date"]; got values of type {dtype}. '
        f"Turn text into dates first: pd.to_datetime({name})."
    )
    raise InputError(message)


def _from_arrow(dates: pd.Series) -> pd.Series:
    zone = getattr(dates.dtype.pyarrow_dtype, "tz", None)  # type: ignore[union-attr]
    target = "datetime64[us]" if zone is None else f"datetime64[us, {zone}]"
    return pd.Series(dates.astype(pd.api.types.pandas_dtype(target)), index=dates.index)


def _from_periods(function: str, dates: pd.Series, name: str) -> pd.Series:
    unit = str(dates.dtype).removeprefix("period[").rstrip("]")
    if unit != "D":
        message = (
            f"{function}: {name} are periods of frequency {unit!r}, and articles are grouped by "
            f'day. Pass days, such as articles["date"]; where only the month or the year is known, '
            f'pass articles["date_precision"] beside them.'
        )
        raise InputError(message)
    return pd.Series(dates.dt.to_timestamp().astype("datetime64[us]"), index=dates.index)


def _holds_dates(dates: pd.Series) -> bool:
    """Whether values are `datetime.date` objects, as Arrow's date32 becomes in pandas."""
    if dates.dtype != object:
        return False
    return pd.api.types.infer_dtype(dates, skipna=True) in {"date", "datetime"}
