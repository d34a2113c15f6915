"""How far news that lasts for several days raises the variance of an effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW = 5.0
"""Correlations are added up as far as so many times the factor that they give."""

LEAST_SPAN = 100
"""Fewer days do not tell: of 40 that are independent, one in ten would give a factor of 1.7."""

MOST = 0.25
"""They are added up for at most this part of the span."""


class Lasting(NamedTuple):
    """Factor of the variance, 1 or more, and the number of windows of days side by side."""

    factor: float
    windows: float


def measure_lasting(
    scores: NDArray[np.float64], days: NDArray[np.int64], *, levels: int = 1
) -> Lasting:
    """Measure how alike the contributions of neighbouring days to an effect are.

    Parameters
    ----------
    scores : ndarray of shape (n_days,)
        What each day adds to the error of the effect; their squares add up to its variance.
    days : ndarray of int, shape (n_days,)
        Numbers of these days, in the order of time.
    levels : int
        Parts of the span in which the scores add up to 0.

    Notes
    -----
    The factor is 1 + 2 (r_1 + ... + r_K), with r_k the products of scores k days apart over their
    squares, and K the least lag of at least five times the factor. Scores add up to 0, which takes
    (2 K + 1) / T of T days from the sum. In spans of fewer than 100 days the factor is 1.

    References
    ----------
    Newey & West (1987), Econometrica 55(3), for the sum; Sokal (1997), Monte Carlo Methods in
    Statistical Mechanics, section 3, for K.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> alone = measure_lasting(rng.normal(size=900), np.arange(900))
    >>> lasting = measure_lasting(np.repeat(rng.normal(size=180), 5), np.arange(900))
    >>> alone.factor < 1.4, 3 < lasting.factor < 7
    (True, True)
    """
    span = int(days[-1] - days[0]) + 1
    every = np.zeros(span)
    every[days - days[0]] = scores
    squares = _product(every, every)
    most = int(MOST * span)
    if squares <= 0 or span < LEAST_SPAN:
        return Lasting(1.0, float(len(days)))
    factor, lag = 1.0, 0
    for lag in range(1, most + 1):
        factor += 2 * _product(every[lag:], every[:-lag]) / squares
        if lag >= WINDOW * factor:
            break
    reach = 2 * lag + 1
    found = max(factor * (1 + levels * reach / span), 1.0)
    return Lasting(found, span / reach if found > 1 else float(len(days)))


def _product(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the sum of products, in an order that no number of threads changes."""
    return float(np.einsum("i,i->", one, other))
