"""Intervals for rare shares: few hits, or none, among clustered articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import Moments, sum_periods
from toolkit.stats.intervals import effective_interval
from toolkit.stats.share_tables import is_binary
from toolkit.stats.taken_rows import column_parts, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums

PRIOR_PAIRS = 2.0
"""Weight of all columns together in the intraclass correlation of one, in pairs of hits."""

FEW_HITS = 5.0
"""Below this effective number of hits (or of articles without one) a share is rare."""


def pooled_icc(samples: Sequence[ClusterSums]) -> NDArray[np.float64]:
    """Intraclass correlation of articles in one cluster, pooled over periods.

    Parameters
    ----------
    samples : sequence of ClusterSums
        Sums of shares that are 0 or 1, one per period.

    Returns
    -------
    ndarray of shape (n_columns,)
        From 0 to 1. Columns with few hits are shrunk towards the average of all columns; NaN
        where no column varies.

    References
    ----------
    Ridout, Demetrio & Firth (1999), Biometrics 55(1), section 2.2, for the moment estimator.

    Examples
    --------
    >>> from toolkit.stats.clusters import ClusterSums
    >>> days = ClusterSums(np.array([[10.0], [0], [0], [0]]), np.full(4, 10.0))
    >>> pooled_icc([days]).round(2).tolist()
    [1.0]
    """
    several = [one for one in samples if one.n_clusters > 1]
    if not several:
        return np.full(samples[0].sums.shape[1], np.nan)
    mean, squares, articles, extra = Moments.of(several)
    spread = mean * (1 - mean)
    excess = (squares - spread * articles).sum(axis=0)
    pairs = (spread * (extra * articles)).sum(axis=0)
    if not pairs.sum() > 0:
        return np.full(len(pairs), np.nan)
    common = float(np.clip(excess.sum() / pairs.sum(), 1e-6, 1))
    return np.asarray(np.clip((excess + PRIOR_PAIRS) / (pairs + PRIOR_PAIRS / common), 0, 1))


def cluster_design_effect(sample: ClusterSums, icc: NDArray[np.float64]) -> NDArray[np.float64]:
    """Design effect of one period: 1 + (n - 1) * icc, with n the size-weighted cluster size.

    References
    ----------
    Kish (1965), Survey Sampling, section 5.4, for clusters of unequal size.
    """
    return np.asarray(1 + Moments.of([sample]).extra[0] * icc)


def replace_rare(
    interval: Interval, sample: ClusterSums, icc: NDArray[np.float64], *, level: float
) -> Interval:
    """Replace the intervals of rare shares by those of their effective counts.

    Parameters
    ----------
    interval : Interval
        Intervals of shape (n_columns,).
    sample : ClusterSums
        Sums of shares that are 0 or 1.
    icc : ndarray of shape (n_columns,)
        Intraclass correlation; columns with NaN keep their interval.
    level : float
        Nominal coverage.

    Notes
    -----
    With few hits neither the bootstrap nor Student's t is reliable. The articles, and the hits
    among them, are divided by the design effect, and the interval is that of a binomial
    proportion with Jeffreys' prior, its ends moved outwards to the one-sided exact bounds: without
    a hit, 3 divided by the effective number of articles (the rule of three).

    References
    ----------
    Korn & Graubard (1998), Survey Methodology 24(2), for effective counts; Brown, Cai & DasGupta
    (2001), Statistical Science 16(2), sections 4.1.2 and 4.3, for the modified Jeffreys interval.
    """
    one = np.ones(len(icc))
    found = RareShares(icc, one, one > 0).replace(
        Interval(*(np.broadcast_to(end, icc.shape)[None] for end in interval)),
        [sample],
        level=level,
    )
    return Interval(found.low[0], found.high[0])


@dataclass(frozen=True, slots=True)
class RareShares:
    """What the periods of a corpus together say about rare shares, by column.

    Attributes
    ----------
    icc : ndarray of shape (n_columns,)
        Intraclass correlation of having the theme at all.
    size : ndarray of shape (n_columns,)
        Mean share of the articles that have the theme; 1 where shares are 0 or 1.
    binary : ndarray of bool, shape (n_columns,)
        Columns whose shares are 0 or 1.
    """

    icc: NDArray[np.float64]
    size: NDArray[np.float64]
    binary: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        values: NDArray[np.float64],
        labels: NDArray[np.int64],
        periods: Sequence[NDArray[np.intp]],
    ) -> RareShares:
        """Pool the periods, given as row numbers of ``values`` (articles x columns)."""
        sums = sum_periods(values, labels, [rows for rows in periods if len(rows)], present=True)
        found = column_parts(values, lambda part: np.count_nonzero(part > 0, axis=0))
        total = column_parts(values, lambda part: part.sum(axis=0))
        size = np.divide(total, found, out=np.ones(len(found)), where=found > 0)
        binary = np.array([is_binary(column[:, None]) for column in columns_of(values)])
        return cls(pooled_icc(sums), size, binary)

    def are_rare(self, samples: Sequence[ClusterSums]) -> NDArray[np.bool_]:
        """Whether `replace` replaces an interval: (n_samples, n_columns)."""
        return self._effective(samples)[0]

    def _effective(self, samples: Sequence[ClusterSums]) -> tuple[NDArray[Any], ...]:
        """Return which shares are rare, effective hits, and the trials among which they are."""
        mean, _, articles, extra = Moments.of(samples)
        trials = articles / (1 + extra * np.nan_to_num(self.icc))
        hits = (mean * trials).clip(0, trials)
        few = np.where(self.binary, np.minimum(hits, trials - hits) < FEW_HITS, mean == 0)
        return few & ~np.isnan(self.icc), hits, trials

    def replace(
        self, interval: Interval, samples: Sequence[ClusterSums], *, level: float
    ) -> Interval:
        """Replace the intervals of rare shares of samples: (n_samples, n_columns) each."""
        rare, hits, trials = self._effective(samples)
        found = effective_interval(hits[rare], trials[rare], level)
        size = np.broadcast_to(np.where(self.binary, 1.0, self.size), rare.shape)[rare]
        low, high = (np.array(end) for end in interval)
        low[rare], high[rare] = found.low * size, found.high * size
        return Interval(low, high)
