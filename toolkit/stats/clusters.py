"""Clusters of articles and their sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.stats.datetimes import as_dates

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Sums over clusters: sufficient for every interval and test of mean shares.

    Attributes
    ----------
    sums : ndarray of shape (n_clusters, n_columns)
        Sum of the shares of each cluster's articles.
    sizes : ndarray of shape (n_clusters,)
        Number of articles (or their total weight) in each cluster.
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
        """Linearized residuals of the ratio mean: each cluster's contribution to its error."""
        return np.asarray((self.sums - self.sizes[:, None] * self.mean) / self.sizes.sum())

    def standard_error(self) -> NDArray[np.float64]:
        """Cluster-robust (CR1) standard error of the mean: variance times G/(G-1)."""
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
        If given, each outlet's day is a cluster of its own: valid only when outlets write
        independently of one another on the same day.

    Returns
    -------
    Series of str, indexed by article_id
        Cluster of each article; missing where the date is missing.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-05-01", "2016-05-01"]), index=["a", "b"])
    >>> cluster_by_day(dates).tolist()
    ['2016-05-01', '2016-05-01']
    >>> cluster_by_day(dates, source=pd.Series({"a": "Post", "b": "Times"})).tolist()
    ['2016-05-01 Post', '2016-05-01 Times']
    """
    days = pd.Series(as_dates("cluster_by_day", dates).dt.strftime("%Y-%m-%d"), dtype="str")
    if source is None:
        return days
    return pd.Series(days + " " + source.reindex(dates.index).astype("str"), dtype="str")


def sum_clusters(
    values: NDArray[np.float64],
    labels: pd.Series | NDArray[np.object_] | NDArray[np.intp],
    *,
    weights: NDArray[np.float64] | None = None,
) -> ClusterSums:
    """Sum the rows of ``values`` by cluster; clusters are sorted by label.

    ``weights`` apply to the sums and to the sizes.

    Examples
    --------
    >>> sum_clusters(np.array([[1.0], [0.5], [0.25]]), np.array(["b", "a", "b"])).sums.tolist()
    [[0.5], [1.25]]
    """
    codes, _ = pd.factorize(np.asarray(labels), sort=True)
    count = int(codes.max()) + 1 if len(codes) else 0
    each = np.ones(len(codes)) if weights is None else weights
    width = values.shape[1]
    cells = (codes * width)[:, None] + np.arange(width)
    sums = np.bincount(cells.ravel(), (values * each[:, None]).ravel(), minlength=count * width)
    return ClusterSums(
        sums=sums.reshape(count, width).astype(np.float64),
        sizes=np.bincount(codes, each, minlength=count).astype(np.float64),
    )


def design_effect(values: NDArray[np.float64], clusters: ClusterSums) -> NDArray[np.float64]:
    """Variance of the mean relative to that of independent articles (Kish 1965).

    NaN where it is undefined: fewer than two clusters, or no variation.

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


def median_design_effect(
    values: NDArray[np.float64], labels: pd.Series | NDArray[np.object_]
) -> float | None:
    """Median design effect over the columns, to three decimals; None where no column varies.

    Examples
    --------
    >>> values = np.array([[0.0], [0.0], [1.0], [1.0], [0.0], [0.0]])
    >>> median_design_effect(values, np.repeat(["a", "b", "c"], 2))
    2.5
    """
    effects = design_effect(values, sum_clusters(values, labels))
    known = effects[~np.isnan(effects)]
    return round(float(np.median(known)), 3) if len(known) else None
