"""Permutation of whole clusters between two groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.sampling.clusters import ClusterSums


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
    first, second = _mean_and_variance(units, labels), _mean_and_variance(units, 1 - labels)
    difference = first[0] - second[0]
    spread = np.sqrt(first[1] + second[1])
    # The floor keeps a share that never varies at zero, and a clean separation at its largest.
    return np.asarray(difference / np.maximum(spread, 1e-7))


def _mean_and_variance(
    units: ClusterSums, labels: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sizes, count = labels @ units.sizes, labels.sum(axis=1)
    total = np.maximum(sizes, 1e-300)[:, None]
    mean = (labels @ units.sums) / total
    # sum over units of (s - n m)^2, opened so that it is three products of matrices
    squares = (
        labels @ units.sums**2
        - 2 * mean * (labels @ (units.sums * units.sizes[:, None]))
        + mean**2 * (labels @ units.sizes**2)[:, None]
    )
    widen = (count / np.maximum(count - 1, 1))[:, None]
    return mean, np.maximum(squares, 0) / total**2 * widen
