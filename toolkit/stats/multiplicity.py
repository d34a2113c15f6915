"""Corrections for multiple testing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError, check_option
from toolkit.stats.permutation import permutation_p_value

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

METHODS = ("bh", "by", "holm", "holm-sidak", "bonferroni")

TAIL = 0.99
"""Quantile by which statistics of one family are made comparable."""


def adjust_p_values(p_values: ArrayLike, *, method: str = "bh") -> NDArray[np.float64]:
    """Adjust p-values for multiple testing.

    Parameters
    ----------
    p_values : array-like
        P-values from 0 to 1. NaN stays NaN and is not counted as a test.
    method : {'bh', 'by', 'holm', 'holm-sidak', 'bonferroni'}
        Benjamini-Hochberg or Benjamini-Yekutieli (false discovery rate; the latter under any
        dependence); Holm, Holm-Sidak (independent or positively dependent tests) or Bonferroni
        (family-wise error rate).

    Returns
    -------
    ndarray
        Adjusted p-values, in the order given.

    Raises
    ------
    InputError
        If a p-value lies outside 0 to 1, or the method is unknown.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57(1); Benjamini & Yekutieli (2001), Annals of Statistics
    29(4); Holm (1979), Scandinavian Journal of Statistics 6(2).

    Examples
    --------
    >>> adjust_p_values([0.01, 0.02, 0.03, 0.5]).round(3).tolist()
    [0.04, 0.04, 0.04, 0.5]
    """
    check_option("adjust_p_values", "method", method, METHODS)
    values = np.asarray(p_values, dtype=np.float64)
    known = ~np.isnan(values)
    p = values[known]
    if ((p < 0) | (p > 1)).any():
        bad = p[(p < 0) | (p > 1)][0]
        message = f"adjust_p_values: p-values must lie between 0 and 1; got {bad:g}."
        raise InputError(message)
    adjusted = np.full(values.shape, np.nan)
    adjusted[known] = _adjust(p, method)
    return adjusted


def _adjust(p: NDArray[np.float64], method: str) -> NDArray[np.float64]:
    count = len(p)
    if count == 0:
        return p
    if method == "bonferroni":
        return np.minimum(p * count, 1)
    order = np.argsort(p, kind="stable")
    rank = np.arange(1, count + 1)
    if method == "holm-sidak":
        remaining = count - rank + 1
        with np.errstate(divide="ignore"):  # p = 1 stays 1
            stepped = np.maximum.accumulate(-np.expm1(remaining * np.log1p(-p[order])))
    elif method == "holm":
        stepped = np.maximum.accumulate(p[order] * (count - rank + 1))
    else:
        factor = float((1 / rank).sum()) if method == "by" else 1.0
        stepped = np.minimum.accumulate((p[order] * factor * count / rank)[::-1])[::-1]
    result = np.empty(count)
    result[order] = np.minimum(stepped, 1)
    return result


def max_t_p_values(
    observed: NDArray[np.float64], permuted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Family-wise adjusted p-values: step-down max-T over shared permutations, balanced.

    Each statistic is divided by its own 99 % quantile over the permutations and the observation.
    Without this, tests with long tails decide for all: a group of a dozen articles that happens to
    have none of a theme has no error of its own, and so a large statistic, in many permutations.

    Parameters
    ----------
    observed : ndarray of shape (n_tests,)
        Absolute test statistics.
    permuted : ndarray of shape (n_permutations, n_tests)
        The same statistics under permutation.

    Returns
    -------
    ndarray of shape (n_tests,)
        Adjusted p-values, at least 1 / (1 + n_permutations).

    References
    ----------
    Westfall & Young (1993), Resampling-Based Multiple Testing, algorithm 4.1. Romano & Wolf (2010),
    Annals of Statistics 38(1): 598-633, balanced control, doi:10.1214/09-AOS734.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> max_t_p_values(np.array([5.0, 0.1]), abs(rng.normal(size=(99, 2)))).round(2).tolist()
    [0.01, 0.94]
    """
    scale = _tail(observed, permuted)
    observed, permuted = observed / scale, permuted / scale
    order = np.argsort(-observed, kind="stable")
    # For each permutation, the maximum over this test and all tests with smaller statistics.
    ceilings = np.maximum.accumulate(permuted[:, order][:, ::-1], axis=1)[:, ::-1]
    stepped = np.maximum.accumulate(permutation_p_value(observed[order], ceilings))
    result = np.empty(len(observed))
    result[order] = stepped
    return result


def _tail(observed: NDArray[np.float64], permuted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 99 % quantile of each statistic, of which the observed is one of many.

    Where it is infinite, as in permutations that leave a group without weight, the largest finite
    value stands in, and infinite statistics stay so.
    """
    every = np.concatenate([observed[np.newaxis], permuted])
    place = int(np.ceil(TAIL * len(every))) - 1
    every.partition(place, axis=0)
    tail = every[place]
    is_usable = (tail > 0) & np.isfinite(tail)
    if is_usable.all():
        return np.asarray(tail)
    most = np.where(np.isfinite(every), every, 0.0).max(axis=0)
    return np.where(is_usable, tail, np.where(most > 0, most, 1.0))
