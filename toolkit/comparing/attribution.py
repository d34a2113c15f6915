"""Decomposition of a change into composition (mix) and change within sources or topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit._core.blas_threads import one_blas_thread
from toolkit._core.checks import check_count
from toolkit.comparing.selection import Sample, choose_groups, group_name, without_fraction
from toolkit.errors import InputError, check_option
from toolkit.stats.bootstrap import expanded_interval, resample_counts
from toolkit.stats.clusters import free_clusters
from toolkit.stats.neighbour_days import Lasting, are_spans, measure_lasting
from toolkit.stats.number_format import format_interval, format_points, spoken_name, start_sentence
from toolkit.stats.share_tables import aligned, as_shares, make_rng

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "attribute_change"

NUDGE = 1e-3
"""So much more of a day is taken to see what it adds to a part of the change."""

AT_ONCE = 2**20
"""Sums, days times parts times columns, that are nudged together."""


def attribute_change(
    shares: pd.DataFrame,
    groups: pd.Series,
    by: pd.Series | pd.DataFrame,
    *,
    group: str,
    baseline: str,
    dates: pd.Series | None = None,
    n_resamples: int = 1000,
    random_state: int | np.random.Generator | None = 0,
) -> pd.DataFrame:
    """Decompose the difference between two groups into a mix effect and a within effect.

    "Diplomacy rose by 8 points: 5 within outlets, 3 because outlet X entered the corpus." With
    topic shares as ``by``, *mix* is topics becoming more or less common, and *within* is the theme
    becoming more or less common in articles on the same topics, that is, a change in wording.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    groups : Series of labels, indexed by article_id
        Period or outlet of each article.
    by : Series of labels or DataFrame of topic shares, indexed by article_id
        Outlet, section or length class, whose mix may differ; or a document x topic table.
    group, baseline : str
        The two groups: the change is ``group`` minus ``baseline``.
    dates : Series of datetime64, indexed by article_id, optional
        If given, days are resampled; otherwise articles, which are then treated as independent.
        Intervals between two spans of days count that news lasts.
    n_resamples : int
        Number of cluster resamples, at least 200.
    random_state : int, Generator or None
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        For each theme, one row per part of ``by`` and a row ``all``: ``part``, ``mix`` and
        ``within`` with their intervals (``mix_low`` ...), ``total`` (their sum; over the parts it
        is the whole difference), ``weight`` and ``baseline_weight`` (share of articles), ``rate``
        and ``baseline_rate`` (share of the theme in the part; NaN without articles), and ``note``.
        A part that only one group has counts entirely as mix. Combine outlets with few articles
        under one label such as "others": no change within a part can be estimated without articles
        in both groups. The rows ``all`` have a ``sentence``.

    Raises
    ------
    InputError
        If a group is unknown, or ``by`` is missing for an article.
    TooFewArticlesError
        If a group has fewer than ten articles or clusters.

    References
    ----------
    Kitagawa (1955), JASA 50, for the decomposition; Davison & Hinkley (1997), section 5.2.1, for
    the basic bootstrap, here over clusters; Hesterberg (2015), The American Statistician 69(4),
    section 4.4, for few of them; Newey & West (1987), Econometrica 55(3), for news that lasts.

    Examples
    --------
    >>> ids = pd.Index([f"a{i:03d}" for i in range(80)], name="article_id")
    >>> year = pd.Series(["2014"] * 40 + ["2015"] * 40, index=ids)
    >>> source = pd.Series(np.repeat(["Post", "Times"] * 2, [20, 20, 30, 10]), index=ids)
    >>> war = np.where(source == "Post", 1.0, 0.0)
    >>> shares = pd.DataFrame({"war": war}, index=ids).rename_axis(columns="theme")
    >>> table = attribute_change(
    ...     shares, year, source, group="2015", baseline="2014", random_state=1
    ... )
    >>> table[["part", "mix", "within", "total"]]
        part      mix  within    total
    0   Post  0.09375     0.0  0.09375
    1  Times  0.15625     0.0  0.15625
    2    all  0.25000     0.0  0.25000
    """
    shares = as_shares(FUNCTION, shares)
    check_count(FUNCTION, "n_resamples", n_resamples, least=200)
    groups, group, baseline = without_fraction(groups), group_name(group), group_name(baseline)
    pair = groups.where(groups.astype("str").isin([group, baseline]))
    for name, value in (("group", group), ("baseline", baseline)):
        check_option(FUNCTION, name, value, sorted(groups.dropna().astype("str").unique()))
    members = _membership(by, shares.index)
    sample = Sample.of(FUNCTION, shares, pair, dates=dates, clusters=None)
    choose_groups(sample, baseline)
    cells = _Cells.of(sample, members.loc[sample.articles].to_numpy(dtype=np.float64), group)
    rng = make_rng(FUNCTION, random_state)
    count = len(cells.weights)
    times = resample_counts(count, n_resamples, rng).astype(np.float64)
    exact = _split(cells, np.ones((1, count)))
    spread = _split(cells, times)
    parts = [str(part) for part in members.columns]
    tables = []
    free = _free(cells)
    is_group = sample.groups == group
    spans = sample.facts["unit"] == "days" and are_spans(sample.clusters, is_group)
    lasting = _lasting(cells) if spans else None
    for k, label in enumerate(sample.columns):
        rows = _rows(parts, exact, spread, k, free=free, lasting=lasting)
        rows["sentence"] = ""
        rows.loc[rows.index[-1], "sentence"] = _sentence(rows.iloc[-1], label, sample, group)
        rows.insert(0, sample.label, label)
        tables.append(rows)
    result = pd.concat(tables, ignore_index=True)
    result.attrs["group"], result.attrs["baseline"] = group, baseline
    result.attrs["unit"] = sample.facts["unit"]
    return result


def _membership(by: pd.Series | pd.DataFrame, articles: pd.Index) -> pd.DataFrame:
    """Membership of each article in each part: 0 or 1 for labels, shares for topics."""
    if isinstance(by, pd.Series):
        labels = aligned(FUNCTION, by, articles, name="by")
        if labels.isna().any():
            first = str(labels.index[labels.isna().to_numpy()][0])
            message = (
                f"{FUNCTION}: by is missing for article {first!r}. Give every article a label."
            )
            raise InputError(message)
        return pd.get_dummies(labels.astype("str"), dtype=np.float64)
    missing = articles[~articles.isin(by.index)]
    table = by.reindex(articles)
    if len(missing) or table.isna().any(axis=None):
        message = (
            f"{FUNCTION}: by lacks shares for some articles ({len(missing)} have no row). "
            f"Pass the document x topic table of the same articles."
        )
        raise InputError(message)
    numbered = by.columns.name == "topic"
    return table.set_axis([f"topic {c}" if numbered else str(c) for c in by.columns], axis=1)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cluster sums for each group: of membership, and of shares times membership."""

    weights: NDArray[np.float64]
    sums: NDArray[np.float64]

    @classmethod
    def of(cls, sample: Sample, members: NDArray[np.float64], group: str) -> _Cells:
        codes, names = pd.factorize(sample.clusters, sort=True)
        count, parts, columns = len(names), members.shape[1], sample.table.shape[1]
        weights = np.zeros((count, 2, parts))
        sums = np.zeros((count, 2, parts, columns))
        for side, mask in enumerate((sample.groups == group, sample.groups != group)):
            np.add.at(weights[:, side], codes[mask], members[mask])
            product = members[mask][:, :, None] * sample.table[mask][:, None, :]
            np.add.at(sums[:, side], codes[mask], product)
        return cls(weights, sums)


@dataclass(frozen=True, slots=True)
class _Split:
    """Mix and within effects per resample, part and theme, with their weights and rates."""

    mix: NDArray[np.float64]
    within: NDArray[np.float64]
    weight: NDArray[np.float64]
    rate: NDArray[np.float64]


def _split(cells: _Cells, times: NDArray[np.float64]) -> _Split:
    """Kitagawa's decomposition of each resample, with mix measured from the overall level."""
    with one_blas_thread():
        weights, sums = (
            (times @ each.reshape(len(each), -1)).reshape(-1, *each.shape[1:])
            for each in (cells.weights, cells.sums)
        )
    return _kitagawa(weights, sums)


def _kitagawa(weights: NDArray[np.float64], sums: NDArray[np.float64]) -> _Split:
    total = weights.sum(axis=2, keepdims=True)
    weight = weights / total
    level = (sums.sum(axis=2) / total).mean(axis=1)
    rate = np.full_like(sums, np.nan)
    np.divide(sums, weights[..., None], out=rate, where=weights[..., None] > 1e-12)
    both = ~np.isnan(rate).any(axis=1)
    with np.errstate(invalid="ignore"):
        known = np.where(np.isnan(rate), rate[:, ::-1], rate).mean(axis=1)
    middle = np.nan_to_num(known - level[:, None, :])
    step = (weight[:, 0] - weight[:, 1])[..., None]
    inner = np.where(both, rate[:, 0] - rate[:, 1], 0.0) * weight.mean(axis=1)[..., None]
    return _Split(step * middle, inner, weight, rate)


def _lasting(cells: _Cells) -> dict[str, list[list[Lasting]]]:
    """Measure for mix and within, each theme and part, and all, how far news that lasts goes.

    What a day adds to the error of a part is how the part moves with the weight of the day.
    """
    weights, sums = cells.weights.sum(axis=0), cells.sums.sum(axis=0)
    step = max(1, AT_ONCE // sums.size)
    moved: dict[str, list[NDArray[np.float64]]] = {"mix": [], "within": []}
    exact = _kitagawa(weights[None], sums[None])
    for at in range(0, len(cells.weights), step):
        rows = slice(at, at + step)
        one = _kitagawa(weights + NUDGE * cells.weights[rows], sums + NUDGE * cells.sums[rows])
        for name, found in moved.items():
            part = getattr(one, name) - getattr(exact, name)
            found.append(np.concatenate([part, part.sum(axis=1, keepdims=True)], axis=1))
    return {
        name: [
            [measure_lasting(each) for each in column.T]
            for column in np.moveaxis(np.concatenate(found), 2, 0)
        ]
        for name, found in moved.items()
    }


def _sentence(row: pd.Series, label: object, sample: Sample, group: str) -> str:
    """State how much of the difference is within parts and how much is due to their mix."""
    inside = sample.groups == group
    base = str(sample.groups[~inside][0])

    def said(name: str) -> str:
        ends = format_interval(row[f"{name}_low"], row[f"{name}_high"])
        return f"{format_points(row[name])} (95 % interval {ends})"

    name = start_sentence(spoken_name(label, sample.label))
    if np.isnan(row["mix_low"]):
        where = "every" if row["rate"] > 0 else "no"
        return (
            f"{name} is in {where} article of {base} and {group}, so there is no change to divide "
            f"({int((~inside).sum()):,} and {int(inside.sum()):,} articles)."
        )
    return (
        f"{name} changed by {format_points(row['total'])} points from {base} to {group}: "
        f"{said('within')} within parts and {said('mix')} through their mix "
        f"({int(inside.sum()):,} and {int((~inside).sum()):,} articles)."
    )


def _free(cells: _Cells) -> float:
    """Degrees of freedom of a change: the group with fewer days decides."""
    sizes = cells.weights.sum(axis=2).T
    return min(free_clusters(one[one > 0]) for one in sizes)


def _extreme(rates: NDArray[np.float64]) -> bool:
    """Return whether no article is about it, in any part, or every one is."""
    known = rates[~np.isnan(rates)]
    return bool((known <= 1e-12).all() or (known >= 1 - 1e-12).all())


def _ends(
    draws: NDArray[np.float64], free: float, lasting: list[Lasting] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends for all parts; where news lasts, resamples of days vary too little."""
    if lasting is None:
        return expanded_interval(draws, free)
    middle = draws.mean(axis=0)
    wider = middle + (draws - middle) * np.sqrt([one.factor for one in lasting])
    each = [
        expanded_interval(column, min(free, one.degrees))
        for column, one in zip(wider.T, lasting, strict=True)
    ]
    low, high = np.array(each).T
    return low, high


def _rows(
    parts: list[str],
    exact: _Split,
    spread: _Split,
    k: int,
    *,
    free: float,
    lasting: dict[str, list[list[Lasting]]] | None,
) -> pd.DataFrame:
    columns: dict[str, object] = {"part": [*parts, "all"]}
    for name in ("mix", "within"):
        value, draws = getattr(exact, name)[0, :, k], getattr(spread, name)[:, :, k]
        draws = np.concatenate([draws, draws.sum(axis=1, keepdims=True)], axis=1)
        columns[name] = [*value, value.sum()]
        # Resamples that lose small parts are biased towards "mix". The basic bootstrap, which
        # reflects them around the estimate, corrects this bias instead of doubling it.
        low, high = _ends(draws, free, None if lasting is None else lasting[name][k])
        if _extreme(exact.rate[0, :, :, k]):  # no resample can tell how common it may be
            low, high = np.full_like(low, np.nan), np.full_like(high, np.nan)
        whole = np.asarray(columns[name])
        columns[f"{name}_low"], columns[f"{name}_high"] = 2 * whole - high, 2 * whole - low
    table = pd.DataFrame(columns)
    table["total"] = table["mix"] + table["within"]
    for name, side in (("", 0), ("baseline_", 1)):
        table[f"{name}weight"] = [*exact.weight[0, side], 1.0]
        overall = np.nansum(exact.weight[0, side] * np.nan_to_num(exact.rate[0, side, :, k]))
        table[f"{name}rate"] = [*exact.rate[0, side, :, k], overall]
    only = np.select(
        [table["baseline_weight"] == 0, table["weight"] == 0],
        ["only in the group: all mix", "only in the baseline: all mix"],
        default="",
    )
    table["note"] = only
    return table
