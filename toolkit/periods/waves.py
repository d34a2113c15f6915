"""How far articles of neighbouring days are alike, where a theme comes in waves."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums

STRETCH_DAYS = 28
"""Least number of days from whose own mean waves are told."""

MAX_LAG = 28
"""Articles more days apart count as unlike."""

WINDOW = 5.0
"""Correlations are added up as far as so many times the length of the waves that they give."""


class Waves(NamedTuple):
    """How alike articles of the same and of neighbouring days are.

    Attributes
    ----------
    icc : ndarray of shape (n_columns,)
        Correlation of two articles of one day.
    extra : ndarray of shape (n_periods, n_columns)
        Sum of the correlations of an article with those of the other days of its period, on
        average; 0 where it would be negative.
    """

    icc: NDArray[np.float64]
    extra: NDArray[np.float64]


def measure_waves(
    periods: Sequence[ClusterSums], days: Sequence[NDArray[np.int64]], size: NDArray[np.float64]
) -> Waves:
    """Measure how alike articles of one day are, and those of days a few days apart.

    Parameters
    ----------
    periods : sequence of ClusterSums
        Sums of the days of each period, at least one day each, in the order of time.
    days : sequence of ndarray of int
        Numbers of these days, counted from any day.
    size : ndarray of shape (n_columns,)
        Sum of the squared shares divided by the sum of the shares: 1 where they are 0 or 1.

    Returns
    -------
    Waves

    Notes
    -----
    Products of the deviations of days k days apart, summed over the corpus, are set equal to what
    correlations at lags 0 to K would give. Deviations are those from the mean of a stretch of
    whole periods, and that they are smaller than those from the true level is part of the
    equations. K is the least lag of at least five times the factor by which the correlations up to
    lag K raise the variance.

    References
    ----------
    Sokal (1997), Monte Carlo Methods in Statistical Mechanics, section 3, for the choice of K.

    Examples
    --------
    >>> from toolkit.stats.clusters import ClusterSums
    >>> rng = np.random.default_rng(1)
    >>> level = np.repeat(rng.beta(1, 4, 600), 5)  # five days alike, then five others
    >>> hits = rng.binomial(20, level)[:, None].astype(float)
    >>> numbers = [np.arange(first, first + 30) for first in range(0, 3000, 30)]
    >>> months = [ClusterSums(hits[each], np.full(30, 20.0)) for each in numbers]
    >>> waves = measure_waves(months, numbers, np.ones(1))
    >>> alike = waves.extra.mean() / (20 * waves.icc)  # days; 4 on average
    >>> (2 < alike).item(), (alike < 6).item()
    (True, True)
    """
    stretches = [_Stretch.of(periods[a:b], days[a:b]) for a, b in pairwise(_cuts(days))]
    lags = min(MAX_LAG, max(len(one.sizes) for one in stretches) // 2)
    spread = np.array([one.spread(size) for one in stretches]).T
    alone, pairs = map(np.array, zip(*(one.expected(lags) for one in stretches), strict=True))
    products = np.sum([one.products(lags) for one in stretches], axis=0).T - spread @ alone
    alike = np.tensordot(spread, pairs, axes=1)
    each = [_Stretch.of([one], [days]) for one, days in zip(periods, days, strict=True)]
    n_articles = np.array([[one.sizes.sum()] for one in each])
    others = np.array([one.others(lags) for one in each]) / n_articles
    usual = (others * n_articles).sum(axis=0) / n_articles.sum()
    found = np.array([_solve(*one, usual) for one in zip(alike, products, strict=True)])
    return Waves(found[:, 0].clip(0, 1), (others[:, 1:] @ found[:, 1:].T).clip(0))


def _cuts(days: Sequence[NDArray[np.int64]]) -> list[int]:
    """Places between which whole periods make stretches of at least four weeks."""
    cuts = [0]
    for place, each in enumerate(days, start=1):
        if each[-1] - days[cuts[-1]][0] >= STRETCH_DAYS - 1:
            cuts.append(place)
    return [*cuts[: max(len(cuts) - 1, 1)], len(days)]  # what is left belongs to the last


def _solve(
    alike: NDArray[np.float64], products: NDArray[np.float64], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Correlations of one column at lags 0 to K, and 0 from there on."""
    found = np.zeros(len(products))
    for lag in range(1, len(products)):
        part = slice(lag + 1)
        found[part] = np.linalg.lstsq(alike[part, part], products[part])[0]  # a lag may lack pairs
        length = 1 + others[1:] @ found[1:] / (1 + others[0] * found[0].clip(0, 1))
        if lag >= WINDOW * length:
            break
    return found


def _apart(values: NDArray[np.float64], lags: int) -> NDArray[np.float64]:
    """Sum the products of the values of two days, 0 to ``lags`` days apart."""
    count = len(values)
    sums = [(values[k:] * values[: count - k]).sum(axis=0) for k in range(min(lags + 1, count))]
    return np.array([*sums, *np.zeros((lags + 1 - len(sums), values.shape[1]))])


class _Stretch(NamedTuple):
    """Numbers of articles on each day, days without any included, and sums of their shares."""

    sizes: NDArray[np.float64]
    sums: NDArray[np.float64]

    @classmethod
    def of(cls, periods: Sequence[ClusterSums], days: Sequence[NDArray[np.int64]]) -> _Stretch:
        numbers = np.concatenate(days) - days[0][0]
        sizes = np.zeros(numbers[-1] + 1)
        sums = np.zeros((len(sizes), periods[0].sums.shape[1]))
        sizes[numbers] = np.concatenate([one.sizes for one in periods])
        sums[numbers] = np.concatenate([one.sums for one in periods])
        return cls(sizes, sums)

    def spread(self, size: NDArray[np.float64]) -> NDArray[np.float64]:
        """Variance of the share of one article."""
        mean = self.sums.sum(axis=0) / self.sizes.sum()
        return np.asarray(np.maximum(mean * (size - mean), 0))

    def others(self, lags: int) -> NDArray[np.float64]:
        """Ordered pairs of articles of one day, and of two days 1 to ``lags`` days apart."""
        same = self.sizes @ (self.sizes - 1).clip(0)
        return np.array([same, *2 * _apart(self.sizes[:, None], lags)[1:, 0]])

    def products(self, lags: int) -> NDArray[np.float64]:
        """Sum the products of deviations of days so many days apart."""
        mean = self.sums.sum(axis=0) / self.sizes.sum()
        return _apart(self.sums - self.sizes[:, None] * mean, lags)

    def expected(self, lags: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what `products` would be, in variances of the share of one article.

        First with all articles unlike, then what each correlation adds: (lags + 1, lags + 1).
        With n articles on the days, N together and C the covariance of their sums, deviations
        have the covariance (I - n 1'/N) C (I - 1 n'/N).
        """
        n, total = self.sizes, self.sizes.sum()
        padded = np.pad(n, lags)
        ahead = np.array([padded[lags + lag :][: len(n)] for lag in range(lags + 1)])
        behind = np.array([padded[lags - lag :][: len(n)] for lag in range(lags + 1)])
        sums = n * (ahead + behind)  # row sums of C, where articles so many days apart are alike
        sums[0] = n * (n - 1).clip(0)
        products = ahead @ n

        def left(rows: NDArray[np.float64], direct: NDArray[np.float64]) -> NDArray[np.float64]:
            crossed = (ahead + behind) @ rows.T / total
            more = np.outer(products, rows.sum(axis=1)) / total**2
            return np.asarray(direct - crossed + more)

        every = np.diag(np.r_[sums[0].sum(), products[1:]])
        alone = np.zeros((lags + 1, 1))
        alone[0] = total
        return left(n[None], alone)[:, 0], left(sums, every)
