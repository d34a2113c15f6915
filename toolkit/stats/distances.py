"""Distances between topic distributions: Jensen-Shannon and Hellinger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def jensen_shannon(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Jensen-Shannon divergence between topic distributions, in bits.

    Parameters
    ----------
    p, q : array-like of shape (..., n_topics)
        Topic shares: non-negative, each row summing to 1.

    Returns
    -------
    ndarray of shape (...)
        0 for equal distributions, 1 for distributions that share no topic. This is the
        divergence; its square root is what `scipy.spatial.distance.jensenshannon` returns.

    Raises
    ------
    InputError
        If a share is negative or missing, or a row does not sum to 1.

    References
    ----------
    Lin (1991), IEEE Trans. Inf. Theory 37(1), eq. 4.1. doi:10.1109/18.61115

    Examples
    --------
    >>> jensen_shannon([0.5, 0.5], [1.0, 0.0]).round(4).item()
    0.3113
    """
    p, q = _pair("jensen_shannon", p, q)
    return np.asarray(np.clip(divergence_terms(p, q).sum(axis=-1), 0.0, 1.0))


def divergence_terms(p: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.float64]:
    """Contribution of each topic to the Jensen-Shannon divergence, in bits."""
    return np.asarray((_half_divergence(p, q) + _half_divergence(q, p)) / (2 * np.log(2)))


def _half_divergence(p: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return p log(2 p / (p + q)), also where p + q is too small to be halved."""
    total, near = p + q, p - q
    # numpy's logarithms take several numbers at a time, unlike those of scipy.special.xlogy; each
    # step overwrites its argument, because new memory would cost as much as the arithmetic.
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.divide(p, total)
        near /= total
        is_near = np.abs(near) < 0.5
        terms *= 2
        np.log(terms, out=terms)
        np.log1p(near, out=near)
        np.copyto(terms, near, where=is_near)
        terms *= p
    np.copyto(terms, 0.0, where=p == 0)
    return terms


def hellinger(p: ArrayLike, q: ArrayLike) -> NDArray[np.float64]:
    """Hellinger distance between topic distributions.

    Parameters
    ----------
    p, q : array-like of shape (..., n_topics)
        Topic shares: non-negative, each row summing to 1.

    Returns
    -------
    ndarray of shape (...)
        0 for equal distributions, 1 for distributions that share no topic.

    Raises
    ------
    InputError
        If a share is negative or missing, or a row does not sum to 1.

    References
    ----------
    Le Cam & Yang (2000), Asymptotics in Statistics, chapter 3; with the factor 1/sqrt(2).

    Examples
    --------
    >>> hellinger([0.5, 0.5], [1.0, 0.0]).round(4).item()
    0.5412
    """
    p, q = _pair("hellinger", p, q)
    squares = ((np.sqrt(p) - np.sqrt(q)) ** 2).sum(axis=-1)
    return np.asarray(np.sqrt(squares / 2).clip(0.0, 1.0))


def _pair(
    function: str, p: ArrayLike, q: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second = _shares(function, p, "p"), _shares(function, q, "q")
    if first.shape[-1] != second.shape[-1]:
        message = (
            f"{function}: p has {first.shape[-1]} topics and q has {second.shape[-1]}. "
            f"Compare distributions over the same topics."
        )
        raise InputError(message)
    return first, second


def _shares(function: str, values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Check that every row is a probability distribution."""
    shares = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if shares.shape[-1] == 0:
        message = f"{function}: {name} has no topics."
        raise InputError(message)
    rows = shares.reshape(-1, shares.shape[-1])
    bad = np.flatnonzero(~(rows >= 0).all(axis=1))
    if len(bad):
        row = rows[bad[0]]
        worst = row[~(row >= 0)][0]
        message = f"{function}: row {bad[0]} of {name} holds {worst:g}; shares are 0 or more."
        raise InputError(message)
    totals = rows.sum(axis=1)
    bad = np.flatnonzero(np.abs(totals - 1) > 1e-6)
    if len(bad):
        message = (
            f"{function}: row {bad[0]} of {name} sums to {totals[bad[0]]:g}, not 1. Divide counts "
            f"by their row total first:\nshares = {name} / {name}.sum(axis=-1, keepdims=True)."
        )
        raise InputError(message)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))
