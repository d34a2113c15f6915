"""Intervals for differences of rare shares, where one of two groups has few hits, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import ClusterSums, sum_periods
from toolkit.stats.intervals import mean_interval
from toolkit.stats.rare_shares import RareShares, replace_rare
from toolkit.stats.share_tables import is_binary
from toolkit.stats.taken_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


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

    A group without a hit has no variance of its own. Its share is not known exactly for that, so
    the error of a difference must not be that of the other group alone.

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
        Columns that are not rare in either group keep their interval, and so do those that are
        not 0 or 1 and have a hit in both groups.

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
    columns, gap = np.array(some)[rare], shares[0] - shares[1]
    down = np.hypot(shares[0] - first.low, second.high - shares[1])
    up = np.hypot(first.high - shares[0], shares[1] - second.low)
    low[columns], high[columns] = (gap - down)[rare], (gap + up)[rare]
    return Replaced(Interval(low, high), columns)


def _may_be_rare(column: NDArray[np.float64], groups: Sequence[NDArray[np.intp]]) -> bool:
    return is_binary(column[:, None]) or not all(column[rows].any() for rows in groups)


def _both_intervals(
    values: NDArray[np.float64], groups: TwoGroups
) -> tuple[Interval, Interval, NDArray[np.bool_]]:
    """Return the intervals of both shares, and which columns are rare in one of them."""
    pooled = RareShares.of(values, groups.clusters, groups.rows)
    plain = np.full(values.shape[1], np.nan)
    found, rare = [], np.zeros(values.shape[1], dtype=bool)
    sums = sum_periods(values, groups.clusters, groups.rows, weights=groups.weights)
    for one, rows in zip(sums, groups.rows, strict=True):
        weights = groups.weights[rows]
        part = weights.sum() / (weights**2).sum()  # Kish's effective number of articles
        effective = ClusterSums(one.sums * part, one.sizes * part)
        marked = replace_rare(Interval(plain, plain), effective, pooled.icc, level=0.95)
        none = effective.sums.sum(axis=0) == 0
        rare |= np.where(pooled.binary, ~np.isnan(marked.low), none) | np.isnan(pooled.icc)
        usual = mean_interval([one], method="t", n_resamples=0, rng=np.random.default_rng(0))
        found.append(pooled.replace(usual, effective, level=0.95))
    return found[0], found[1], rare
