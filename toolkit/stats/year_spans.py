"""Periods of several years: five from a year that ends in 0 or 5, and decades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEARS = {"5YS": 5, "10YS": 10}
"""Years in a period of several years, which begins where the year is a multiple of them."""


def first_days(days: NDArray[Any], freq: str) -> NDArray[np.datetime64]:
    """Return the first day of the period of several years that each day lies in.

    Examples
    --------
    >>> first_days(np.array(["1789-04-30", "NaT"], dtype="datetime64[D]"), "5YS").astype("<M8[D]")
    array(['1785-01-01',        'NaT'], dtype='datetime64[D]')
    """
    days = np.asarray(days).astype("datetime64[us]")
    there = ~np.isnat(days)
    years = days[there].astype("datetime64[Y]").astype(np.int64) + 1970
    found = np.full(days.shape, np.datetime64("NaT", "us"))
    found[there] = _days_of(years - years % YEARS[freq])
    return found


def every_first_day(days: NDArray[Any], freq: str) -> NDArray[np.datetime64]:
    """Return the first days of all periods from the first to the last of some days.

    Examples
    --------
    >>> days = np.array(["1789-04-30", "1805-03-04"], dtype="datetime64[D]")
    >>> every_first_day(days, "10YS").astype("datetime64[Y]").astype(str).tolist()
    ['1780', '1790', '1800']
    """
    days = np.asarray(days).astype("datetime64[Y]").astype(np.int64) + 1970
    first, last, n = int(days.min()), int(days.max()), YEARS[freq]
    return _days_of(np.arange(first - first % n, last + 1, n))


def _days_of(years: NDArray[np.int64]) -> NDArray[np.datetime64]:
    # no calendar has a year 0: the first decade has nine years
    return (np.maximum(years, 1) - 1970).astype("datetime64[Y]").astype("datetime64[us]")
