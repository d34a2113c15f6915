"""The period in which a theme stands highest, as far as its articles can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.stats.clusters import Moments
from toolkit.stats.intervals import effective_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums
    from toolkit.stats.rare_shares import RareShares


SPARSE_PART = 0.25
"""Periods with a smaller part of the usual number of articles do not count as all periods."""

LEAST_HITS = 3
"""One or two articles with the theme make no peak."""


def leading_period(rows: pd.DataFrame) -> pd.Series | None:
    """Return the period whose interval has the highest lower end, or None.

    A period without an interval never leads, and neither does one whose high share rests on a
    handful of articles, or on one or two with the theme. A period below the share of all periods
    together (those of a handful apart) is no peak either. None leads where only one has an
    interval, or where one of more than a handful stands higher and has none.

    Parameters
    ----------
    rows : DataFrame
        The rows of one theme of a table made by `share_by_period`.

    Examples
    --------
    >>> import pandas as pd
    >>> months = pd.date_range("2016-11-01", periods=4, freq="MS")
    >>> table = pd.DataFrame(
    ...     {
    ...         "period": months, "share": [0.04, 0.06, 0.5, 0.03],
    ...         "low": [0.03, 0.002, None, 0.02], "n_articles": [900, 16, 2, 800],
    ...     }
    ... )
    >>> leading_period(table)["period"].month
    11
    """
    known = rows[rows["low"].notna() & rows["share"].notna()]
    if len(known) < 2 or known["share"].max() == 0:
        return None
    enough = SPARSE_PART * known["n_articles"].median()
    counted = rows[rows["share"].notna() & (rows["n_articles"] >= enough)]
    usual = (counted["share"] * counted["n_articles"]).sum() / counted["n_articles"].sum()
    hits = known["share"] * known["n_articles"]
    known = known[(known["share"] >= usual - 1e-12) & (hits > LEAST_HITS - 0.5)]
    if known.empty:
        return None
    order = known.sort_values(["low", "share", "period"], ascending=[False, False, True])
    unsure = counted.loc[counted["low"].isna(), "share"]
    return None if unsure.max() > order["share"].iloc[0] else order.iloc[0]


def is_highest(period: pd.Series, rows: pd.DataFrame) -> bool:
    """Return whether every other period of more than a handful of articles has a lower share.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"share": [0.111, 0.118], "low": [0.03, 0.01], "n_articles": [27, 17]})
    >>> [is_highest(table.loc[row], table) for row in table.index]
    [False, True]
    """
    known = rows[rows["low"].notna()]
    enough = known["n_articles"] >= SPARSE_PART * known["n_articles"].median()
    others = known.loc[enough, "share"].drop(index=period.name, errors="ignore")
    return bool((others < period["share"]).all())


def standing_out(
    periods: Sequence[ClusterSums], rare: RareShares, tested: Sequence[int], *, level: float
) -> NDArray[np.bool_]:
    """Return which periods are higher than all others together beyond what chance would give.

    The highest of many periods is high by its choice alone, so its own interval says little. Here
    the interval of the difference from the other periods has the level 1 - (1 - level) / m for m
    periods, so that all of them hold together. Its two shares are those of their effective
    counts, with the correlation of articles of one day that all periods together tell: a single
    period does not know it well enough for intervals of 99.9 %.

    Parameters
    ----------
    periods : sequence of ClusterSums
        Sums of all periods with articles.
    rare : RareShares
        Correlation and usual size of the shares, from all periods.
    tested : sequence of int
        Numbers of the periods that are looked at; the others only count among "all others".
    level : float
        Level for all periods together.

    Returns
    -------
    ndarray of bool, shape (n_periods, n_columns)
        False where the correlation is unknown.

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27(10), eq. 2, for the difference; Bonferroni.

    Examples
    --------
    >>> from toolkit.stats.clusters import ClusterSums
    >>> from toolkit.stats.rare_shares import RareShares
    >>> hits = np.array([2.0] * 9 + [16.0])
    >>> months = [ClusterSums(np.r_[np.ones(int(n)), np.zeros(50 - int(n))][:, None], np.ones(50))
    ...           for n in hits]
    >>> rare = RareShares(np.zeros(1), np.ones(1), np.ones(1, dtype=bool))
    >>> standing_out(months, rare, range(10), level=0.95).ravel().nonzero()[0].tolist()
    [9]
    """
    moments = Moments.of(periods)
    spread = moments.articles * (1 + moments.extra * np.nan_to_num(rare.icc))
    others = moments.articles.sum() - moments.articles
    sums = moments.mean * moments.articles
    found = np.zeros(sums.shape, dtype=bool)
    if len(tested) < 2:
        return found
    rest = np.maximum(sums.sum(axis=0) - sums, 0) / others / rare.size
    own, each = moments.mean / rare.size, 1 - (1 - level) / len(tested)
    trials = moments.articles**2 / spread, others**2 / (spread.sum(axis=0) - spread)
    low = effective_interval(own.clip(0, 1) * trials[0], trials[0], each).low
    high = effective_interval(rest.clip(0, 1) * trials[1], trials[1], each).high
    apart = own - rest > np.hypot(own - low, high - rest)
    found[list(tested)] = (apart & ~np.isnan(rare.icc))[list(tested)]
    return found
