"""How far news that lasts for several days raises the variance of an effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WINDOW = 5.0
"""Correlations are added up as far as so many times the factor that they give."""

LEAST_LAG = 7
"""And at least so far: where most articles are of one day in seven, the next such day counts."""

LEAST_DAYS = 50
"""Fewer days with articles, or weeks of a weekly paper, do not tell how long news lasts."""

MOST = 0.25
"""Correlations are added up for at most this part of the days."""

MOST_TAKEN = 0.5
"""No more than this part of the sum is taken to have been lost to what was fitted."""


class Lasting(NamedTuple):
    """Factor of the variance, 1 or more, and the degrees of freedom that it leaves."""

    factor: float
    degrees: float


def measure_lasting(
    scores: NDArray[np.float64],
    *,
    lost: Callable[[int], float] | None = None,
    n_effective: float | None = None,
) -> Lasting:
    """Measure how alike the contributions of neighbouring days to an effect are.

    Parameters
    ----------
    scores : ndarray of shape (n_days,)
        What each day with articles adds to the error of the effect, in the order of time; their
        squares add up to its variance.
    lost : callable, optional
        From K to the part of the sum over lags up to K that is missing because residuals are
        smaller than errors; by default that of two means, of which each has half of the days.
    n_effective : float, optional
        Number of days that the effect rests on; by default all.

    Notes
    -----
    The factor is 1 + 2 (r_1 + ... + r_K), with r_k the products of scores k days apart over their
    squares, and K the least lag of at least seven and of five times the factor, divided by 1 minus
    the part that is lost. Days without articles are not counted, so that the neighbour of an issue
    of a weekly paper is the next issue. With f for the factor and n for the effective number of
    days, the degrees of freedom are f / (f - 1) times n / (2 K + 1). With fewer than fifty days
    the factor is 1.

    References
    ----------
    Newey & West (1987), Econometrica 55(3), for the sum; Sokal (1997), Monte Carlo Methods in
    Statistical Mechanics, section 3, for K.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> alone = measure_lasting(rng.normal(size=900))
    >>> lasting = measure_lasting(np.repeat(rng.normal(size=180), 5))
    >>> alone.factor < 1.4, 3 < lasting.factor < 7
    (True, True)
    """
    count = len(scores)
    squares = _product(scores, scores)
    if squares <= 0 or count < LEAST_DAYS:
        return Lasting(1.0, np.inf)
    factor, lag = 1.0, 0
    for lag in range(1, int(MOST * count) + 1):
        factor += 2 * _product(scores[lag:], scores[:-lag]) / squares
        if lag >= max(LEAST_LAG, WINDOW * factor):
            break
    reach = 2 * lag + 1
    part = 2 * reach / count if lost is None else lost(lag)
    factor /= 1 - min(max(part, 0.0), MOST_TAKEN)
    if factor <= 1:
        return Lasting(1.0, np.inf)
    used = count if n_effective is None else n_effective
    return Lasting(factor, max(used / reach * factor / (factor - 1), 1.0))


def _product(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the sum of products, in an order that no number of threads changes."""
    return float(np.einsum("i,i->", one, other))
