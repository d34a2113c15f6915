"""Intervals for rare shares: few hits, or none, among clustered articles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import Moments, sum_codes, sum_periods
from toolkit.stats.intervals import effective_interval
from toolkit.stats.share_tables import is_binary
from toolkit.stats.taken_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums

PRIOR_PAIRS = 2.0
"""Weight of all columns together in the intraclass correlation of one, in pairs of hits."""

PRIOR_HITS = 1.0
"""Weight of all columns together in the usual share of articles about one, in such articles."""

FEW_HITS = 5.0
"""Below this effective number of hits (or of articles without one) a share is rare."""


def pooled_icc(
    samples: Sequence[ClusterSums],
    *,
    size: NDArray[np.float64] | float = 1.0,
    sizes: NDArray[np.float64] | float = 1.0,
) -> NDArray[np.float64]:
    """Intraclass correlation of articles in one cluster, pooled over periods.

    Parameters
    ----------
    samples : sequence of ClusterSums
        Sums of shares, one per period.
    size, sizes : ndarray of shape (n_columns,) and (n_samples, n_columns), or float
        Sum of the squared shares divided by the sum of the shares, of all samples and of each: 1
        where shares are 0 or 1. The sum of squares of a sample's articles follows from it.

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
    several = np.array([one.n_clusters > 1 for one in samples])
    if not several.any():
        return np.full(samples[0].sums.shape[1], np.nan)
    each = np.broadcast_to(sizes, (len(samples), samples[0].sums.shape[1]))[several]
    mean, squares, articles, extra = Moments.of(list(compress(samples, several)))
    spread = np.maximum(mean * (each - mean), 0.0)
    excess = (squares - spread * articles).sum(axis=0)
    pairs = (spread * (extra * articles)).sum(axis=0)
    if not pairs.sum() > 0:
        return np.full(len(pairs), np.nan)
    common, prior = float(np.clip(excess.sum() / pairs.sum(), 1e-6, 1)), PRIOR_PAIRS * size**2
    return np.asarray(np.clip((excess + prior) / (pairs + prior / common), 0, 1))


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
    found = RareShares(icc, one, one > 0, one).replace(
        Interval(*(np.broadcast_to(end, icc.shape)[None] for end in interval)),
        [[sample]],
        level=level,
    )
    return Interval(found.low[0], found.high[0])


@dataclass(frozen=True, slots=True)
class RareShares:
    """What the periods of a corpus together say about rare shares, by column.

    A hit is an article about a theme. Where shares are not 0 or 1 it has the usual share of such
    articles, so that a mean share of 1 % is one hit in 50 if they are half about the theme.

    Attributes
    ----------
    icc : ndarray of shape (n_columns,)
        Intraclass correlation of the shares.
    size : ndarray of shape (n_columns,)
        Usual share of an article about the theme: the mean over articles, weighted by the share
        itself, so that traces in other articles hardly count. 1 where shares are 0 or 1.
    binary : ndarray of bool, shape (n_columns,)
        Columns whose shares are 0 or 1.
    rest_size : ndarray of shape (n_columns,)
        The same of what an article has besides the theme, 1 minus its share: where nearly all
        articles are about the theme, those about something else are rare.
    """

    icc: NDArray[np.float64]
    size: NDArray[np.float64]
    binary: NDArray[np.bool_]
    rest_size: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        values: NDArray[np.float64],
        labels: NDArray[np.int64],
        periods: Sequence[NDArray[np.intp]],
        *,
        weights: NDArray[np.float64] | None = None,
    ) -> RareShares:
        """Pool the periods, given as row numbers of ``values`` (articles x columns).

        An article of ``weights`` below 1 counts as a part of one: twenty copies of a story that
        weigh a twentieth each are one article, not twenty that are alike.
        """
        rows = [each for each in periods if len(each)]
        sums = sum_periods(values, labels, rows, weights=weights)
        codes = np.full(len(labels), len(rows))
        codes[np.concatenate(rows)] = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
        squares = sum_codes(values, codes, len(rows) + 1, weights=weights, squared=True).sums[:-1]
        totals = np.array([one.sums.sum(axis=0) for one in sums])
        binary = np.array([is_binary(column[:, None]) for column in columns_of(values)])
        count = sum(float(one.sizes.sum()) for one in sums)
        square, total = squares.sum(axis=0), totals.sum(axis=0)
        size = _usual_sizes(square, total, binary)
        rest_size = _usual_sizes(count - 2 * total + square, count - total, binary)
        sizes = np.divide(squares, totals, out=np.ones_like(totals), where=totals > 0)
        icc = pooled_icc(sums, size=np.minimum(size, rest_size), sizes=sizes)
        if all((one.sizes == 1).all() for one in sums):  # no pair, and none needed
            icc = np.where(~binary & (squares > 0).any(axis=0), 0.0, icc)
        return cls(icc, size, binary, rest_size)

    def take(self, columns: NDArray[np.bool_]) -> RareShares:
        """Return what is known of some columns."""
        return RareShares(
            self.icc[columns], self.size[columns], self.binary[columns], self.rest_size[columns]
        )

    def are_rare(self, periods: Sequence[Sequence[ClusterSums]]) -> NDArray[np.bool_]:
        """Whether `replace` replaces an interval: (n_periods, n_columns)."""
        return self._effective([Moments.of(samples) for samples in zip(*periods, strict=True)])[0]

    def _effective(self, moments: Sequence[Moments]) -> tuple[NDArray[Any], ...]:
        """Return which intervals are replaced, effective hits, their size and the trials.

        A negative size stands for hits of what is not the theme.
        """
        mean = np.mean([one.mean for one in moments], axis=0)
        trials = moments[0].articles / (1 + moments[0].extra * np.nan_to_num(self.icc))
        hits, without = (
            (share * trials / size).clip(0, trials)
            for share, size in ((mean, self.size), (1 - mean, self.rest_size))
        )
        rest = trials - hits
        turned = ~self.binary & (without < np.minimum(FEW_HITS, trials - without))
        few = np.where(
            self.binary, np.minimum(hits, rest) < FEW_HITS, hits < np.minimum(FEW_HITS, rest)
        )
        sizes = np.where(turned, -self.rest_size, self.size)
        return (few | turned) & ~np.isnan(self.icc), np.where(turned, without, hits), sizes, trials

    def replace(
        self, interval: Interval, periods: Sequence[Sequence[ClusterSums]], *, level: float
    ) -> Interval:
        """Replace the intervals of rare shares: (n_periods, n_columns) each.

        ``periods`` and their draws are those of `mean_intervals`. Where draws differ, the squared
        distances of the ends from the mean are increased by those that their variance makes.
        """
        moments = [Moments.of(samples) for samples in zip(*periods, strict=True)]
        rare, hits, sizes, trials = self._effective(moments)
        found = effective_interval(hits[rare], trials[rare], level)
        size, turned = sizes[rare], sizes[rare] < 0
        ends = found.low * size + turned, found.high * size + turned
        ends = np.minimum(*ends), np.maximum(*ends)
        if len(moments) > 1:
            means = np.array([one.mean[rare] for one in moments])
            mean = means.mean(axis=0)
            apart = ndtri((1 + level) / 2) * means.std(axis=0, ddof=1) * np.sqrt(1 + 1 / len(means))
            ends = mean - np.hypot(mean - ends[0], apart), mean + np.hypot(ends[1] - mean, apart)
        low, high = (np.array(end) for end in interval)
        low[rare], high[rare] = np.clip(ends, 0, 1)
        return Interval(low, high)


def _usual_sizes(
    squares: NDArray[np.float64], totals: NDArray[np.float64], binary: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Mean share of articles weighted by their share, shrunk towards that of all columns."""
    part = ~binary & (totals > 0)
    size = np.ones(len(totals))
    if part.any():
        common = squares[part].sum() / totals[part].sum()
        prior = PRIOR_HITS * common
        size[part] = (squares[part] + prior * common) / (totals[part] + prior)
    return size
