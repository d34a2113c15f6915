"""Permutation of whole clusters between two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.stats.clusters import ClusterSums


def permute_means(
    units: ClusterSums,
    first: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    *,
    n_permutations: int,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Studentised differences of two groups, as observed and with the labels of units shuffled.

    Parameters
    ----------
    units : ClusterSums
        Sums and sizes of the units that are exchanged: days, or an outlet's days.
    first : ndarray of bool, shape (n_units,)
        Units of the first group.
    blocks : ndarray of int, shape (n_units,)
        Labels are only exchanged between units of the same block.
    n_permutations : int
        How many shuffles.
    rng : numpy.random.Generator
        Random numbers.

    Returns
    -------
    observed : ndarray of shape (n_columns,)
        Absolute difference of the means divided by its cluster-robust standard error.
    permuted : ndarray of shape (n_permutations, n_columns)
        The same for each shuffle.

    References
    ----------
    Chung & Romano (2013), Annals of Statistics 41(2): studentised, the test stays right when the
    groups differ in spread or in number of units.
    """
    labels = np.empty((n_permutations + 1, len(first)), dtype=np.float64)
    labels[0] = first
    labels[1:] = shuffle_within(first, blocks, n_permutations, rng)
    statistic = np.abs(_studentised(units, labels))
    return statistic[0], statistic[1:]


def shuffle_within(
    labels: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    n_permutations: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Shuffle ``labels`` within each block, ``n_permutations`` times.

    Examples
    --------
    >>> labels, blocks = np.array([True, False, True]), np.array([0, 0, 1])
    >>> shuffled = shuffle_within(labels, blocks, 100, np.random.default_rng(0))
    >>> shuffled[:, 2].min(), set(shuffled[:, :2].sum(axis=1).tolist())
    (np.float64(1.0), {1.0})
    """
    shuffled = np.tile(labels.astype(np.float64), (n_permutations, 1))
    order = np.argsort(blocks, kind="stable")
    sizes = np.unique(blocks, return_counts=True)[1]
    members = np.split(order, np.cumsum(sizes)[:-1])
    pairs = np.array([where for where in members if len(where) == 2 and labels[where].sum() == 1])
    if len(pairs):
        # Thousands of days with two units each: swapping is tossing a coin for each.
        heads = rng.random((n_permutations, len(pairs))) < 0.5
        shuffled[:, pairs[:, 0]], shuffled[:, pairs[:, 1]] = heads, ~heads
    for where in members:
        if len(where) > 2 and labels[where].any() and not labels[where].all():
            shuffled[:, where] = rng.permuted(shuffled[:, where], axis=1)
    return shuffled


def _studentised(units: ClusterSums, labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Difference of ratio means over its standard error, for each row of ``labels`` (B x units)."""
    sums, sizes = units.sums, units.sizes[:, None]
    one = np.ones_like(sizes)
    values = np.concatenate([sums, sums**2, sums * sizes, sizes, sizes**2, one], axis=1)
    # What is not in the first group is in the second: one product of matrices serves both.
    first = labels @ values
    means, variances = [], []
    for parts in (first, values.sum(axis=0) - first):
        mean, variance = _mean_and_variance(parts, sums.shape[1])
        means.append(mean)
        variances.append(variance)
    spread = np.sqrt(variances[0] + variances[1])
    # The floor keeps a share that never varies at zero, and a clean separation at its largest.
    return np.asarray((means[0] - means[1]) / np.maximum(spread, 1e-7))


def _mean_and_variance(
    parts: NDArray[np.float64], width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second, cross = (parts[:, i * width : (i + 1) * width] for i in range(3))
    sizes, squares, count = (parts[:, 3 * width + i : 3 * width + i + 1] for i in range(3))
    total = np.maximum(sizes, 1e-300)
    mean = first / total
    # sum over units of (s - n m)^2, opened
    spread = np.maximum(second - 2 * mean * cross + mean**2 * squares, 0)
    return mean, spread / total**2 * count / np.maximum(count - 1, 1)
