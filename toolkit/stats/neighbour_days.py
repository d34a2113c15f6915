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


MAX_SHARED = 0.05
"""Two groups are spans of days if they share at most this part of them."""

MAX_TURNS = 0.2
"""And if their days alternate at most this part as often as those of groups at random would."""


class Lasting(NamedTuple):
    """Factor of the variance, 1 or more, and the degrees of freedom that it leaves."""

    factor: float
    degrees: float


class LastingColumns(NamedTuple):
    """The same of several effects."""

    factor: NDArray[np.float64]
    degrees: NDArray[np.float64]


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
    factor, lag = (each[0] for each in _add_up(scores[:, None]))
    part = _lost_to_means(len(scores), lag) if lost is None else lost(int(lag))
    used = len(scores) if n_effective is None else n_effective
    found = _with_lost(factor, np.asarray(part), used / (2 * lag + 1))
    return Lasting(float(found.factor), float(found.degrees))


def measure_columns(scores: NDArray[np.float64]) -> LastingColumns:
    """Measure each column of ``scores`` as `measure_lasting` does, between two spans of days.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> both = np.c_[rng.normal(size=900), np.repeat(rng.normal(size=180), 5)]
    >>> one = measure_lasting(both[:, 1])
    >>> bool(np.isclose(one.factor, measure_columns(both).factor[1]))
    True
    """
    factor, lag = _add_up(scores)
    part = _lost_to_means(len(scores), lag)
    return _with_lost(factor, part, len(scores) / (2 * lag + 1))


def are_spans(clusters: NDArray[np.int64], first: NDArray[np.bool_]) -> bool:
    """Return whether the days of two groups lie apart in time.

    Outlets of a sparse corpus hardly share a day either, but their days alternate: what
    neighbouring days share is in both.

    Examples
    --------
    >>> early = np.arange(40) < 20
    >>> days = np.arange(40)
    >>> are_spans(days, early), are_spans(days, days % 2 == 0), are_spans(days % 20, early)
    (True, False, False)
    """
    days = np.unique(clusters)
    is_first, is_second = (np.isin(days, clusters[side]) for side in (first, ~first))
    if np.count_nonzero(is_first & is_second) > MAX_SHARED * len(days):
        return False
    share = is_first.mean()
    by_chance = 2 * share * (1 - share) * len(days)
    n_turns = np.count_nonzero(np.diff(is_first))
    return bool(n_turns <= max(2, MAX_TURNS * by_chance))


def _add_up(scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return 1 plus twice the correlations of each column up to its last lag, and that lag."""
    count, width = scores.shape
    factor, last = np.ones(width), np.zeros(width, dtype=np.int64)
    squares = _products(scores, scores)
    going = np.flatnonzero(squares > 0) if count >= LEAST_DAYS else np.empty(0, np.intp)
    some = np.ascontiguousarray(scores[:, going])
    for lag in range(1, int(MOST * count) + 1):
        if not len(going):
            break
        factor[going] += 2 * _products(some[lag:], some[:-lag]) / squares[going]
        last[going] = lag
        more = lag < np.maximum(LEAST_LAG, WINDOW * factor[going])
        if not more.all():
            going, some = going[more], np.ascontiguousarray(some[:, more])
    return factor, last


def _lost_to_means(count: int, lag: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(2 * (2 * lag + 1) / count)


def _with_lost(
    factor: NDArray[np.float64], part: NDArray[np.float64], windows: NDArray[np.float64]
) -> LastingColumns:
    """Give back the part of the sums that is lost; a factor of 1 leaves all degrees of freedom."""
    whole = np.where(factor == 1, 1.0, factor / (1 - np.clip(part, 0, MOST_TAKEN)))
    above = whole > 1
    beyond = np.where(above, whole - 1, 1.0)
    degrees = np.where(above, np.maximum(windows * whole / beyond, 1.0), np.inf)
    return LastingColumns(np.maximum(whole, 1.0), degrees)


def _products(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sums of products of columns, in an order that no number of threads changes."""
    return np.asarray(np.einsum("dc,dc->c", one, other))
