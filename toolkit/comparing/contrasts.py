"""One group against the baseline: difference, standard error, permutation test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr, stdtrit

from toolkit.comparing.selection import Sample, refusal
from toolkit.errors import TooFewArticlesError
from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import (
    MIN_CLUSTERS,
    ClusterSums,
    count_distinct,
    free_clusters,
    sum_codes,
)
from toolkit.stats.neighbour_days import LastingColumns, are_spans, measure_columns
from toolkit.stats.permutation import (
    ExchangeUnits,
    PermutedStatistics,
    permutation_p_value,
    permute_means,
)
from toolkit.stats.rare_differences import TwoGroups, replace_rare_differences
from toolkit.stats.share_tables import is_binary
from toolkit.stats.taken_rows import columns_of, take_share_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MIN_LABEL_ARTICLES = 10
"""Articles that a label needs in both groups where the mix of labels is held fixed."""

AT_ONCE = 2**20
"""Residuals, clusters times columns, that are made together."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One group against the baseline: its rows, and the statistics needed for max-T.

    ``widened`` says how many times as wide news that lasts makes the interval, of the column in
    which it does so most; 1 where the groups share their days.
    """

    table: pd.DataFrame
    observed: NDArray[np.float64]
    permuted: NDArray[np.float64]
    widened: float = 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """The articles of two groups; ``first`` is True outside the baseline."""

    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    first: NDArray[np.bool_]
    clusters: NDArray[np.int64]
    blocks: NDArray[np.int64]

    @classmethod
    def of(cls, sample: Sample, group: str, base: str) -> Pair:
        """Select the articles of two groups, weighted to a common mix if one is held fixed.

        Articles with a label that cannot be compared weigh nothing, and are left out.
        """
        first = sample.groups == group
        inside = first | (sample.groups == base)
        if sample.mix is None:
            weights = np.ones(int(inside.sum()))
        else:
            weights = mix_weights(sample.mix[inside], first[inside])
            inside[inside] = weights > 0
            weights = weights[weights > 0]
        first = first[inside]
        return cls(
            values=take_share_rows(sample.table, inside),
            weights=weights,
            first=first,
            clusters=sample.clusters[inside],
            blocks=sample.blocks[inside],
        )

    @property
    def sides(self) -> TwoGroups:
        """The rows of the group and those of the baseline."""
        rows = [np.flatnonzero(self.first), np.flatnonzero(~self.first)]
        return TwoGroups(rows, self.weights, self.clusters)

    def unweighted(self, columns: NDArray[np.intp]) -> Pair:
        """Return some columns, every article counting alike."""
        some = np.ascontiguousarray(np.asarray(self.values[:, columns]))
        return replace(self, values=some, weights=np.ones(len(self.first)))

    def means(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weighted mean shares of the group and of the baseline."""
        sums = sum_codes(self.values, self.first.astype(np.int64), 2, weights=self.weights).sums
        base, group = (sums[k] / self.weights[self.first == k].sum() for k in (0, 1))
        return group, base


def contrast_groups(
    sample: Sample, group: str, base: str, *, n_permutations: int, rng: np.random.Generator
) -> Contrast:
    """Compare one group with the baseline in every column."""
    pair = Pair.of(sample, group, base)
    note = refusal(sample, group) or _few_left(pair, (base, group), str(sample.facts["unit"]))
    share, base_share = pair.means()
    gap, count = share - base_share, len(share)
    ends = Interval(np.full(count, np.nan), np.full(count, np.nan))
    observed, permuted = np.full(count, np.nan), np.full((n_permutations, count), np.nan)
    wider: NDArray[np.float64] = np.ones(count)
    if not note:
        factor, free = _lasting(pair, str(sample.facts["unit"]))
        error, degrees = difference_error(pair)
        usual = stdtrit(degrees, 0.975)
        plain = Interval(gap - usual * error, gap + usual * error)
        near, rare = replace_rare_differences(plain, pair.values, pair.sides)
        wider = np.asarray(np.sqrt(factor) * stdtrit(np.minimum(degrees, free), 0.975) / usual)
        ends = Interval(gap + (near.low - gap) * wider, gap + (near.high - gap) * wider)
        observed, permuted = permute_means(
            exchange_units(pair), n_permutations=n_permutations, rng=rng
        )
        if len(rare) and np.ptp(pair.weights) > 0:
            again = permute_means(
                exchange_units(pair.unweighted(rare)), n_permutations=n_permutations, rng=rng
            )
            _take_less_sure(observed, permuted, rare, again)
        observed = less_sure(observed / np.sqrt(factor), free)
    table = pd.DataFrame(
        {
            sample.label: sample.columns,
            "group": group,
            "baseline": base,
            "share": share,
            "baseline_share": base_share,
            "difference": gap,
            "low": np.clip(ends.low, -1, 1),
            "high": np.clip(ends.high, -1, 1),
            "effect_size": cliffs_delta(pair.values, pair.first),
            "p_value": permutation_p_value(observed, permuted),
            "n_articles": int(pair.first.sum()),
            "n_baseline": int((~pair.first).sum()),
            "n_clusters": count_distinct(pair.clusters),
            "note": note,
        }
    )
    return Contrast(table, observed, permuted, float(wider.max(initial=1.0)))


def _few_left(pair: Pair, names: tuple[str, str], unit: str) -> str:
    """Return why the articles with comparable labels cannot be compared, or '' if they can."""
    counts = [count_distinct(pair.clusters[side]) for side in (~pair.first, pair.first)]
    fewest = int(np.argmin(counts))
    if counts[fewest] >= MIN_CLUSTERS:
        return ""
    return f"too few {unit} with comparable labels ({names[fewest]}: {counts[fewest]})"


def _take_less_sure(
    observed: NDArray[np.float64],
    permuted: NDArray[np.float64],
    columns: NDArray[np.intp],
    other: PermutedStatistics,
) -> None:
    """Put the statistics of ``other`` in some columns where their p-value is the larger one.

    Weights belong to one group's articles, so a permutation exchanges articles that weigh unlike.
    That evens out over many hits, not over a few.
    """
    ours = permutation_p_value(observed[columns], permuted[:, columns])
    larger = permutation_p_value(*other) > ours
    observed[columns[larger]] = other.observed[larger]
    permuted[:, columns[larger]] = other.permuted[:, larger]


def less_sure(observed: NDArray[np.float64], degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normal statistics as probable as Student's: the factor is an estimate, too.

    Examples
    --------
    >>> less_sure(np.array([2.0, 2.0]), np.array([np.inf, 4.0])).round(2).tolist()
    [2.0, 1.57]
    """
    known = np.isfinite(degrees)
    lower = -ndtri(stdtr(np.where(known, degrees, 1.0), -observed))
    return np.where(known, lower, observed)


def mix_weights(codes: NDArray[np.int64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights that give both groups the mix of labels of their union.

    Labels of which one group has a handful of articles, or none, get weight 0: there the groups
    cannot be compared. A single article that stands for the 500 which its outlet printed later
    would decide alone.

    Examples
    --------
    >>> codes = np.repeat([0, 1, 0, 1, 2], [30, 10, 10, 10, 9])
    >>> first = np.repeat([True, False], [40, 29])
    >>> weights = mix_weights(codes, first)
    >>> [round(float(weights[row]), 3) for row in (0, 30, 40, 50, 60)]
    [0.889, 1.333, 1.933, 0.967, 0.0]
    """
    width = int(codes.max()) + 1
    counts = [np.bincount(codes[side], minlength=width) for side in (first, ~first)]
    common = np.minimum(*counts) >= MIN_LABEL_ARTICLES
    if not common.any():
        message = (
            f"compare_groups: standardize leaves nothing to compare, because no label has "
            f"{MIN_LABEL_ARTICLES} articles in both groups. Use coarser labels."
        )
        raise TooFewArticlesError(message)
    target = np.where(common, counts[0] + counts[1], 0)
    weights = np.empty(len(codes))
    for side, count in ((first, counts[0]), (~first, counts[1])):
        ratio = np.divide(target, count, out=np.zeros(width), where=count > 0)
        weights[side] = ratio[codes[side]] * (side.sum() / target.sum())
    return weights


class DifferenceError(NamedTuple):
    """Standard error of a difference and its degrees of freedom, of shape (n_columns,)."""

    error: NDArray[np.float64]
    degrees: NDArray[np.float64]


class GroupResiduals(NamedTuple):
    """Each cluster's contribution to the error of either mean (n_clusters, n_columns)."""

    group: NDArray[np.float64]
    baseline: NDArray[np.float64]


def difference_error(pair: Pair) -> DifferenceError:
    """Return the standard error of the difference and Welch's degrees of freedom.

    A cluster with articles of both groups contributes the difference of its residuals, so that
    effects common to a day cancel.
    """
    free = [_free_clusters(pair, side) for side in (pair.first, ~pair.first)]
    n_clusters = count_distinct(pair.clusters)
    variances, total = [], []
    for parts in _parts_by_columns(pair, max(1, AT_ONCE // n_clusters)):
        variances.append([(part**2).sum(axis=0) for part in parts])
        total.append(((parts[0] - parts[1]) ** 2).sum(axis=0))
    group, baseline = np.concatenate(variances, axis=1)
    degrees = np.full(len(group), min(free))
    welch = sum(v**2 / n for v, n in zip((group, baseline), free, strict=True))
    np.divide((group + baseline) ** 2, welch, out=degrees, where=welch > 0)
    return DifferenceError(np.sqrt(np.concatenate(total)), np.minimum(degrees, n_clusters - 1))


def _lasting(pair: Pair, unit: str) -> LastingColumns:
    """Return how far news that lasts raises the variances, and the degrees of freedom left.

    Only spans of days are concerned: what neighbouring days share cancels between two groups that
    have the same days.
    """
    if unit == "days" and are_spans(pair.clusters, pair.first):
        return lasting_columns(pair)
    width = np.shape(pair.values)[1]
    return LastingColumns(np.ones(width), np.full(width, np.inf))


def lasting_columns(pair: Pair) -> LastingColumns:
    """Measure for each column how alike neighbouring days of two spans are."""
    step = max(1, AT_ONCE // count_distinct(pair.clusters))
    found = [measure_columns(one - two) for one, two in _parts_by_columns(pair, step)]
    return LastingColumns(*map(np.concatenate, zip(*found, strict=True)))


def _free_clusters(pair: Pair, side: NDArray[np.bool_]) -> float:
    """Degrees of freedom of one group's mean."""
    codes = pd.factorize(pair.clusters[side])[0]
    return free_clusters(np.bincount(codes, pair.weights[side]).astype(np.float64))


def group_parts(pair: Pair) -> GroupResiduals:
    """Residuals of both group means by cluster, with the small-sample factor G/(G-1)."""
    return next(_parts_by_columns(pair, np.shape(pair.values)[1]))


def _parts_by_columns(pair: Pair, step: int) -> Iterator[GroupResiduals]:
    """Yield the residuals of some columns after the other."""
    codes, names = pd.factorize(pair.clusters, sort=True)
    cells = codes * 2 + pair.first
    table = pair.values  # noqa: PD011 - no table of pandas
    counts = [count_distinct(codes[pair.first == side]) for side in (1, 0)]
    for at in range(0, table.shape[1], step):
        some = table[:, at : at + step]
        sums = sum_codes(some, cells, 2 * len(names), weights=pair.weights)
        parts = []
        for side, count in zip((1, 0), counts, strict=True):
            one = ClusterSums(np.ascontiguousarray(sums.sums[side::2]), sums.sizes[side::2])
            parts.append(one.residuals() * np.sqrt(count / max(count - 1, 1)))
        yield GroupResiduals(*parts)


def exchange_units(pair: Pair) -> ExchangeUnits:
    """Return the units of the permutation: the articles of one cluster, group and block.

    Without blocks, the two groups' articles of a shared day are exchanged with each other, so that
    effects common to a day cancel; days that only one group has are exchanged among themselves.
    """
    without_blocks = (pair.blocks < 0).all()
    clusters, names = pd.factorize(pair.clusters, sort=True)
    width = 1 if without_blocks else int(pair.blocks.max()) + 1
    inner = 0 if without_blocks else pair.blocks
    codes, cells = pd.factorize((clusters * width + inner) * 2 + pair.first, sort=True)
    outer = cells // 2
    if without_blocks:
        shared = np.bincount(outer, minlength=len(names)) == 2
        blocks = np.where(shared[outer], 1 + outer, 0)
    else:
        blocks = outer % width
    sums = sum_codes(pair.values, codes, len(cells), weights=pair.weights)
    return ExchangeUnits(sums, cells % 2 == 1, pd.factorize(blocks, sort=True)[0].astype(np.int64))


def cliffs_delta(values: NDArray[np.float64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Cliff's delta: P(higher share in the group) minus P(lower share in the group).

    Examples
    --------
    >>> cliffs_delta(np.array([[0.3], [0.2], [0.1], [0.2]]), np.array([True, True, False, False]))
    array([0.75])
    """
    n, m = int(first.sum()), int((~first).sum())
    ours, theirs = np.flatnonzero(first), np.flatnonzero(~first)
    above = [_pairs_above(column[ours], column[theirs]) for column in columns_of(values)]
    return np.asarray(2 * np.array(above, dtype=np.float64) / (n * m) - 1)


def _pairs_above(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """Count the pairs in which the value of the group is the higher one; ties count half."""
    n, m = len(ours), len(theirs)
    if is_binary(ours[:, None]) and is_binary(theirs[:, None]):
        hits, misses = np.count_nonzero(ours), m - np.count_nonzero(theirs)
        return float(2 * hits * misses + (n - hits) * misses + hits * (m - misses)) / 2
    fewer, more = np.sort(ours), np.sort(theirs)
    if m < n:  # each value of the smaller group is looked for in the larger one
        fewer, more = more, fewer
    below = np.searchsorted(more, fewer)
    tied = np.take(more, below, mode="clip") == fewer
    ties = np.searchsorted(more, fewer[tied], "right") - below[tied]
    found = 2 * int(below.sum()) + int(ties.sum())
    return float(2 * n * m - found if m < n else found) / 2
