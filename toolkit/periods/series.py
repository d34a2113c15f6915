"""Series of shares per period, one per theme, on the calendar of a long table."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.number_words import count
from toolkit.periods.calendar import FREQUENCIES, all_periods
from toolkit.tables import check_columns, check_table, label_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ShareSeries:
    """Shares of one theme in the periods that have articles.

    Attributes
    ----------
    name : object
        The theme or topic.
    calendar : DatetimeIndex
        Every period from the first to the last, without gaps.
    places : ndarray of int, shape (n_periods,)
        Positions on the calendar of the periods with a share.
    share, sizes : ndarray of shape (n_periods,)
        Their shares and numbers of articles.
    """

    name: object
    calendar: pd.DatetimeIndex
    places: NDArray[np.intp]
    share: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @property
    def periods(self) -> pd.DatetimeIndex:
        """The periods with a share."""
        return self.calendar[self.places]

    @property
    def sums(self) -> NDArray[np.float64]:
        """Sum of the shares of each period's articles."""
        return self.share * self.sizes

    def part(self, start: int, end: int) -> ShareSeries:
        """Return the periods ``start`` to ``end`` (excluded) of those with a share."""
        inside = slice(start, end)
        return ShareSeries(
            self.name, self.calendar, self.places[inside], self.share[inside], self.sizes[inside]
        )

    def on_calendar(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Spread values of the last axis over the calendar, with 0 where there is no share."""
        full = np.zeros((*values.shape[:-1], len(self.calendar)))
        full[..., self.places] = values
        return full


def check_series(function: str, table: pd.DataFrame) -> str:
    """Check that ``table`` holds shares per period; return the name of its label column."""
    check_table(function, table)
    check_columns(function, table, ["period", "share", "n_articles"])
    return label_column(function, table)


def each_series(function: str, table: pd.DataFrame) -> Iterator[ShareSeries]:
    """Yield one series per theme of a table made by `share_by_period`, in the table's order.

    Periods without articles, or without a row, stay holes on the calendar. So does a period with
    articles but without a share, about which a warning is issued.
    """
    label = check_series(function, table)
    calendar = full_calendar(table)
    for name, rows in table.groupby(label, sort=False):
        _warn_of_missing(function, name, rows)
        full = rows[(rows["n_articles"] > 0) & rows["share"].notna()].sort_values("period")
        yield ShareSeries(
            name=name,
            calendar=calendar,
            places=calendar.get_indexer(pd.DatetimeIndex(full["period"])),
            share=full["share"].to_numpy(dtype=np.float64),
            sizes=full["n_articles"].to_numpy(dtype=np.float64),
        )


def _warn_of_missing(function: str, name: object, rows: pd.DataFrame) -> None:
    missing = rows["period"][(rows["n_articles"] > 0) & rows["share"].isna()]
    if len(missing):
        message = (
            f"{function}: {name!r} has no share in {count(len(missing), 'period')} with "
            f"articles, the first being {missing.min():%Y-%m-%d}. Left out, as periods without "
            f"articles are."
        )
        warnings.warn(message, stacklevel=4)


def full_calendar(table: pd.DataFrame) -> pd.DatetimeIndex:
    """Every period from the first to the last of a table, including those without a row.

    Examples
    --------
    >>> table = pd.DataFrame({"period": pd.to_datetime(["2016-01-01", "2016-03-01", "2016-04-01"])})
    >>> full_calendar(table).strftime("%m").tolist()
    ['01', '02', '03', '04']
    """
    known = pd.DatetimeIndex(table["period"].unique()).sort_values().as_unit("us")
    freq = table.attrs.get("freq")
    if len(known) < 2:
        return known
    if freq in FREQUENCIES:
        periods = all_periods(pd.Series(known), freq)
        return periods.union(known)
    if (known.day == 1).all():
        months = known.year * 12 + known.month - 1
        step = int(np.gcd.reduce(np.diff(months)))
        full = pd.date_range(known[0], known[-1], freq=f"{step}MS", unit="us")
    else:
        days = int(np.gcd.reduce(np.diff(known).astype("timedelta64[D]").astype(np.int64)))
        full = pd.date_range(known[0], known[-1], freq=f"{max(days, 1)}D", unit="us")
    return full.union(known)
