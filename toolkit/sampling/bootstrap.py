"""The cluster bootstrap of means of shares, on the sums of clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.sampling.clusters import ClusterSums


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
    count = clusters.n_clusters
    times = rng.multinomial(count, np.full(count, 1 / count), size=n_resamples).astype(np.float64)
    return np.asarray((times @ clusters.sums) / (times @ clusters.sizes)[:, None])


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
