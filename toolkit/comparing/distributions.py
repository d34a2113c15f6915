"""Whole topic distributions of two groups: distance freed from its size bias, and its drivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from toolkit.comparing.contrasts import Pair, exchange_units, group_parts
from toolkit.comparing.distances import divergence_terms, hellinger
from toolkit.comparing.selecting import Sample, choose_groups, refusal
from toolkit.comparing.sentences import points, spoken_name
from toolkit.errors import InputError
from toolkit.sampling import (
    ClusterSums,
    check_count,
    check_shares,
    choose_generator,
    shuffle_within,
    sum_clusters,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "compare_distributions"
N_DRIVERS = 5


def compare_distributions(
    shares: pd.DataFrame,
    groups: pd.Series,
    *,
    baseline: str | None = None,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    block: pd.Series | None = None,
    n_permutations: int = 999,
    random_state: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """Compare whole topic distributions, and say what distance chance gives at this size.

    Any two groups of articles differ; the smaller, the more (0.19 bits between random halves of
    one outlet at ten articles a side). The distance is therefore shown with what it would be by
    chance, and what is left over.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_topics)
        Topic shares, each row summing to 1; ``columns.name`` is ``'topic'`` (or ``'theme'``).
    groups : Series of labels, indexed by article_id
        Outlet or named period of each article.
    baseline : str, optional
        The group compared against; by default the one with most articles.
    dates : Series of datetime64, indexed by article_id, optional
        With dates, days are the clusters.
    clusters : Series of labels, indexed by article_id, optional
        Articles that belong together, instead of days.
    block : Series of labels, indexed by article_id, optional
        Labels are exchanged only within a block; by default as in `compare_groups`.
    n_permutations : int
        Shuffles of whole clusters, at least 99.
    random_state : int, Generator or None
        The same seed gives the same table.

    Returns
    -------
    DataFrame
        One row per group: ``jensen_shannon`` (bits, 0 to 1) as measured; ``by_chance``, its mean
        under shuffling; ``excess``, the first less the second; ``corrected``, less the bias
        computed from the variances (may be below 0); ``hellinger`` and ``hellinger_excess``;
        ``p_value`` of the Jensen-Shannon divergence; ``n_articles``, ``n_baseline``,
        ``n_clusters``; ``drivers``, the five topics that make most of it; and ``sentence``.

    Raises
    ------
    InputError
        When rows do not sum to 1.
    TooFewArticlesError
        When the baseline, or every other group, has fewer than ten articles or clusters.

    References
    ----------
    Lin (1991) for the divergence; Gentzkow, Shapiro & Taddy (2019), Econometrica 87(4), for the
    size bias; the analytic correction is the second-order term of the delta method with
    cluster-robust variances.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> ids = pd.Index([f"a{i}" for i in range(300)], name="article_id")
    >>> topics = pd.DataFrame(rng.dirichlet([0.3] * 5, 300), index=ids).rename_axis(columns="topic")
    >>> source = pd.Series(np.tile(["Post", "Times"], 150), index=ids)
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=150).repeat(2), index=ids)
    >>> row = compare_distributions(topics, source, dates=dates, random_state=1).iloc[0]
    >>> bool(row["p_value"] > 0.05), bool(row["by_chance"] > 0)
    (True, True)
    """
    check_shares(FUNCTION, shares)
    check_count(FUNCTION, "n_permutations", n_permutations, least=99)
    check_rows(FUNCTION, shares)
    sample = Sample.of(FUNCTION, shares, groups, dates=dates, clusters=clusters, block=block)
    base, others = choose_groups(sample, baseline)
    rows = []
    for number, group in enumerate(others):
        rng = choose_generator(FUNCTION, random_state, number)
        rows.append(_one(sample, group, base, n_permutations=n_permutations, rng=rng))
    table = pd.DataFrame(rows)
    for name, value in sample.facts.items():
        table.attrs[name] = value
    return table


def check_rows(function: str, shares: pd.DataFrame) -> None:
    """Raise `InputError` unless each article's shares sum to 1 (or are missing)."""
    totals = shares.sum(axis=1, skipna=False).dropna()
    odd = totals[(totals - 1).abs() > 1e-6]
    if len(odd):
        message = (
            f"{function}: each article's shares must sum to 1, as topic shares do; those of "
            f"{str(odd.index[0])!r} sum to {odd.iloc[0]:g}. Themes overlap and leave gaps: compare "
            f"them one by one with compare_groups."
        )
        raise InputError(message)


def _one(
    sample: Sample, group: str, base: str, *, n_permutations: int, rng: np.random.Generator
) -> dict[str, object]:
    pair = Pair.of(sample, group, base)
    p, q = pair.means()
    row: dict[str, object] = {
        "group": group,
        "baseline": base,
        "n_articles": int(pair.first.sum()),
        "n_baseline": int((~pair.first).sum()),
        "n_clusters": len(set(pair.clusters)),
        "note": refusal(sample, group),
    }
    terms = divergence_terms(p, q)
    distance = float(terms.sum())
    by_chance, hell_chance, p_value = np.nan, np.nan, np.nan
    if not row["note"]:
        shuffled = _shuffled_means(pair, n_permutations, rng)
        null = divergence_terms(*shuffled).sum(axis=1)
        by_chance, hell_chance = float(null.mean()), float(hellinger(*shuffled).mean())
        p_value = (1 + int((null >= distance - 1e-12).sum())) / (1 + n_permutations)
    result = {
        "jensen_shannon": distance,
        "by_chance": by_chance,
        "excess": distance - by_chance,
        "corrected": distance - size_bias(pair),
        "hellinger": float(hellinger(p, q)),
        "hellinger_excess": float(hellinger(p, q)) - hell_chance,
        "p_value": p_value,
        "drivers": _drivers(sample, terms, p - q),
    }
    return row | result | {"sentence": _sentence(row | result)}


def _shuffled_means(
    pair: Pair, n_permutations: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    units, first, blocks = exchange_units(pair)
    labels = shuffle_within(first, blocks, n_permutations, rng)
    means = [(side @ units.sums) / (side @ units.sizes)[:, None] for side in (labels, 1 - labels)]
    return means[0], means[1]


def size_bias(pair: Pair) -> float:
    """How much sampling error alone adds to the Jensen-Shannon divergence, to second order.

    Half the sum over topics of the second derivatives, q/(4mp), p/(4mq) and -1/(4m) with
    m = (p + q)/2, times the cluster-robust variances and covariance of the two shares.
    """
    p, q = pair.means()
    first, second = group_parts(pair)
    var_p, var_q = (first**2).sum(axis=0), (second**2).sum(axis=0)
    cov = (first * second).sum(axis=0)
    used = (p > 0) & (q > 0)
    p, q, middle = p[used], q[used], (p[used] + q[used]) / 2
    curve = (
        q / (4 * middle * p) * var_p[used]
        + p / (4 * middle * q) * var_q[used]
        - 2 / (4 * middle) * cov[used]
    )
    return float(curve.sum() / (2 * np.log(2)))


def _drivers(sample: Sample, terms: NDArray[np.float64], difference: NDArray[np.float64]) -> str:
    total = max(float(terms.sum()), 1e-15)
    leading = np.argsort(-terms, kind="stable")[:N_DRIVERS]
    return "; ".join(
        f"{spoken_name(sample.columns[k], sample.label)} ({points(difference[k])} points, "
        f"{100 * terms[k] / total:.0f} % of the distance)"
        for k in leading
    )


def _sentence(row: dict[str, object]) -> str:
    sizes = f"{row['n_articles']} and {row['n_baseline']} articles"
    pair = f"{row['group']} and {row['baseline']}"
    if row["note"]:
        return f"The topics of {pair} cannot be compared: {sizes} are too few."
    numbers = f"{row['jensen_shannon']:.3f} bits, {row['by_chance']:.3f} by chance; {sizes}"
    if float(str(row["p_value"])) < 0.05:
        said = f"The topics of {pair} differ more than chance explains"
    else:
        said = f"The topics of {pair} differ no more than chance explains"
    return f"{said} (Jensen-Shannon divergence {numbers}; p = {row['p_value']:.3f})."


def distance_matrix(
    shares: pd.DataFrame,
    groups: pd.Series,
    *,
    dates: pd.Series | None = None,
    clusters: pd.Series | None = None,
    n_resamples: int = 200,
    random_state: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """Distances between every two groups, made comparable across groups of different size.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_topics)
        Topic shares, each row summing to 1.
    groups : Series of labels, indexed by article_id
        Outlet or period of each article; groups below ten articles or clusters are left out and
        named in ``attrs["too_small"]``.
    dates, clusters : Series, indexed by article_id, optional
        As for `compare_distributions`.
    n_resamples : int
        Draws of equal size, at least 50.
    random_state : int, Generator or None
        The same seed gives the same table.

    Returns
    -------
    DataFrame
        One row per ordered pair: ``group``, ``other``, ``jensen_shannon`` as measured,
        ``corrected`` for size by the delta method (may be below 0), ``equal_size``: the mean with
        every group cut down to the articles of the smallest by drawing whole clusters, and
        ``n_articles``, ``n_other``. ``attrs["order"]`` is the order of the groups in a dendrogram
        (average linkage of the square roots of ``corrected``).

    Raises
    ------
    TooFewArticlesError
        When fewer than two groups are large enough.

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
    check_shares(function, shares)
    check_rows(function, shares)
    check_count(function, "n_resamples", n_resamples, least=50)
    sample = Sample.of(function, shares, groups, dates=dates, clusters=clusters)
    choose_groups(sample, None)
    names = sorted({str(name) for name in sample.groups})
    small = [name for name in names if refusal(sample, name)]
    names = [name for name in names if name not in small]
    equal = _equal_size(sample, names, n_resamples, choose_generator(function, random_state))
    rows = []
    for i, group in enumerate(names):
        for j, other in enumerate(names):
            if i == j:
                continue
            pair = Pair.of(sample, group, other)
            distance = float(divergence_terms(*pair.means()).sum())
            rows.append(
                {
                    "group": group,
                    "other": other,
                    "jensen_shannon": distance,
                    "corrected": distance - size_bias(pair),
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
    """Mean distributions of draws of whole clusters, about as many articles from each group."""
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
    # A cluster is taken while those before it have not filled the number wanted.
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
