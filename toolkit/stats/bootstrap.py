"""Cluster bootstrap of mean shares, computed from cluster sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, stdtrit

from toolkit._core.blas_threads import one_blas_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums


class Interval(NamedTuple):
    """Lower and upper ends of confidence intervals, one per column."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def resample_counts(count: int, n_resamples: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Count how often each of ``count`` clusters occurs in each bootstrap resample.

    Examples
    --------
    >>> resample_counts(5, 100, np.random.default_rng(0)).sum(axis=1).tolist() == [5.0] * 100
    True
    """
    drawn = rng.integers(0, count, size=(n_resamples, count))
    drawn += count * np.arange(n_resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=count * n_resamples)
    return counts.reshape(n_resamples, count).astype(np.float32)


def weighted_totals(
    times: NDArray[np.floating], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weighted sums of the rows of ``values``: the matrix product ``times @ values``.

    One thread of BLAS, since the last bits would depend on the number of threads. Whole numbers are
    multiplied in single precision where every sum is exact there. The result is stored by columns.
    """
    exact = len(values) * float(np.abs(values).max(initial=0)) < 2**24
    if exact and (values == np.rint(values)).all():
        values = values.astype(np.float32)
    with one_blas_thread():
        product = values.T @ times.astype(values.dtype, copy=False).T
        return np.asarray(product.T, dtype=np.float64)


def bootstrap_means(
    clusters: ClusterSums, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Mean shares of cluster bootstrap resamples.

    Parameters
    ----------
    clusters : ClusterSums
        Sums and sizes of the clusters.
    n_resamples : int
        Number of resamples.
    rng : numpy.random.Generator
        Random number generator.

    Returns
    -------
    ndarray of shape (n_resamples, n_columns)
        Mean of each resample.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application, section 3.8.
    """
    return resampled_means(clusters, resample_counts(clusters.n_clusters, n_resamples, rng))


def resampled_means(clusters: ClusterSums, times: NDArray[np.floating]) -> NDArray[np.float64]:
    """Mean shares of the resamples in which each cluster occurs ``times``, one row each.

    Examples
    --------
    >>> from toolkit.stats.clusters import ClusterSums
    >>> days = ClusterSums(np.array([[1.0], [0.0]]), np.array([2.0, 2.0]))
    >>> resampled_means(days, np.array([[1.0, 1.0], [2.0, 0.0]])).tolist()
    [[0.25], [0.5]]
    """
    totals = weighted_totals(times, np.column_stack([clusters.sums, clusters.sizes]))
    return np.asarray(totals[:, :-1] / totals[:, -1:])


def expanded_interval(
    replicates: NDArray[np.float64], degrees: NDArray[np.float64] | float, *, level: float = 0.95
) -> Interval:
    """Percentile interval, expanded for small numbers of clusters.

    The plain percentile interval is too narrow by a factor of sqrt((G-1)/G) and uses normal
    instead of t quantiles; moving the tails outwards corrects both.

    Parameters
    ----------
    replicates : ndarray of shape (n_resamples, n_columns)
        Estimates from the resamples.
    degrees : float
        Degrees of freedom: number of clusters minus one.
    level : float
        Nominal coverage.

    Returns
    -------
    Interval
        Arrays of shape (n_columns,).

    References
    ----------
    Hesterberg (2015), The American Statistician 69(4), section 4.4 ("expanded percentile").
    doi:10.1080/00031305.2015.1089789

    Examples
    --------
    >>> sample = np.linspace(0, 1, 1001)[:, None]
    >>> [end.round(3).tolist() for end in expanded_interval(sample, 19)]
    [[0.016], [0.984]]
    """
    free = float(np.min(degrees))
    reach = stdtrit(free, (1 + level) / 2) * np.sqrt((free + 1) / free)
    tail = ndtr(-reach)
    return Interval(*np.quantile(replicates, [tail, 1 - tail], axis=0))


def studentized_statistics(
    samples: Sequence[ClusterSums], times: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Absolute studentized statistics of resampled means, on the logit scale.

    For each cluster resample: the distance of its logit mean from that of the sample, divided by
    the standard error of that resample. Their 95 % quantile replaces Student's t where few, skewed
    clusters make the standard error unstable.

    Parameters
    ----------
    samples : sequence of ClusterSums
        Sums and sizes of the clusters; all samples have the same number of clusters and columns.
    times : ndarray of shape (n_resamples, n_clusters)
        How often each cluster occurs in each resample, as `resample_counts` returns it.

    Returns
    -------
    ndarray of shape (n_samples, n_columns, n_resamples)
        Statistics, 0 or more; NaN where the resample has no variation.

    References
    ----------
    Davison & Hinkley (1997), sections 2.4 and 5.2.2 (studentized bootstrap, transformed scale).

    Examples
    --------
    >>> from toolkit.stats.clusters import ClusterSums
    >>> days = ClusterSums(np.array([[1.0], [0.0], [2.0]]), np.array([2.0, 1.0, 3.0]))
    >>> times = np.array([[1.0, 1.0, 1.0], [2.0, 0.0, 1.0]])
    >>> studentized_statistics([days], times).round(3).tolist()
    [[[0.0, 1.151]]]
    """
    sums = np.array([one.sums.T for one in samples])
    sizes = np.array([one.sizes for one in samples])[:, None]
    center = (sums.sum(axis=2) / sizes.sum(axis=2)).clip(1e-12, 1 - 1e-12)[..., None]
    found, squares, cross, size, size_squares = _totals(sums, sizes, times)
    count, whole = len(times[0]), size * size
    spread = size_squares * found  # N^2 sum_g t_g (s_g - n_g m)^2 G / (G - 1), with m = S / N
    cross *= size
    spread += cross
    spread *= found
    squares *= whole
    spread += squares
    spread *= count / (count - 1)
    none = spread <= 1e-14 * whole * whole  # a standard error of 1e-7
    with np.errstate(divide="ignore", invalid="ignore"):  # a share of none or all has no logit
        rest = size - found
        scaled = found / rest
        np.log(scaled, out=scaled)
        scaled -= np.log(center / (1 - center))
        np.abs(scaled, out=scaled)
        scaled *= found
        scaled *= rest
        np.sqrt(spread, out=spread)
        scaled /= spread  # |logit m - logit of the sample| m (1 - m) / error
    np.copyto(scaled, np.nan, where=none)
    return scaled


def _totals(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], times: NDArray[np.floating]
) -> list[NDArray[np.float64]]:
    """Sum s, s^2, -2 s n, n and n^2 over the clusters of each resample.

    ``sums`` and ``sizes`` have the shapes (samples, columns, clusters) and (samples, 1, clusters);
    in the results, resamples take the place of clusters.
    """
    parts = [sums, sums * sums, sums * (-2 * sizes), sizes, sizes * sizes]
    values = np.concatenate([part.reshape(-1, len(times[0])) for part in parts])
    ends = np.cumsum([part.shape[0] * part.shape[1] for part in parts])
    totals = np.split(weighted_totals(times, values.T).T, ends[:-1])
    return [each.reshape(*part.shape[:2], -1) for each, part in zip(totals, parts, strict=True)]
