"""Permutation tests that exchange whole clusters between two groups."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.blas_threads import one_blas_thread

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from toolkit.stats.clusters import ClusterSums


SIGNIFICANCE_LEVEL = 0.05
"""Of sentences and filled marks."""

N_PERMUTATIONS = 1999
"""Default number of random permutations of every test."""

TIE = 1e-9
"""A permuted statistic this little below the observed one is a tie broken by rounding."""


AT_ONCE = 2**20
"""Labels that are shuffled, or made into numbers for a product, together."""


class ExchangeUnits(NamedTuple):
    """The units that a permutation exchanges.

    Attributes
    ----------
    sums : ClusterSums
        Sums and sizes of the units: days, or one group's articles of a day.
    first : ndarray of bool, shape (n_units,)
        Whether a unit belongs to the first group.
    blocks : ndarray of int, shape (n_units,)
        Labels are exchanged only between units of the same block.
    """

    sums: ClusterSums
    first: NDArray[np.bool_]
    blocks: NDArray[np.int64]


class PermutedStatistics(NamedTuple):
    """Absolute test statistics, observed (n_columns,) and permuted (n_permutations, n_columns)."""

    observed: NDArray[np.float64]
    permuted: NDArray[np.float64]


def permutation_p_value(observed: ArrayLike, permuted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Permutation p-value: ``(1 + #{permuted >= observed}) / (1 + n_permutations)``.

    Parameters
    ----------
    observed : array-like of shape (...)
        Observed test statistics; larger is more extreme.
    permuted : ndarray of shape (n_permutations, ...)
        The statistics under permutation (or at placebo dates, or in a bootstrap under the null).

    Returns
    -------
    ndarray of shape (...)
        At least 1 / (1 + n_permutations); NaN where ``observed`` is NaN.

    References
    ----------
    Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1), eq. 2.

    Examples
    --------
    >>> permutation_p_value(2.0, np.array([0.5, 1.0, 2.0, 1.5])).item()
    0.4
    """
    statistic = np.asarray(observed, dtype=np.float64)
    reached = (permuted >= statistic - TIE).sum(axis=0)
    return np.where(np.isnan(statistic), np.nan, (1 + reached) / (1 + len(permuted)))


def permute_means(
    units: ExchangeUnits, *, n_permutations: int, rng: np.random.Generator
) -> PermutedStatistics:
    """Studentized differences between two groups, observed and under permutation.

    Parameters
    ----------
    units : ExchangeUnits
        Sums of the exchangeable units, their group and block.
    n_permutations : int
        Number of permutations.
    rng : numpy.random.Generator
        Random number generator.

    Returns
    -------
    PermutedStatistics
        Absolute difference of the means over its cluster-robust standard error.

    References
    ----------
    Chung & Romano (2013), Annals of Statistics 41(2): studentized, the test remains valid when the
    groups differ in variance or in number of units.
    """
    shuffles = _drawn(units.first, units.blocks, n_permutations, rng)
    statistic = np.abs(_studentized(units, shuffles))
    return PermutedStatistics(statistic[0], statistic[1:])


def shuffle_within(
    labels: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    n_permutations: int,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Shuffle ``labels`` within each block, ``n_permutations`` times.

    Examples
    --------
    >>> labels, blocks = np.array([True, False, True]), np.array([0, 0, 1])
    >>> shuffled = shuffle_within(labels, blocks, 100, np.random.default_rng(0))
    >>> shuffled[:, 2].min(), set(shuffled[:, :2].sum(axis=1).tolist())
    (np.True_, {1})
    """
    return _drawn(labels, blocks, n_permutations, rng).table(labels)


class Shuffles(NamedTuple):
    """Shuffled labels of two kinds of blocks, as bits; units of neither kind keep theirs.

    Attributes
    ----------
    pairs : ndarray of int, shape (n_pairs, 2)
        Units of the blocks of two, one of each group.
    heads : ndarray of uint8, shape (n_permutations, ceil(n_pairs / 8))
        Whether the first unit of a pair is the one in the first group.
    moved : ndarray of int, shape (n_places,)
        Units of all larger blocks, each block filled up with -1 to a multiple of eight.
    labels : ndarray of uint8, shape (n_permutations, n_places / 8)
        Their labels; False for the places filled up.
    """

    pairs: NDArray[np.intp]
    heads: NDArray[np.uint8]
    moved: NDArray[np.intp]
    labels: NDArray[np.uint8]

    def table(self, observed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the labels of all units, one row per permutation."""
        shuffled = np.tile(observed, (len(self.heads), 1))
        heads = _unpacked(self.heads, len(self.pairs)).view(np.bool_)
        shuffled[:, self.pairs[:, 0]], shuffled[:, self.pairs[:, 1]] = heads, ~heads
        known = self.moved >= 0
        labels = _unpacked(self.labels, len(self.moved)).view(np.bool_)
        shuffled[:, self.moved[known]] = labels[:, known]
        return shuffled

    def totals(
        self, observed: NDArray[np.bool_], values: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Sum ``values`` over the units of the first group: observed, then permuted.

        A pair moves by the difference of its units, so one column stands for both. Whole numbers
        are added in single precision as long as every sum of them is exact there.
        """
        dtype: type[np.floating[Any]] = np.float32 if _fit_single(values) else np.float64
        first, second = values[self.pairs[:, 0]], values[self.pairs[:, 1]]
        apart = (first - second).astype(dtype)
        moved = values.astype(dtype)[self.moved]
        known = self.moved >= 0
        still = observed.copy()
        still[self.moved[known]], still[self.pairs] = False, False
        found = np.tile(values[still].sum(axis=0) + second.sum(axis=0), (len(self.heads) + 1, 1))
        found[0] += observed[self.pairs[:, 0]].astype(dtype) @ apart
        found[0] += (known & observed[self.moved]).astype(dtype) @ moved
        rows = max(1, AT_ONCE // max(1, len(apart) + len(moved)))
        with one_blas_thread():
            for at in range(0, len(self.heads), rows):
                part = slice(at, at + rows)
                found[1:][part] += _unpacked(self.heads[part], len(apart)).astype(dtype) @ apart
                found[1:][part] += _unpacked(self.labels[part], len(moved)).astype(dtype) @ moved
        return found


def _unpacked(bits: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    return np.unpackbits(bits, axis=1, count=width)


class _Draw(NamedTuple):
    """Shuffled labels, what they were made from, and the state of the generator after it."""

    key: tuple[Hashable, ...]
    shuffles: Shuffles
    state: Any


_last: list[_Draw] = []
"""The last draw. A report compares the same groups of articles by several measures, each with a
generator of the same seed."""


def _drawn(
    labels: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    n_permutations: int,
    rng: np.random.Generator,
) -> Shuffles:
    """Shuffle, or return the last draw if it was made from the same labels and random state."""
    if not isinstance(rng.bit_generator, np.random.PCG64):  # its whole state is two numbers
        return _shuffled(labels, blocks, n_permutations, rng)
    key = (labels.tobytes(), blocks.tobytes(), n_permutations, str(rng.bit_generator.state))
    for draw in _last:
        if draw.key == key:
            rng.bit_generator.state = draw.state
            return draw.shuffles
    shuffles = _shuffled(labels, blocks, n_permutations, rng)
    _last[:] = [_Draw(key, shuffles, rng.bit_generator.state)]
    return shuffles


def _shuffled(
    labels: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    n_permutations: int,
    rng: np.random.Generator,
) -> Shuffles:
    codes, sizes = np.unique(blocks, return_inverse=True, return_counts=True)[1:]
    inside = np.bincount(codes, labels)
    mixed = ((inside > 0) & (inside < sizes))[codes]
    order = np.argsort(blocks, kind="stable")
    pairs = order[(mixed & (sizes[codes] == 2))[order]].reshape(-1, 2)
    larger = order[(mixed & (sizes[codes] > 2))[order]]
    # For blocks of two units a permutation is a coin toss, which is much faster.
    heads = _tosses(n_permutations, len(pairs), rng)
    edges = np.flatnonzero(np.diff(codes[larger], prepend=-1, append=-1)).tolist()
    units = [larger[start:end] for start, end in pairwise(edges)]
    widths = [-(-len(one) // 8) for one in units]
    shuffled = np.empty((n_permutations, sum(widths)), dtype=np.uint8)
    moved = np.full(8 * sum(widths), -1, dtype=np.intp)
    at = 0
    for one, width in zip(units, widths, strict=True):
        moved[8 * at : 8 * at + len(one)] = one
        _shuffle_rows(labels[one], shuffled[:, at : at + width], rng)
        at += width
    return Shuffles(pairs, heads, moved, shuffled)


def _tosses(n_rows: int, width: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Toss coins, some rows at a time."""
    heads = np.empty((n_rows, -(-width // 8)), dtype=np.uint8)
    rows = max(1, AT_ONCE // max(1, width))
    for at in range(0, n_rows, rows):
        part = heads[at : at + rows]
        part[:] = np.packbits(rng.random((len(part), width)) < 0.5, axis=1)
    return heads


def _shuffle_rows(
    labels: NDArray[np.bool_], into: NDArray[np.uint8], rng: np.random.Generator
) -> None:
    """Fill each row with the bits of ``labels`` in random order.

    As whole numbers of eight bytes: NumPy swaps these in registers, bytes by calls of ``memcpy``.
    """
    words = labels.astype(np.int64)
    rows = max(1, AT_ONCE // len(labels))
    for at in range(0, len(into), rows):
        part = np.tile(words, (len(into[at : at + rows]), 1))
        into[at : at + rows] = np.packbits(rng.permuted(part, axis=1, out=part), axis=1)


def _fit_single(values: NDArray[np.float64]) -> bool:
    """Whether every sum of some rows of ``values`` is a whole number below 2^24."""
    if not (np.abs(values).sum(axis=0) < 2**24).all():
        return False
    return bool((values == np.rint(values)).all())


def _studentized(units: ExchangeUnits, shuffles: Shuffles) -> NDArray[np.float64]:
    """Studentized differences of ratio means: observed, then one row per permutation."""
    sums, sizes = units.sums.sums, units.sums.sizes[:, None]
    step = max(1, AT_ONCE // len(sums))
    parts = [sums[:, at : at + step] for at in range(0, sums.shape[1], step)]
    found = [_studentized_part(part, sizes, units.first, shuffles) for part in parts]
    return np.concatenate(found, axis=1) if len(found) > 1 else found[0]


def _studentized_part(
    sums: NDArray[np.float64],
    sizes: NDArray[np.float64],
    observed: NDArray[np.bool_],
    shuffles: Shuffles,
) -> NDArray[np.float64]:
    one = np.ones_like(sizes)
    values = np.concatenate([sums, sums**2, sums * sizes, sizes, sizes**2, one], axis=1)
    # The second group is the complement of the first, so one set of sums serves both.
    first = shuffles.totals(observed, values)
    least = max(float(sizes.sum()) * 1e-9, 1e-100)  # less is the rounding of a difference
    means, variances = [], []
    is_empty = np.zeros(len(first), dtype=np.bool_)
    for parts in (first, values.sum(axis=0) - first):
        mean, variance = _mean_and_variance(parts, sums.shape[1], least)
        means.append(mean)
        variances.append(variance)
        is_empty |= parts[:, 3 * sums.shape[1]] < least
    spread = np.sqrt(variances[0] + variances[1])
    # The floor avoids 0/0 for a share that never varies.
    found = np.asarray((means[0] - means[1]) / np.maximum(spread, 1e-7))
    # Where only units without weight fall to a group, it has no mean: the p-value rather rises.
    found[is_empty] = np.inf
    found[:1][is_empty[:1]] = np.nan
    return found


def _mean_and_variance(
    parts: NDArray[np.float64], width: int, least: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second, cross = (parts[:, i * width : (i + 1) * width] for i in range(3))
    sizes, squares, count = (parts[:, 3 * width + i : 3 * width + i + 1] for i in range(3))
    total = np.maximum(sizes, least)
    mean = first / total
    # sum over units of (s - n m)^2, expanded
    spread = np.maximum(second - 2 * mean * cross + mean**2 * squares, 0)
    return mean, spread / total**2 * count / np.maximum(count - 1, 1)


def clear_rows(table: pd.DataFrame) -> pd.Series:
    """Return which differences are significant and have an interval clear of zero.

    The test of a topic that one group has in traces alone can find what the interval does not.

    Examples
    --------
    >>> import pandas as pd
    >>> ends = {"low": [0.1, -0.1, 0.1], "high": [0.2, 0.1, 0.3]}
    >>> clear_rows(pd.DataFrame({"p_adjusted": [0.01, 0.01, 0.2], **ends})).tolist()
    [True, False, False]
    """
    has_zero = (table["low"] <= 0) & (table["high"] >= 0)
    return (table["p_adjusted"] < SIGNIFICANCE_LEVEL) & ~has_zero
