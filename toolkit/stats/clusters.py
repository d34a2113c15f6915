"""Clusters of articles and their sums."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from toolkit.stats.datetimes import as_dates
from toolkit.stats.share_tables import aligned
from toolkit.stats.taken_rows import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


MIN_CLUSTERS = 10
"""No interval is given below this number of clusters: no method reaches its coverage there."""

STACKED = 2**17
"""Sums of clusters that are looked at together, whatever the number of samples: a megabyte."""


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


class Moments(NamedTuple):
    """What intervals need of several samples, one row each.

    Attributes
    ----------
    mean : ndarray of shape (n_samples, n_columns)
        Mean shares.
    squares : ndarray of shape (n_samples, n_columns)
        Squared deviations of the sums of clusters, times G/(G-1); NaN for a single cluster.
    articles : ndarray of shape (n_samples, 1)
        Number (or total weight) of articles.
    extra : ndarray of shape (n_samples, 1)
        How many other articles the cluster of an article has, on average.
    """

    mean: NDArray[np.float64]
    squares: NDArray[np.float64]
    articles: NDArray[np.float64]
    extra: NDArray[np.float64]

    @classmethod
    def of(cls, samples: Sequence[ClusterSums]) -> Moments:
        """Compute the moments of samples of at least one cluster each.

        Examples
        --------
        >>> days = ClusterSums(np.array([[1.0], [0.0], [2.0]]), np.array([2.0, 1.0, 3.0]))
        >>> [part.round(2).tolist() for part in Moments.of([days])]
        [[[0.5]], [[0.75]], [[6.0]], [[1.33]]]
        """
        width = max(samples[0].sums.shape[1], 1)
        ends = np.cumsum([one.n_clusters * width for one in samples]) // STACKED
        cuts = [0, *(np.flatnonzero(np.diff(ends)) + 1).tolist(), len(samples)]
        parts = [cls._stacked(samples[a:b]) for a, b in pairwise(cuts)]
        return cls(*map(np.concatenate, zip(*parts, strict=True)))

    @classmethod
    def _stacked(cls, samples: Sequence[ClusterSums]) -> Moments:
        sums = np.concatenate([one.sums for one in samples])
        sizes = np.concatenate([one.sizes for one in samples])[:, None]
        counts = np.array([one.n_clusters for one in samples])
        starts = counts.cumsum() - counts
        articles = np.add.reduceat(sizes, starts, axis=0)
        mean = np.add.reduceat(sums, starts, axis=0) / articles
        apart = sums - sizes * np.repeat(mean, counts, axis=0)
        free = np.where(counts > 1, counts - 1.0, np.nan)[:, None]
        squares = np.add.reduceat(apart**2, starts, axis=0) * counts[:, None] / free
        around = np.add.reduceat(sizes**2, starts, axis=0) / articles
        return cls(mean, squares, articles, np.maximum(around - 1, 0))


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
        Cluster of each article; missing where the date is missing. ``attrs["unit"]`` is what
        tables call the clusters: days or outlet-days.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-05-01", "2016-05-01"]), index=["a", "b"])
    >>> cluster_by_day(dates).tolist()
    ['2016-05-01', '2016-05-01']
    >>> cluster_by_day(dates, source=pd.Series({"a": "Post", "b": "Times"})).tolist()
    ['2016-05-01 Post', '2016-05-01 Times']
    """
    codes, names = pd.factorize(as_dates("cluster_by_day", dates).dt.normalize())
    shown = pd.Series(pd.DatetimeIndex(names).strftime("%Y-%m-%d"), dtype="str")
    taken = shown.reindex(np.where(codes < 0, len(names), codes))
    days = pd.Series(taken.set_axis(dates.index), name=dates.name)
    if source is not None:
        days = pd.Series(days + " " + source.reindex(dates.index).astype("str"), dtype="str")
    days.attrs["unit"] = "days" if source is None else "outlet-days"
    return days


def story_clusters(dates: pd.Series, clusters: pd.Series | None) -> pd.Series | None:
    """Return the clusters given, or else the days; None where no article has a date.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2016-05-01", None]), index=["a", "b"])
    >>> story_clusters(dates, None)["a"]
    '2016-05-01'
    """
    if clusters is not None:
        return clusters
    return cluster_by_day(dates) if dates.notna().any() else None


def name_units(clusters: object, codes: NDArray[np.int64]) -> str:
    """Return what clusters are called: by ``attrs["unit"]``, or articles if each is its own.

    Examples
    --------
    >>> stories = pd.Series(["fire", "fire", "flood"])
    >>> name_units(stories, label_codes(stories)), name_units(stories, np.arange(3))
    ('clusters', 'articles')
    >>> stories.attrs["unit"] = "stories"
    >>> name_units(stories, label_codes(stories))
    'stories'
    """
    named = getattr(clusters, "attrs", {}).get("unit")
    if named:
        return str(named)
    return "articles" if count_distinct(codes) == len(codes) else "clusters"


def number_clusters(
    function: str, articles: pd.Index, *, dates: pd.Series | None, clusters: pd.Series | None
) -> tuple[NDArray[np.int64], str]:
    """Return the number of each article's cluster, or day, -1 if it has none, and their name.

    Examples
    --------
    >>> stories = pd.Series({"a": "fire", "b": None, "c": "fire"})
    >>> codes, unit = number_clusters("f", stories.index, dates=None, clusters=stories)
    >>> codes.tolist(), unit
    ([0, -1, 0], 'clusters')
    """
    if clusters is not None:
        codes = label_codes(aligned(function, clusters, articles, name="clusters"))
        return codes, name_units(clusters, codes[codes >= 0])
    return day_codes(aligned(function, dates, articles, name="dates")), "days"


def sum_clusters(
    values: NDArray[np.float64],
    labels: pd.Series | NDArray[np.object_] | NDArray[np.integer],
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
    codes, names = pd.factorize(np.asarray(labels), sort=True)
    return sum_codes(values, codes, len(names), weights=weights)


def sum_codes(
    values: NDArray[np.float64],
    codes: NDArray[np.integer],
    count: int,
    *,
    weights: NDArray[np.float64] | None = None,
    squared: bool = False,
) -> ClusterSums:
    """Sum the rows of ``values`` by the number of their cluster, from 0 to ``count`` - 1.

    Rows are added one after another, as they come. A product with a sparse matrix of one entry per
    row does it without a table of cells, in a seventh of the time of `numpy.bincount`. With
    ``squared``, the squares of the values are added.

    Examples
    --------
    >>> sum_codes(np.array([[1.0], [0.5], [0.25]]), np.array([1, 0, 1]), 3).sums.tolist()
    [[0.5], [1.25], [0.0]]
    """
    each = np.ones(len(codes)) if weights is None else weights
    sizes = np.bincount(codes, each, minlength=count).astype(np.float64)
    if len(sizes) != count:  # the product below would write beyond its result
        message = f"sum_codes: codes must be below {count}; got {len(sizes) - 1}."
        raise ValueError(message)
    indptr = np.arange(len(codes) + 1, dtype=np.int32)
    shape = (count, len(codes))
    rows = sparse.csc_array((each, codes.astype(np.int32), indptr), shape=shape)
    sums = np.empty((count, values.shape[1]))
    some = np.empty((len(codes), min(COLUMNS, values.shape[1])))
    for at in range(0, values.shape[1], COLUMNS):  # the product would copy the whole table
        taken = values[:, at : at + COLUMNS]
        some = some if taken.shape == some.shape else np.empty(taken.shape)
        some[:] = taken
        if squared:
            some *= some
        sums[:, at : at + COLUMNS] = np.asarray(rows @ some)
    if (each != 1).any():
        sums, sizes = _whole(sums), _whole(sizes)
    return ClusterSums(sums, sizes)


def _whole(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of parts, those that are whole but for rounding as such: 49 times 1/49 is 1."""
    whole = np.rint(sums)
    return np.where(np.abs(sums - whole) <= 1e-12 * whole, whole, sums)


def rows_by_code(codes: NDArray[np.integer], count: int) -> list[NDArray[np.intp]]:
    """Return the row numbers of each code from 0 to ``count`` - 1; others are left out.

    Examples
    --------
    >>> [rows.tolist() for rows in rows_by_code(np.array([1, -1, 0, 1]), 3)]
    [[2], [0, 3], []]
    """
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(count + 1))
    return [order[start:end] for start, end in pairwise(edges)]


def sum_periods(
    values: NDArray[np.float64],
    labels: NDArray[np.integer] | NDArray[np.object_],
    periods: Sequence[NDArray[np.intp]],
    *,
    weights: NDArray[np.float64] | None = None,
) -> list[ClusterSums]:
    """Sum the rows of each period by cluster, all periods at once.

    ``periods`` holds row numbers; other arguments are those of `sum_codes`.

    Examples
    --------
    >>> values, rows = np.array([[1.0], [0.5], [0.25]]), [np.array([0, 2]), np.array([1])]
    >>> [one.sums.tolist() for one in sum_periods(values, np.array(["b", "a", "a"]), rows)]
    [[[0.25], [1.0]], [[0.5]]]
    """
    sizes = [len(rows) for rows in periods]
    numbers = np.full(len(labels), len(periods))
    numbers[np.concatenate(periods)] = np.repeat(np.arange(len(periods)), sizes)
    clusters, names = pd.factorize(np.asarray(labels), sort=True)
    codes, cells = pd.factorize(numbers * len(names) + clusters, sort=True)
    every = sum_codes(values, codes, len(cells), weights=weights)
    edges = np.searchsorted(cells // max(len(names), 1), np.arange(len(periods) + 1))
    return [ClusterSums(every.sums[a:b], every.sizes[a:b]) for a, b in pairwise(edges)]


def factorize_text(
    labels: pd.Series | pd.Index,
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Return the number of each label's text, -1 where it is missing, and the texts.

    Examples
    --------
    >>> codes, names = factorize_text(pd.Series(["b", 1, 1.0, None, "b"]))
    >>> codes.tolist(), names.tolist()
    ([0, 1, 2, -1, 0], ['b', '1', '1.0'])
    """
    if labels.dtype == object:  # 1 and 1.0 are equal, their texts are not
        labels = labels.map(str, na_action="ignore")
    codes, names = pd.factorize(labels)
    return codes, np.asarray(names).astype(str).astype(object)


def label_codes(labels: pd.Series | pd.Index) -> NDArray[np.int64]:
    """Return the place of each label among the sorted labels; -1 where it is missing.

    Examples
    --------
    >>> label_codes(pd.Series(["b", "a", None, "b"])).tolist()
    [1, 0, -1, 1]
    """
    codes, names = factorize_text(labels)
    ranks = np.unique(names.astype(str), return_inverse=True)[1]
    return np.append(ranks, -1).astype(np.int64)[codes]


def count_distinct(codes: NDArray[np.int64]) -> int:
    """Count the different numbers of clusters."""
    return len(pd.unique(codes))


def free_clusters(sizes: NDArray[np.float64]) -> float:
    """Degrees of freedom of a mean over clusters: their number, minus one.

    Where one day has half of the articles, the others say little about how far the mean may lie
    off. Clusters then count as so many of equal size (Kish), if that is below ten.

    Examples
    --------
    >>> free_clusters(np.array([1.0] * 20)), round(free_clusters(np.array([30.0] + [2.0] * 19)), 1)
    (19.0, 3.7)
    """
    equal = float(sizes.sum() ** 2 / (sizes @ sizes))
    return max((len(sizes) if equal >= MIN_CLUSTERS else equal) - 1.0, 0.5)


def day_codes(dates: pd.Series) -> NDArray[np.int64]:
    """Return the place of each day among the sorted days; -1 where the date is missing.

    Examples
    --------
    >>> day_codes(pd.Series(pd.to_datetime(["2016-05-02", None, "2016-05-01"]))).tolist()
    [1, -1, 0]
    """
    days = as_dates("cluster_by_day", dates).to_numpy(dtype="datetime64[D]")
    codes, _ = pd.factorize(days.astype("datetime64[s]"), sort=True)
    return codes.astype(np.int64)


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
    parts = (values[:, at : at + COLUMNS] for at in range(0, values.shape[1], COLUMNS))
    plain = np.concatenate([np.var(np.asarray(part), axis=0, ddof=1) for part in parts])
    plain /= len(values)
    robust = clusters.standard_error() ** 2
    effect = np.full(values.shape[1], np.nan)
    np.divide(robust, plain, out=effect, where=plain > 0)
    return effect


def median_design_effect(
    values: NDArray[np.float64], labels: pd.Series | NDArray[np.object_] | NDArray[np.integer]
) -> float | None:
    """Median design effect over the columns, to three decimals; None where no column varies.

    Examples
    --------
    >>> values = np.array([[0.0], [0.0], [1.0], [1.0], [0.0], [0.0]])
    >>> median_design_effect(values, np.repeat(["a", "b", "c"], 2))
    2.5
    """
    codes, names = pd.factorize(np.asarray(labels), sort=True)
    step = max(1, 2**20 // max(len(names), 1))
    effects = [np.empty(0)]
    for at in range(0, values.shape[1], step):
        some = values[:, at : at + step]
        effects.append(design_effect(some, sum_codes(some, codes, len(names))))
    every = np.concatenate(effects)
    known = every[~np.isnan(every)]
    return round(float(np.median(known)), 3) if len(known) else None
