"""Clusters of articles that tell the same stories, and their sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Sums over clusters: all that an interval or a test needs of the articles.

    Attributes
    ----------
    sums : ndarray of shape (n_clusters, n_columns)
        Sum of the shares of the cluster's articles.
    sizes : ndarray of shape (n_clusters,)
        Number of articles (or their weight) in each cluster.
    """

    sums: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean share over all articles, one per column."""
        return np.asarray(self.sums.sum(axis=0) / self.sizes.sum())

    @property
    def n_clusters(self) -> int:
        """Number of clusters."""
        return len(self.sizes)

    def residuals(self) -> NDArray[np.float64]:
        """Each cluster's part in the error of the mean: linearised ratio residuals."""
        return np.asarray((self.sums - self.sizes[:, None] * self.mean) / self.sizes.sum())

    def standard_error(self) -> NDArray[np.float64]:
        """Cluster-robust standard error of the mean (CR1: times G/(G-1))."""
        count = self.n_clusters
        if count < 2:
            return np.full(self.sums.shape[1], np.nan)
        squares = (self.residuals() ** 2).sum(axis=0)
        return np.asarray(np.sqrt(squares * count / (count - 1)))


def cluster_by_day(dates: pd.Series, *, source: pd.Series | None = None) -> pd.Series:
    """Cluster articles by day, or by outlet and day.

    Parameters
    ----------
    dates : Series of datetime64, indexed by article_id
        Dates of the articles, such as ``articles["date"]``.
    source : Series of str, indexed by article_id, optional
        With it, each outlet's day is a cluster of its own; right only when outlets write
        independently of one another on the same day.

    Returns
    -------
    Series of str, indexed by article_id
        The cluster of each article; missing where the date is.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-05-01", "2016-05-01"]), index=["a", "b"])
    >>> cluster_by_day(dates).tolist()
    ['2016-05-01', '2016-05-01']
    >>> cluster_by_day(dates, source=pd.Series({"a": "Post", "b": "Times"})).tolist()
    ['2016-05-01 Post', '2016-05-01 Times']
    """
    days = pd.Series(dates.dt.strftime("%Y-%m-%d"), dtype="str")
    if source is None:
        return days
    return pd.Series(days + " " + source.reindex(dates.index).astype("str"), dtype="str")


def sum_clusters(
    values: NDArray[np.float64],
    labels: pd.Series | NDArray[np.object_],
    *,
    weights: NDArray[np.float64] | None = None,
) -> ClusterSums:
    """Sum the rows of ``values`` by cluster, clusters in the order of their labels.

    With ``weights`` each row counts that much, in the sums and in the sizes.

    Examples
    --------
    >>> sum_clusters(np.array([[1.0], [0.5], [0.25]]), np.array(["b", "a", "b"])).sums.tolist()
    [[0.5], [1.25]]
    """
    codes, _ = pd.factorize(np.asarray(labels), sort=True)
    count = int(codes.max()) + 1 if len(codes) else 0
    each = np.ones(len(codes)) if weights is None else weights
    which = sparse.csr_matrix((each, (codes, np.arange(len(codes)))), shape=(count, len(codes)))
    return ClusterSums(
        sums=np.asarray(which @ values, dtype=np.float64),
        sizes=np.bincount(codes, each, minlength=count).astype(np.float64),
    )


def design_effect(values: NDArray[np.float64], clusters: ClusterSums) -> NDArray[np.float64]:
    """How many times the variance of the mean exceeds that of independent articles (Kish 1965).

    Missing where it cannot be told: fewer than two clusters, or no variation.

    Examples
    --------
    >>> days = np.repeat(["a", "b", "c"], 2)
    >>> values = np.array([[0.0], [0.0], [1.0], [1.0], [0.0], [0.0]])
    >>> design_effect(values, sum_clusters(values, days)).round(2).tolist()
    [2.5]
    """
    if len(values) < 2:
        return np.full(values.shape[1], np.nan)
    plain = values.var(axis=0, ddof=1) / len(values)
    robust = clusters.standard_error() ** 2
    effect = np.full(values.shape[1], np.nan)
    np.divide(robust, plain, out=effect, where=plain > 0)
    return effect
