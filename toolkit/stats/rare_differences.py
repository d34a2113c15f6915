"""Intervals for differences of rare shares, where one of two groups has few hits, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import ClusterSums, sum_periods
from toolkit.stats.intervals import mean_intervals
from toolkit.stats.rare_shares import RareShares
from toolkit.stats.share_tables import is_binary
from toolkit.stats.taken_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


MANY_HITS = 50.0
"""Topics with as many articles about them in both groups are common whatever the correlation."""


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """The articles of two groups: row numbers, weights and clusters."""

    rows: Sequence[NDArray[np.intp]]
    weights: NDArray[np.float64]
    clusters: NDArray[np.int64]


class Replaced(NamedTuple):
    """Intervals of differences, and the numbers of the columns that were replaced."""

    interval: Interval
    columns: NDArray[np.intp]


def replace_rare_differences(
    interval: Interval, values: NDArray[np.float64], groups: TwoGroups
) -> Replaced:
    """Replace the intervals of differences of which one share is rare.

    A group without a hit has no variance of its own, and one with traces of a topic in articles
    about others has next to none. Its share is not known exactly for that, so the error of a
    difference must not be that of the other group alone.

    Parameters
    ----------
    interval : Interval
        Intervals of the differences, first group minus second, of shape (n_columns,).
    values : ndarray of shape (n_articles, n_columns)
        Shares.
    groups : TwoGroups
        The rows of the first group and those of the second.

    Returns
    -------
    Replaced
        Columns that are not rare in either group keep their interval. A share that is not 0 or 1
        is rare where few articles, in effect, are about the topic (see `RareShares`).

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27(10), eq. 2, for the interval of a difference
    from those of two shares (Newcombe's with Wilson intervals); those are of effective counts, as
    in `share_by_period`.

    Examples
    --------
    >>> values = np.r_[np.zeros(30), np.ones(4), np.zeros(196)][:, None]
    >>> rows = [np.arange(30), np.arange(30, 230)]
    >>> groups = TwoGroups(rows, np.ones(230), np.arange(230))
    >>> (low, high), _ = replace_rare_differences(Interval(-0.04, 0.0), values, groups)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([-0.04], [0.097])
    """
    some = [at for at, one in enumerate(columns_of(values)) if _may_be_rare(one, groups.rows)]
    if not some:
        return Replaced(interval, np.array([], dtype=np.intp))
    taken = np.ascontiguousarray(np.asarray(values[:, some]))
    first, second, rare = _both_intervals(taken, groups)
    shares = [np.average(taken[rows], axis=0, weights=groups.weights[rows]) for rows in groups.rows]
    low, high = (np.array(np.broadcast_to(end, values.shape[1])) for end in interval)
    columns, both = np.array(some)[rare], _difference(shares[0], shares[1], first, second)
    low[columns], high[columns] = both.low[rare], both.high[rare]
    return Replaced(Interval(low, high), columns)


def widen_rare_differences(
    interval: Interval, sides: Sequence[ClusterSums], pooled: RareShares
) -> Interval:
    """Widen the intervals of differences of which one share is rare.

    Parameters
    ----------
    interval : Interval
        Intervals of the differences, first side minus second, of shape (n_columns,).
    sides : two ClusterSums
        Sums of shares.
    pooled : RareShares
        Of the corpus: the correlation of articles of one day, and the usual share of an article
        about a topic.

    Examples
    --------
    >>> days = [ClusterSums(np.zeros((n, 1)), np.ones(n)) for n in (64, 70)]
    >>> whole = np.eye(900)[:, :1]
    >>> pooled = RareShares.of(whole, np.arange(900), [np.arange(900)])
    >>> low, high = widen_rare_differences(Interval(np.zeros(1), np.zeros(1)), days, pooled)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([-0.051], [0.056])
    """
    rare, found = np.isnan(pooled.icc), []
    for one in sides:
        rare = rare | pooled.are_rare([[one]])[0]
        found.append(_interval(one, one, pooled))
    low, high = _difference(sides[0].mean, sides[1].mean, *found)
    return Interval(
        np.where(rare, np.minimum(low, interval.low), interval.low),
        np.where(rare, np.maximum(high, interval.high), interval.high),
    )


def rare_distances(
    sums: ClusterSums, pooled: RareShares
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far below and above its mean a rare share may lie; 0 where it is not rare.

    Examples
    --------
    >>> pooled = RareShares.of(np.eye(900)[:, :1], np.arange(900), [np.arange(900)])
    >>> down, up = rare_distances(ClusterSums(np.zeros((60, 1)), np.ones(60)), pooled)
    >>> down.item(), round(up.item(), 3)
    (0.0, 0.049)
    """
    # a correlation is unknown where no cluster has two articles, or no article is about it: none
    pooled = replace(pooled, icc=np.nan_to_num(pooled.icc))
    rare = pooled.are_rare([[sums]])[0]
    low, high = _interval(sums, sums, pooled)
    return np.where(rare, sums.mean - low, 0.0), np.where(rare, high - sums.mean, 0.0)


def _difference(
    one: NDArray[np.float64], two: NDArray[np.float64], first: Interval, second: Interval
) -> Interval:
    """Interval of a difference from the intervals of both shares."""
    gap = one - two
    down = np.hypot(one - first.low, second.high - two)
    up = np.hypot(first.high - one, two - second.low)
    return Interval(gap - down, gap + up)


def _may_be_rare(column: NDArray[np.float64], groups: Sequence[NDArray[np.intp]]) -> bool:
    """Whether a closer look is needed: no column with many articles about it in both groups."""
    if is_binary(column[:, None]):
        return True
    for one in (column, 1 - column):
        squares, total = float(one @ one), float(one.sum())
        if min(float(one[rows].sum()) * total for rows in groups) < MANY_HITS * squares:
            return True
    return False


def _both_intervals(
    values: NDArray[np.float64], groups: TwoGroups
) -> tuple[Interval, Interval, NDArray[np.bool_]]:
    """Return the intervals of both shares, and which columns are rare in one of them."""
    pooled = RareShares.of(values, groups.clusters, groups.rows)
    found, rare = [], np.zeros(values.shape[1], dtype=bool)
    sums = sum_periods(values, groups.clusters, groups.rows, weights=groups.weights)
    for one, rows in zip(sums, groups.rows, strict=True):
        weights = groups.weights[rows]
        part = weights.sum() / (weights**2).sum()  # Kish's effective number of articles
        effective = ClusterSums(one.sums * part, one.sizes * part)
        rare |= pooled.are_rare([[effective]])[0] | np.isnan(pooled.icc)
        found.append(_interval(one, effective, pooled))
    return found[0], found[1], rare


def _interval(sums: ClusterSums, effective: ClusterSums, pooled: RareShares) -> Interval:
    """Return the interval of a group's shares, of effective counts where they are rare."""
    usual = mean_intervals([[sums]], method="t", n_resamples=0, rng_of=np.random.default_rng)
    (low,), (high,) = pooled.replace(usual, [[effective]], level=0.95)
    return Interval(low, high)
