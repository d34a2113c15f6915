"""Pairwise distances between groups, and their order in a dendrogram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from toolkit._core.checks import check_count
from toolkit.comparing.contrasts import Pair
from toolkit.comparing.distributions import check_rows, span_lasting
from toolkit.comparing.divergence import size_bias
from toolkit.comparing.selection import Sample, choose_groups, refusal
from toolkit.stats.clusters import ClusterSums, sum_clusters
from toolkit.stats.distances import divergence_terms
from toolkit.stats.share_tables import as_shares, make_rng

if TYPE_CHECKING:
    from numpy.typing import NDArray


def distance_matrix(
    shares: pd.DataFrame,
    groups: pd.Series,
    *,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    n_resamples: int = 200,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Pairwise distances between groups, comparable across group sizes.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_topics)
        Topic shares, each row summing to 1.
    groups : Series of labels, indexed by article_id
        Outlet or period of each article. Groups with fewer than ten articles or clusters are left
        out and listed in ``attrs["too_small"]``.
    dates, clusters : Series, indexed by article_id, optional
        As for `compare_distributions`.
    n_resamples : int
        Number of subsamples of equal size, at least 50.
    random_state : int, Generator or None
        Seed of the subsamples.

    Returns
    -------
    DataFrame
        One row per ordered pair: ``group``, ``other``, ``jensen_shannon`` as measured,
        ``corrected`` for size by the delta method (may be below 0), ``equal_size``: the mean over
        subsamples of whole clusters that match the smallest group, and ``n_articles``,
        ``n_other``. Between periods ``corrected`` counts that news lasts, as does that of
        `compare_distributions`; ``equal_size`` does not. ``attrs["order"]`` is the order of the
        groups in a dendrogram (average linkage of the square roots of ``corrected``).

    Raises
    ------
    TooFewArticlesError
        If fewer than two groups are large enough.

    References
    ----------
    As for `compare_distributions`; Bar-Joseph, Gifford & Jaakkola (2001), Bioinformatics 17, for
    the order of the leaves.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> ids = pd.Index([f"a{i}" for i in range(300)], name="article_id")
    >>> topics = pd.DataFrame(rng.dirichlet([0.3] * 5, 300), index=ids).rename_axis(columns="topic")
    >>> source = pd.Series(np.tile(["Post", "Star", "Times"], 100), index=ids)
    >>> table = distance_matrix(topics, source, random_state=1)
    >>> len(table), sorted(table.attrs["order"])
    (6, ['Post', 'Star', 'Times'])
    """
    function = "distance_matrix"
    shares = as_shares(function, shares)
    check_rows(function, shares)
    check_count(function, "n_resamples", n_resamples, least=50)
    sample = Sample.of(function, shares, groups, dates=dates, clusters=clusters)
    choose_groups(sample, None)
    names = sorted({str(name) for name in sample.groups})
    small = [name for name in names if refusal(sample, name)]
    names = [name for name in names if name not in small]
    equal = _equal_size(sample, names, n_resamples, make_rng(function, random_state))
    rows = []
    for i, group in enumerate(names):
        for j, other in enumerate(names):
            if i == j:
                continue
            pair = Pair.of(sample, group, other)
            lasting = span_lasting(sample, pair)
            distance = float(divergence_terms(*pair.means()).sum())
            rows.append(
                {
                    "group": group,
                    "other": other,
                    "jensen_shannon": distance,
                    "corrected": distance - size_bias(pair, lasting and lasting.factor),
                    "equal_size": float(divergence_terms(equal[i], equal[j]).sum(axis=1).mean()),
                    "n_articles": int(pair.first.sum()),
                    "n_other": int((~pair.first).sum()),
                }
            )
    table = pd.DataFrame(rows)
    table.attrs["order"] = _leaf_order(table, names)
    table.attrs["too_small"] = small
    return table


def _equal_size(
    sample: Sample, names: list[str], n_resamples: int, rng: np.random.Generator
) -> list[NDArray[np.float64]]:
    """Mean distributions of cluster subsamples with about as many articles from each group."""
    wanted = min(int((sample.groups == name).sum()) for name in names)
    means = []
    for name in names:
        inside = sample.groups == name
        units = sum_clusters(sample.table[inside], sample.clusters[inside])
        means.append(_draw_clusters(units, wanted, n_resamples, rng))
    return means


def _draw_clusters(
    units: ClusterSums, wanted: int, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    order = rng.permuted(np.tile(np.arange(units.n_clusters), (n_resamples, 1)), axis=1)
    sizes = units.sizes[order]
    # Take clusters until the number of articles is reached.
    taken = (np.cumsum(sizes, axis=1) - sizes) < wanted
    times = np.zeros(order.shape)
    np.put_along_axis(times, order, taken.astype(np.float64), axis=1)
    return np.asarray((times @ units.sums) / (times @ units.sizes)[:, None])


def _leaf_order(table: pd.DataFrame, names: list[str]) -> list[str]:
    if len(names) < 3:
        return names
    square = table.pivot_table(index="group", columns="other", values="corrected")
    root = np.sqrt(square.reindex(index=names, columns=names).fillna(0).clip(lower=0).to_numpy())
    tree = hierarchy.linkage(squareform((root + root.T) / 2), "average", optimal_ordering=True)
    return [names[leaf] for leaf in hierarchy.leaves_list(tree)]
