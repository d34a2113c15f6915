"""Permutation tests that exchange whole clusters between two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import ArrayLike, NDArray

    from toolkit.stats.clusters import ClusterSums


N_PERMUTATIONS = 1999
"""Default number of random permutations of every test."""

TIE = 1e-9
"""A permuted statistic this little below the observed one is a tie broken by rounding."""


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
    labels = np.empty((n_permutations + 1, len(units.first)), dtype=np.float64)
    labels[0] = units.first
    labels[1:] = shuffle_within(units.first, units.blocks, n_permutations, rng)
    statistic = np.abs(_studentized(units.sums, labels))
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
    if not isinstance(rng.bit_generator, np.random.PCG64):  # its whole state is two numbers
        return _shuffled(labels, blocks, n_permutations, rng)
    key = (labels.tobytes(), blocks.tobytes(), n_permutations, str(rng.bit_generator.state))
    for draw in _last:
        if draw.key == key:
            rng.bit_generator.state = draw.state
            return draw.shuffled
    shuffled = _shuffled(labels, blocks, n_permutations, rng)
    shuffled.flags.writeable = False
    _last[:] = [_Draw(key, shuffled, rng.bit_generator.state)]
    return shuffled


class _Draw(NamedTuple):
    """Shuffled labels, what they were made from, and the state of the generator after it."""

    key: tuple[Hashable, ...]
    shuffled: NDArray[np.bool_]
    state: Any


_last: list[_Draw] = []
"""The last draw. A report compares the same groups of articles by several measures, each with a
generator of the same seed."""


def _shuffled(
    labels: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    n_permutations: int,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    shuffled = np.tile(labels, (n_permutations, 1))
    order = np.argsort(blocks, kind="stable")
    sizes = np.unique(blocks, return_counts=True)[1]
    members = np.split(order, np.cumsum(sizes)[:-1])
    pairs = np.array([where for where in members if len(where) == 2 and labels[where].sum() == 1])
    if len(pairs):
        # For blocks of two units a permutation is a coin toss, which is much faster.
        heads = rng.random((n_permutations, len(pairs))) < 0.5
        shuffled[:, pairs[:, 0]], shuffled[:, pairs[:, 1]] = heads, ~heads
    for where in members:
        if len(where) > 2 and labels[where].any() and not labels[where].all():
            shuffled[:, where] = rng.permuted(shuffled[:, where], axis=1)
    return shuffled


def _studentized(units: ClusterSums, labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Studentized difference of ratio means, one per row of ``labels`` (n_rows x n_units)."""
    sums, sizes = units.sums, units.sizes[:, None]
    one = np.ones_like(sizes)
    values = np.concatenate([sums, sums**2, sums * sizes, sizes, sizes**2, one], axis=1)
    # The second group is the complement of the first, so one matrix product serves both.
    first = labels @ values
    means, variances = [], []
    for parts in (first, values.sum(axis=0) - first):
        mean, variance = _mean_and_variance(parts, sums.shape[1])
        means.append(mean)
        variances.append(variance)
    spread = np.sqrt(variances[0] + variances[1])
    # The floor avoids 0/0 for a share that never varies.
    return np.asarray((means[0] - means[1]) / np.maximum(spread, 1e-7))


def _mean_and_variance(
    parts: NDArray[np.float64], width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second, cross = (parts[:, i * width : (i + 1) * width] for i in range(3))
    sizes, squares, count = (parts[:, 3 * width + i : 3 * width + i + 1] for i in range(3))
    total = np.maximum(sizes, 1e-300)
    mean = first / total
    # sum over units of (s - n m)^2, expanded
    spread = np.maximum(second - 2 * mean * cross + mean**2 * squares, 0)
    return mean, spread / total**2 * count / np.maximum(count - 1, 1)
