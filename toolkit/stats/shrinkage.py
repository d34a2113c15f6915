"""Variances shrunk towards each other, and the tail of standardized values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import digamma, ndtr, poch, polygamma, stdtr

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAIL_DEGREES = np.array([3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 60.0, np.inf])
"""Degrees of freedom tried for the tail of standardized values; infinity is the normal."""


class ShrunkVariances(NamedTuple):
    """Posterior variances of shape (n_columns,) and the degrees of freedom of their prior."""

    variances: NDArray[np.float64]
    prior_degrees: float


def shrink_variances(variances: NDArray[np.float64], degrees: float) -> ShrunkVariances:
    """Shrink sample variances towards their common value by empirical Bayes.

    Parameters
    ----------
    variances : ndarray of shape (n_columns,)
        Sample variances, above 0.
    degrees : float
        Degrees of freedom of each.

    Returns
    -------
    ShrunkVariances
        With fewer than three columns nothing is shrunk, and the prior has 0 degrees of freedom.

    References
    ----------
    Smyth (2004), Statistical Applications in Genetics and Molecular Biology 3(1), section 6.2
    (limma's ``squeezeVar``).

    Examples
    --------
    >>> shrink_variances(np.array([0.8, 1.0, 1.2, 1.0]), 20.0).variances.round(2).tolist()
    [1.04, 1.04, 1.04, 1.04]
    """
    if len(variances) < 3:
        return ShrunkVariances(variances, 0.0)
    logs = np.log(variances) - digamma(degrees / 2) + np.log(degrees / 2)
    excess = float(logs.var(ddof=1) - polygamma(1, degrees / 2))
    if excess <= 0:
        common = np.full_like(variances, np.exp(logs.mean()))
        return ShrunkVariances(common, np.inf)
    prior = 2 * _inverse_trigamma(excess)
    center = np.exp(logs.mean() + digamma(prior / 2) - np.log(prior / 2))
    shrunk = (prior * center + degrees * variances) / (prior + degrees)
    return ShrunkVariances(shrunk, prior)


def _inverse_trigamma(value: float) -> float:
    """Solve trigamma(y) = value by Newton's method (Smyth 2004, appendix)."""
    y = 0.5 + 1 / value
    for _ in range(50):
        trigamma = float(polygamma(1, y))
        step = trigamma * (1 - trigamma / value) / float(polygamma(2, y))
        y += step
        if abs(step) < 1e-8 * y:
            break
    return y


def tail_degrees(values: NDArray[np.float64], *, n_effective: float) -> float:
    """Degrees of freedom of the Student t that fits standardized values best.

    Parameters
    ----------
    values : ndarray of shape (n_values,)
        Values with mean square 1, possibly dependent.
    n_effective : float
        Number of independent values that they are worth.

    Returns
    -------
    float
        From 3 to infinity (normal), by maximum likelihood. A heavier tail than the normal must
        gain at least 1 unit of log-likelihood (Akaike's criterion).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> tail_degrees(rng.normal(size=5000), n_effective=500)
    inf
    >>> tail_degrees(rng.standard_t(4, size=5000) / np.sqrt(2), n_effective=500) < 8
    True
    """
    fits = np.array([_log_density(values, degrees).mean() for degrees in TAIL_DEGREES])
    gains = (fits - fits[-1]) * n_effective
    best = int(np.argmax(gains))
    return float(TAIL_DEGREES[best]) if gains[best] > 1 else np.inf


def _log_density(values: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """Return the log density of Student's t with mean square 1; `scipy.stats` is slow to load."""
    squares = values * values
    if np.isinf(degrees):
        return np.asarray(-squares / 2 - np.log(2 * np.pi) / 2)
    spread = degrees - 2  # degrees times the square of the scale
    largest = np.log(poch(degrees / 2, 0.5)) - np.log(np.pi * spread) / 2
    return np.asarray(largest - (degrees + 1) / 2 * np.log1p(squares / spread))


def two_sided_p_values(
    values: NDArray[np.float64], tail: float, *, scale_degrees: float
) -> NDArray[np.float64]:
    """P-values of standardized values under a t distribution with mean square 1.

    Parameters
    ----------
    values : ndarray
        Observed values.
    tail : float
        Degrees of freedom of the tail, from `tail_degrees`.
    scale_degrees : float
        Degrees of freedom of the variances that the values were divided by.

    Examples
    --------
    >>> two_sided_p_values(np.array([1.96]), np.inf, scale_degrees=np.inf).round(3).tolist()
    [0.05]
    """
    scale = 1.0 if np.isinf(tail) else np.sqrt((tail - 2) / tail)
    degrees = min(tail, scale_degrees)
    if np.isinf(degrees):
        return np.asarray(2 * ndtr(-np.abs(values) / scale))
    return np.asarray(2 * stdtr(degrees, -np.abs(values) / scale))
