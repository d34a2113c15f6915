"""One group against the baseline: difference, standard error, permutation test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from toolkit.comparing.selection import Sample, refusal
from toolkit.errors import TooFewArticlesError
from toolkit.stats import ClusterSums, permute_means

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Contrast:
    """One group against the baseline: its rows, and the statistics the whole family needs."""

    table: pd.DataFrame
    observed: NDArray[np.float64]
    permuted: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """The articles of two groups; ``first`` marks those of the group that is not the baseline."""

    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    first: NDArray[np.bool_]
    clusters: NDArray[np.object_]
    blocks: NDArray[np.object_]

    @classmethod
    def of(cls, sample: Sample, group: str, base: str) -> Pair:
        """Take the articles of two groups, weighted to the same mix if one is held fixed."""
        inside = np.isin(sample.groups, [group, base])
        first = sample.groups[inside] == group
        mix = None if sample.mix is None else sample.mix[inside]
        return cls(
            values=sample.table[inside],
            weights=np.ones(len(first)) if mix is None else mix_weights(mix, first),
            first=first,
            clusters=sample.clusters[inside],
            blocks=sample.blocks[inside],
        )

    def means(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weighted mean shares of the group and of the baseline."""
        group, base = (
            np.average(self.values[side], axis=0, weights=self.weights[side])
            for side in (self.first, ~self.first)
        )
        return group, base


def contrast_groups(
    sample: Sample, group: str, base: str, *, n_permutations: int, rng: np.random.Generator
) -> Contrast:
    """Compare one group with the baseline in every column."""
    pair = Pair.of(sample, group, base)
    note = refusal(sample, group)
    share, base_share = pair.means()
    count = len(share)
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    observed, permuted = np.full(count, np.nan), np.full((n_permutations, count), np.nan)
    if not note:
        error, degrees = difference_error(pair)
        reach = stats.t.ppf(0.975, degrees) * error
        low, high = share - base_share - reach, share - base_share + reach
        units, labels, blocks = exchange_units(pair)
        observed, permuted = permute_means(
            units, labels, blocks, n_permutations=n_permutations, rng=rng
        )
    table = pd.DataFrame(
        {
            sample.label: sample.columns,
            "group": group,
            "baseline": base,
            "share": share,
            "baseline_share": base_share,
            "difference": share - base_share,
            "low": np.clip(low, -1, 1),
            "high": np.clip(high, -1, 1),
            "effect_size": cliffs_delta(pair.values, pair.first),
            "p_value": _p_values(observed, permuted),
            "n_articles": int(pair.first.sum()),
            "n_baseline": int((~pair.first).sum()),
            "n_clusters": len(set(pair.clusters)),
            "note": note,
        }
    )
    return Contrast(table, observed, permuted)


def _p_values(observed: NDArray[np.float64], permuted: NDArray[np.float64]) -> NDArray[np.float64]:
    reached = (permuted >= observed - 1e-9).sum(axis=0)
    return np.where(np.isnan(observed), np.nan, (1 + reached) / (1 + len(permuted)))


def mix_weights(codes: NDArray[np.int64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights that give both groups the mix of labels of the two together.

    Labels that only one group has get weight 0: nothing can stand in for the other group there.

    Examples
    --------
    >>> codes, first = np.array([0, 0, 0, 1, 0, 1]), np.array([True] * 4 + [False] * 2)
    >>> mix_weights(codes, first).round(3).tolist()
    [0.889, 0.889, 0.889, 1.333, 1.333, 0.667]
    """
    width = int(codes.max()) + 1
    counts = [np.bincount(codes[side], minlength=width) for side in (first, ~first)]
    common = (counts[0] > 0) & (counts[1] > 0)
    if not common.any():
        message = (
            "compare_groups: standardize leaves nothing to compare: no label has articles of both "
            "groups. Use coarser labels."
        )
        raise TooFewArticlesError(message)
    target = np.where(common, counts[0] + counts[1], 0)
    weights = np.empty(len(codes))
    for side, count in ((first, counts[0]), (~first, counts[1])):
        ratio = np.divide(target, count, out=np.zeros(width), where=count > 0)
        weights[side] = ratio[codes[side]] * (side.sum() / target.sum())
    return weights


def difference_error(pair: Pair) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the standard error of the difference and Welch's degrees of freedom.

    Clusters that both groups share enter with both: what is common to a day cancels.
    """
    parts = group_parts(pair)
    counts = [len(set(pair.clusters[side])) for side in (pair.first, ~pair.first)]
    variances = [(part**2).sum(axis=0) for part in parts]
    total = ((parts[0] - parts[1]) ** 2).sum(axis=0)
    welch = sum(v**2 / max(n - 1, 1) for v, n in zip(variances, counts, strict=True))
    fallback = np.full(len(total), float(min(counts) - 1))
    degrees = np.divide((variances[0] + variances[1]) ** 2, welch, out=fallback, where=welch > 0)
    return np.sqrt(total), np.minimum(degrees, len(parts[0]) - 1)


def group_parts(pair: Pair) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each cluster's part in the error of either group's mean (clusters x columns), widened."""
    codes, names = pd.factorize(pair.clusters, sort=True)
    parts = []
    for side in (pair.first, ~pair.first):
        count = len(np.unique(codes[side]))
        sums = weighted_sums(pair.values, np.where(side, pair.weights, 0.0), codes, len(names))
        parts.append(sums.residuals() * np.sqrt(count / max(count - 1, 1)))
    return parts[0], parts[1]


def weighted_sums(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    codes: NDArray[np.intp],
    count: int,
) -> ClusterSums:
    """Sum weighted shares, and the weights, by cluster."""
    sums = [np.bincount(codes, weights * column, minlength=count) for column in values.T]
    return ClusterSums(
        sums=np.stack(sums, axis=1).astype(np.float64),
        sizes=np.bincount(codes, weights, minlength=count).astype(np.float64),
    )


def exchange_units(
    pair: Pair,
) -> tuple[ClusterSums, NDArray[np.bool_], NDArray[np.int64]]:
    """Return what the permutation exchanges: the articles of one cluster, group and block.

    Without blocks, the two groups' articles of one day trade places with each other, so that what
    is common to a day cancels; days of one group only trade among themselves.
    """
    keys = pd.DataFrame({"cluster": pair.clusters, "block": pair.blocks, "first": pair.first})
    if (keys["block"] == "").all():
        shared = keys.groupby("cluster")["first"].transform("nunique") == 2
        keys["block"] = ("day " + keys["cluster"]).where(shared, "")
    cells = keys.groupby(["cluster", "block", "first"], sort=True)
    codes = np.asarray(cells.ngroup(), dtype=np.intp)
    units = cells.size().reset_index()
    blocks = np.asarray(pd.factorize(units["block"], sort=True)[0], dtype=np.int64)
    sums = weighted_sums(pair.values, pair.weights, codes, len(units))
    return sums, units["first"].to_numpy(dtype=bool), blocks


def cliffs_delta(values: NDArray[np.float64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Chance that an article of the group has the higher share, less that of the lower.

    Examples
    --------
    >>> cliffs_delta(np.array([[0.3], [0.2], [0.1], [0.2]]), np.array([True, True, False, False]))
    array([0.75])
    """
    n, m = int(first.sum()), int((~first).sum())
    ranks = stats.rankdata(values, axis=0)
    above = ranks[first].sum(axis=0) - n * (n + 1) / 2
    return np.asarray(2 * above / (n * m) - 1)
