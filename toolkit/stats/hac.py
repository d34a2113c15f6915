"""Weighted least squares with Newey-West (HAC) standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LeastSquares(NamedTuple):
    """Coefficients of shape (n_terms,) and their covariance of shape (n_terms, n_terms)."""

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]


def newey_west_lag(count: int) -> int:
    """Rule-of-thumb lag for ``count`` periods: floor(4 (T / 100)^(2/9)).

    Examples
    --------
    >>> newey_west_lag(100), newey_west_lag(24)
    (4, 2)
    """
    return int(np.floor(4 * (count / 100) ** (2 / 9)))


def hac_least_squares(
    design: NDArray[np.float64],
    response: NDArray[np.float64],
    *,
    weights: NDArray[np.float64],
    lag: int,
) -> LeastSquares:
    """Weighted least squares with Newey-West (Bartlett kernel) covariance.

    Parameters
    ----------
    design : ndarray of shape (n_periods, n_terms)
        Regressors including a constant; periods in time order.
    response : ndarray of shape (n_periods,)
        Response variable.
    weights : ndarray of shape (n_periods,)
        Weight of each period, such as its number of articles.
    lag : int
        Number of lags in the Bartlett kernel.

    Returns
    -------
    LeastSquares
        Its covariance includes the small-sample correction T / (T - n_terms).

    References
    ----------
    Newey & West (1987), Econometrica 55(3).

    Examples
    --------
    >>> time = np.arange(20.0)
    >>> design = np.column_stack([np.ones(20), time])
    >>> fit = hac_least_squares(design, 1 + 2 * time, weights=np.ones(20), lag=2)[0]
    >>> fit.round(6).tolist()
    [1.0, 2.0]
    """
    root = np.sqrt(weights)
    x, y = design * root[:, None], response * root
    bread = np.linalg.pinv(x.T @ x)
    coefficients = bread @ (x.T @ y)
    scores = x * (y - x @ coefficients)[:, None]
    meat = scores.T @ scores
    for step in range(1, lag + 1):
        cross = scores[step:].T @ scores[:-step]
        meat += (1 - step / (lag + 1)) * (cross + cross.T)
    count, terms = x.shape
    return LeastSquares(coefficients, bread @ meat @ bread * count / max(count - terms, 1))
