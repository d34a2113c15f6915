"""Weights of other series that together follow a series: non-negative, with the sum 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SUM_PENALTY = 1e4


class DonorFit(NamedTuple):
    """Weights (n_donors,) and the level by which the series lies above the weighted donors."""

    weights: NDArray[np.float64]
    level: float

    def predict(self, donors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what the donors (n_weeks, n_donors) lead to expect, missing where one is."""
        return np.asarray(self.level + donors @ self.weights)


def fit_donors(
    series: NDArray[np.float64], donors: NDArray[np.float64], sizes: NDArray[np.float64]
) -> DonorFit:
    """Fit ``series = level + donors @ weights`` by least squares, weeks weighted by ``sizes``.

    Parameters
    ----------
    series : ndarray of shape (n_weeks,)
        Shares. Weeks in which one of the values is missing are left out.
    donors : ndarray of shape (n_weeks, n_donors)
        Shares of the other series.
    sizes : ndarray of shape (n_weeks,)
        Articles of the series in each week.

    Notes
    -----
    The free level makes this the demeaned synthetic control: only the movements of the donors
    have to match, not their levels.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), JASA 105(490), eq. 2; Ferman & Pinto (2021), Quantitative
    Economics 12(4), for the demeaned form.

    Examples
    --------
    >>> donors = np.array([[0.1, 0.5], [0.3, 0.4], [0.2, 0.1], [0.5, 0.3]])
    >>> fit = fit_donors(donors @ [0.75, 0.25] + 0.1, donors, np.ones(4))
    >>> fit.weights.round(3).tolist(), round(fit.level, 3)
    ([0.75, 0.25], 0.1)
    """
    from scipy.optimize import nnls

    known = ~np.isnan(series) & ~np.isnan(donors).any(axis=1) & (sizes > 0)
    y, x, n = series[known], donors[known], sizes[known]
    y_mean, x_mean = np.average(y, weights=n), np.average(x, axis=0, weights=n)
    root = np.sqrt(n / n.mean())
    left, right = (x - x_mean) * root[:, None], (y - y_mean) * root
    scale = _SUM_PENALTY * max(float(np.sqrt((left**2).sum())), 1e-6)
    left = np.vstack([left, np.full(x.shape[1], scale)])
    weights = nnls(left, np.append(right, scale))[0]
    weights /= weights.sum()
    return DonorFit(weights, float(y_mean - x_mean @ weights))
