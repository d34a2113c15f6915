"""The cluster bootstrap of means of shares, on the sums of clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums


def resample_counts(count: int, n_resamples: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """How often each of ``count`` clusters is drawn in each resample of that many.

    Examples
    --------
    >>> resample_counts(5, 100, np.random.default_rng(0)).sum(axis=1).tolist() == [5.0] * 100
    True
    """
    drawn = rng.integers(0, count, size=(n_resamples, count))
    drawn += count * np.arange(n_resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=count * n_resamples)
    return counts.reshape(n_resamples, count).astype(np.float64)


def add_up(times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the rows of ``values``, each taken ``times`` times: a product of matrices.

    Not ``@``: on matrices this flat the threads of a BLAS cost more than they save, and the last
    bits would depend on how many there are.
    """
    return np.asarray(np.einsum("gb,gk->bk", np.ascontiguousarray(times.T), values))


def bootstrap_means(
    clusters: ClusterSums, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Means of resamples of whole clusters, drawn with replacement.

    Parameters
    ----------
    clusters : ClusterSums
        Sums and sizes of the clusters.
    n_resamples : int
        How many resamples.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    ndarray of shape (n_resamples, n_columns)
        The mean of each resample.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application, section 3.8.
    """
    times = resample_counts(clusters.n_clusters, n_resamples, rng)
    totals = add_up(times, np.column_stack([clusters.sums, clusters.sizes]))
    return np.asarray(totals[:, :-1] / totals[:, -1:])


def expanded_interval(
    replicates: NDArray[np.float64], degrees: NDArray[np.float64] | float, *, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Percentile interval widened for small numbers of clusters.

    The plain percentile interval is too narrow by the factor sqrt((G-1)/G) and takes normal where
    t quantiles belong; the tails are moved out to make good for both.

    Parameters
    ----------
    replicates : ndarray of shape (n_resamples, n_columns)
        Estimates from the resamples.
    degrees : float
        Degrees of freedom: clusters less one.
    level : float
        Coverage wanted.

    Returns
    -------
    low, high : ndarray of shape (n_columns,)
        Ends of the interval.

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
    reach = stats.t.ppf((1 + level) / 2, free) * np.sqrt((free + 1) / free)
    tail = stats.norm.cdf(-reach)
    low, high = np.quantile(replicates, [tail, 1 - tail], axis=0)
    return low, high


def studentized_resamples(
    clusters: ClusterSums, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Absolute t-statistics of resampled means, on the logit scale.

    For each resample of whole clusters: the distance of its logit mean from that of the sample,
    in standard errors of that resample. Their 95 % point replaces Student's where few, skewed
    clusters make the standard error unsteady.

    Parameters
    ----------
    clusters : ClusterSums
        Sums and sizes of the clusters.
    n_resamples : int
        How many resamples.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    ndarray of shape (n_resamples, n_columns)
        Statistics, 0 or more; missing where the resample has no variation.

    References
    ----------
    Davison & Hinkley (1997), sections 2.4 and 5.2.2 (studentised bootstrap, transformed scale).
    """
    count, sums, sizes = clusters.n_clusters, clusters.sums, clusters.sizes
    times = resample_counts(count, n_resamples, rng)
    sizes = sizes[:, None]
    parts = add_up(times, np.concatenate([sums, sums**2, sums * sizes, sizes, sizes**2], axis=1))
    width = sums.shape[1]
    first, second, cross = (parts[:, i * width : (i + 1) * width] for i in range(3))
    totals = parts[:, -2:-1]
    mean = first / totals
    # sum over clusters of (s - n m)^2, opened so that it is one product of matrices
    squares = second - 2 * mean * cross + mean**2 * parts[:, -1:]
    error = np.sqrt(np.maximum(squares, 0) * count / (count - 1)) / totals
    inside = (mean > 0) & (mean < 1) & (error > 1e-7)
    safe = np.where(inside, mean, 0.5)
    center = np.clip(clusters.mean, 1e-12, 1 - 1e-12)
    distance = np.abs(np.log(safe / (1 - safe)) - np.log(center / (1 - center)))
    scaled = np.full_like(mean, np.nan)
    np.divide(distance * safe * (1 - safe), error, out=scaled, where=inside)
    return scaled
