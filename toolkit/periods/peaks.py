"""The period in which a theme stands highest, as far as its articles can tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import stdtrit

from toolkit.periods.waves import measure_waves
from toolkit.stats.clusters import ClusterSums, Moments
from toolkit.stats.intervals import effective_interval
from toolkit.stats.rare_shares import RareShares

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray


SPARSE_PART = 0.25
"""Periods with a smaller part of the usual number of articles do not count as all periods."""

LEAST_HITS = 3
"""One or two articles with the theme make no peak."""


def leading_period(rows: pd.DataFrame, *, among: Sequence[str] | None = None) -> pd.Series | None:
    """Return the period whose interval has the highest lower end, or None.

    A period without an interval never leads, and neither does one whose high share rests on a
    handful of articles, or on one or two with the theme. A period below the share of all periods
    together (those of a handful apart) is no peak either. None leads where only one has an
    interval, or where one of more than a handful stands higher and has none.

    Parameters
    ----------
    rows : DataFrame
        The rows of one theme of a table made by `share_by_period`.
    among : sequence of str, optional
        First days of the periods that may lead, such as those that stand out beyond chance.

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
    if among is not None:
        known = known[known["period"].isin(np.array(among, dtype="datetime64[us]"))]
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
    others = _with_enough(rows)["share"].drop(index=period.name, errors="ignore")
    return bool((others < period["share"]).all())


def highest_period(rows: pd.DataFrame) -> pd.Series | None:
    """Return the one period with an interval that stands above all others, or None.

    Periods of a handful of articles do not count.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"share": [0.1, 0.2], "low": [0.03, 0.01], "n_articles": [27, 17]})
    >>> highest_period(table)["share"].item()
    0.2
    """
    known = _with_enough(rows)
    if known.empty:
        return None
    top = known.iloc[int(known["share"].to_numpy().argmax())]
    return top if is_highest(top, rows) else None


def _with_enough(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["low"].notna()]
    return known[known["n_articles"] >= SPARSE_PART * known["n_articles"].median()]


class Days(NamedTuple):
    """Sums of all periods by day, and the number of each of these days, one after another."""

    sums: Sequence[ClusterSums]
    numbers: NDArray[np.int64]


def standing_out(
    periods: Sequence[ClusterSums],
    rare: RareShares,
    tested: NDArray[np.bool_],
    *,
    level: float,
    days: Days | None = None,
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
        Sums of all periods, those without articles too.
    rare : RareShares
        Correlation and usual size of the shares, from all periods.
    tested : ndarray of bool, shape (n_periods,)
        Which periods are looked at. The others count among "all others" if they have articles.
    level : float
        Level for all periods together.
    days : Days, optional
        The same articles by day, whatever the clusters. Without them days count as independent.

    Returns
    -------
    ndarray of bool, shape (n_periods, n_columns)
        False where the correlation is unknown, unless each cluster is a single article.

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27(10), eq. 2, for the difference; Bonferroni.

    Examples
    --------
    >>> hits = np.array([2.0] * 9 + [16.0])
    >>> months = [ClusterSums(np.r_[np.ones(int(n)), np.zeros(50 - int(n))][:, None], np.ones(50))
    ...           for n in hits]
    >>> rare = RareShares(np.zeros(1), np.ones(1), np.ones(1, dtype=bool), np.ones(1))
    >>> standing_out(months, rare, hits > 0, level=0.95).ravel().nonzero()[0].tolist()
    [9]
    """
    found = np.zeros((len(periods), len(rare.icc)), dtype=bool)
    if tested.sum() < 2:
        return found
    held = np.array([one.n_clusters > 0 for one in periods])
    some, asked = list(compress(periods, held)), tested[held]
    alone = all(one.sizes.max() <= 1 for one in some)  # no cluster of several to be correlated
    moments = Moments.of(some)
    high = _above(moments, rare, asked, level=level, effect=_effect(moments, rare))
    found[held] = high & (alone | ~np.isnan(rare.icc))
    left = np.asarray(found.any(axis=0))
    if days is None or not left.any():
        return found
    kept = [ClusterSums(one.sums[:, left], one.sizes) for one in compress(days.sums, held)]
    ends = np.cumsum([one.n_clusters for one in kept])
    few = rare.take(left)
    waves = measure_waves(kept, np.split(days.numbers, ends[:-1]), few.size)
    few = replace(few, icc=np.maximum(few.icc, waves.icc))
    moments = Moments.of(kept)
    effect = _effect(moments, few) + waves.extra
    high = _above(moments, few, asked, level=level, effect=effect)
    effect = effect * _restlessness(moments, few, asked[:, None] & ~high, effect)
    found[np.ix_(held, left)] &= high & _above(moments, few, asked, level=level, effect=effect)
    return found


def above_the_spread(
    periods: Sequence[ClusterSums], tested: NDArray[np.bool_], *, level: float
) -> NDArray[np.bool_]:
    """Return which of the tested periods are higher than these differ from each other.

    For periods of years: what lasts from year to year makes decades differ, and no correlation of
    days tells how much. Only the differences of the other decades do.

    Returns
    -------
    ndarray of bool, shape (n_periods, n_columns)
        Whether a share lies above the prediction interval of the others, with the level
        1 - (1 - level) / m for m periods; False where there are fewer than three.

    Examples
    --------
    >>> decades = [ClusterSums(np.array([[hits]]), np.array([10.0])) for hits in (2.0, 3, 2, 3, 9)]
    >>> above_the_spread(decades, np.ones(5, dtype=bool), level=0.95).ravel().tolist()
    [False, False, False, False, True]
    """
    places = np.flatnonzero(tested)
    n_columns = periods[0].sums.shape[1]
    found = np.zeros((len(periods), n_columns), dtype=bool)
    if len(places) < 3:
        return found
    means = np.array([periods[int(place)].mean for place in places])
    n = len(places) - 1
    limit = float(stdtrit(n - 1, 1 - (1 - level) / 2 / len(places)) * np.sqrt(1 + 1 / n))
    for number, place in enumerate(places):
        others = np.delete(means, number, axis=0)
        margin = limit * others.std(axis=0, ddof=1)
        found[place] = means[number] - others.mean(axis=0) > margin
    return found


def _effect(moments: Moments, rare: RareShares) -> NDArray[np.float64]:
    """Return the design effects of clusters: by how much they raise the variance of a mean."""
    return np.asarray(1 + moments.extra * np.nan_to_num(rare.icc))


def _above(
    moments: Moments,
    rare: RareShares,
    tested: NDArray[np.bool_],
    *,
    level: float,
    effect: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Return which periods are higher, with variances that are ``effect`` times as large."""
    spread = moments.articles * effect
    others = moments.articles.sum() - moments.articles
    sums = moments.mean * moments.articles
    rest = np.maximum(sums.sum(axis=0) - sums, 0) / others / rare.size
    own, each = moments.mean / rare.size, 1 - (1 - level) / int(tested.sum())
    trials = moments.articles**2 / spread, others**2 / (spread.sum(axis=0) - spread)
    error = np.sqrt(rest * np.maximum(1 - rest, 0) / trials[0])
    high = (own - rest > error) & tested[:, None]  # less is never beyond chance
    own, rest, several, many = own[high], rest[high], trials[0][high], trials[1][high]
    low = effective_interval(own.clip(0, 1) * several, several, each).low
    top = effective_interval(rest.clip(0, 1) * many, many, each).high
    high[high] = own - rest > np.hypot(own - low, top - rest)
    return np.asarray(high)


def _restlessness(
    moments: Moments,
    rare: RareShares,
    usual: NDArray[np.bool_],
    effect: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how many times as much neighbouring periods differ as their variances say; 1 or more.

    Waves that last longer than a period's correlations can be followed make it vary more than they
    tell, but its neighbours too. A step or a trend hardly shows between neighbours.
    """
    part = moments.articles / moments.articles.sum()
    level = (moments.mean * part).sum(axis=0)
    variance = np.maximum(level * (rare.size - level), 0) * effect / moments.articles
    both = usual[1:] & usual[:-1]
    squares = np.diff(moments.mean, axis=0) ** 2 * both
    expected = (variance[1:] + variance[:-1]) * both
    ratio = np.divide(squares, expected, out=np.zeros_like(squares), where=expected > 0)
    return np.asarray(np.maximum(ratio.sum(axis=0) / np.maximum(both.sum(axis=0), 1), 1.0))


def first_days(
    chosen: NDArray[np.bool_], periods: pd.DatetimeIndex, columns: pd.Index
) -> dict[Any, list[str]]:
    """Return the first days of the chosen periods of each column.

    Examples
    --------
    >>> import pandas as pd
    >>> months = pd.date_range("2016-11-01", periods=2, freq="MS")
    >>> first_days(np.array([[False], [True]]), months, pd.Index(["war"]))
    {'war': ['2016-12-01']}
    """
    days = periods.strftime("%Y-%m-%d")
    return {name: days[one].tolist() for name, one in zip(columns, chosen.T, strict=True)}
