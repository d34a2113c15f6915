"""Daily sums of shares, and their means and variances in windows around every day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DailySums:
    """Sums of shares and numbers of articles of every day, from the first to the last.

    Attributes
    ----------
    first : Timestamp
        The first day.
    sums : ndarray of shape (n_days, n_columns)
    sizes : ndarray of shape (n_days,)
    """

    first: pd.Timestamp
    sums: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64], days: pd.Series) -> DailySums:
        """Sum the shares of articles (rows of ``values``) by their day."""
        day = days.dt.normalize()
        number = (day - day.min()).dt.days.to_numpy()
        count = int(number.max()) + 1
        sums = [np.bincount(number, column, minlength=count) for column in values.T]
        sizes = np.bincount(number, minlength=count).astype(np.float64)
        return cls(pd.Timestamp(day.min()), np.stack(sums, axis=1).astype(np.float64), sizes)

    @property
    def last(self) -> pd.Timestamp:
        """The last day."""
        return self.first + pd.Timedelta(days=len(self.sizes) - 1)

    def day_number(self, date: pd.Timestamp) -> int:
        """Days from the first day to ``date``."""
        return int((date - self.first).days)


class Side(NamedTuple):
    """One side of several dates: rows are dates, columns themes (or one column)."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    n_articles: NDArray[np.float64]
    n_days: NDArray[np.float64]


class Windows(NamedTuple):
    """The windows before and after several dates."""

    before: Side
    after: Side

    @property
    def degrees(self) -> NDArray[np.float64]:
        """Welch's degrees of freedom."""
        total = self.before.variance + self.after.variance
        free = sum(side.variance**2 / np.maximum(side.n_days - 1, 1) for side in self)
        fallback = np.minimum(self.before.n_days, self.after.n_days) - 1
        out = np.broadcast_to(fallback, total.shape).copy()
        return np.asarray(np.divide(total**2, free, out=out, where=free > 0))


def window_means(daily: DailySums, places: NDArray[np.intp], window: int) -> Windows:
    """Means and their variances in the ``window`` days before and from each day in ``places``.

    Windows are cut off at the ends of the corpus. Computed from cumulative sums.
    """
    s, n = daily.sums, daily.sizes[:, None]
    columns = [s, s**2, s * n, n, n**2, n > 0]
    stacked = np.concatenate([np.asarray(c, dtype=np.float64) for c in columns], axis=1)
    totals = np.concatenate([np.zeros((1, stacked.shape[1])), stacked.cumsum(axis=0)])
    start, end = np.maximum(places - window, 0), np.minimum(places + window, len(daily.sizes))
    width = s.shape[1]
    return Windows(
        _side(totals[places] - totals[start], width), _side(totals[end] - totals[places], width)
    )


def _side(part: NDArray[np.float64], width: int) -> Side:
    s, s2, sn = (part[:, i * width : (i + 1) * width] for i in range(3))
    n, n2, days = (part[:, 3 * width + i : 3 * width + i + 1] for i in range(3))
    size = np.maximum(n, 1)
    mean = s / size
    squares = np.maximum(s2 - 2 * mean * sn + mean**2 * n2, 0)
    return Side(mean, squares / size**2 * days / np.maximum(days - 1, 1), n, days)
