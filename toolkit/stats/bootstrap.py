"""Cluster bootstrap of mean shares, computed from cluster sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, stdtrit

from toolkit._core.blas_threads import one_blas_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums


class Interval(NamedTuple):
    """Lower and upper ends of confidence intervals, one per column."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def resample_counts(count: int, n_resamples: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Count how often each of ``count`` clusters occurs in each bootstrap resample.

    Examples
    --------
    >>> resample_counts(5, 100, np.random.default_rng(0)).sum(axis=1).tolist() == [5.0] * 100
    True
    """
    drawn = rng.integers(0, count, size=(n_resamples, count))
    drawn += count * np.arange(n_resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=count * n_resamples)
    return counts.reshape(n_resamples, count).astype(np.float64)


def weighted_totals(times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted sums of the rows of ``values``: the matrix product ``times @ values``.

    One thread of BLAS, since the last bits would depend on the number of threads. Whole numbers are
    multiplied in single precision where every sum is exact there. The result is stored by columns.
    """
    exact = len(values) * float(np.abs(values).max(initial=0)) < 2**24
    if exact and (values == np.rint(values)).all():
        times, values = times.astype(np.float32), values.astype(np.float32)
    with one_blas_thread():
        return np.asarray((values.T @ times.T).T, dtype=np.float64)


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
    times = resample_counts(clusters.n_clusters, n_resamples, rng)
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
    clusters: ClusterSums, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Absolute studentized statistics of resampled means, on the logit scale.

    For each cluster resample: the distance of its logit mean from that of the sample, divided by
    the standard error of that resample. Their 95 % quantile replaces Student's t where few, skewed
    clusters make the standard error unstable.

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
        Statistics, 0 or more; NaN where the resample has no variation.

    References
    ----------
    Davison & Hinkley (1997), sections 2.4 and 5.2.2 (studentized bootstrap, transformed scale).
    """
    count, sums, sizes = clusters.n_clusters, clusters.sums, clusters.sizes
    times = resample_counts(count, n_resamples, rng)
    sizes = sizes[:, None]
    values = np.concatenate([sums, sums**2, sums * sizes, sizes, sizes**2], axis=1)
    mean, error = _means_and_errors(times, values, sums.shape[1])
    outside = (mean <= 0) | (mean >= 1) | (error <= 1e-7)
    np.copyto(mean, 0.5, where=outside)
    np.copyto(error, np.nan, where=outside)
    center = np.clip(clusters.mean, 1e-12, 1 - 1e-12)
    rest = 1 - mean
    scaled = mean / rest
    np.log(scaled, out=scaled)
    scaled -= np.log(center / (1 - center))
    np.abs(scaled, out=scaled)
    scaled *= mean
    scaled *= rest
    scaled /= error
    return scaled


# m = S / N, and sqrt(sum_g t_g (s_g - n_g m)^2 G / (G - 1)) / N, the square as its three terms
def _means_and_errors(
    times: NDArray[np.float64], values: NDArray[np.float64], width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the means of resamples and their standard errors, (n_resamples, width) each.

    ``values`` holds, by cluster, s, s^2 and s n of each column, n and n^2.
    """
    totals, count = weighted_totals(times, values), len(values)
    size, squared = totals[:, 3 * width, None], totals[:, 3 * width + 1, None]
    mean = totals[:, :width] / size
    spread = totals[:, width : 2 * width] - 2 * mean * totals[:, 2 * width : 3 * width]
    spread += mean * mean * squared
    np.maximum(spread, 0.0, out=spread)
    return mean, np.sqrt(spread * count / (count - 1)) / size
