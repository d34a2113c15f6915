"""How large a step is at every date, relative to the ordinary variation of a daily series."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.periods.daily import DailySums

N_LAGS = 28
PHIS = np.linspace(0.0, 0.96, 49)
"""Autocorrelations of neighbouring days that are tried."""

MIN_DAYS = 60
"""Minimum number of days outside event windows for fitting the noise to them alone."""


class Noise(NamedTuple):
    """Ordinary variation of the daily shares of each theme, arrays of shape (n_columns,).

    A day's mean share varies around its level by an AR(1) process with variance ``process`` and
    autocorrelation ``phi``; its articles add the variance ``article`` divided by their number.
    """

    phi: NDArray[np.float64]
    process: NDArray[np.float64]
    article: NDArray[np.float64]

    def covariance(self, column: int, n_articles: float, n_days: int) -> NDArray[np.float64]:
        """First column of the Toeplitz covariance of ``n_days`` days of ``n_articles`` each."""
        row = self.process[column] * self.phi[column] ** np.arange(n_days)
        row[0] += max(self.article[column] / n_articles, 1e-15)
        return np.asarray(row)

    def covariance_of_points(self, column: int, step: int, n_points: int) -> NDArray[np.float64]:
        """Autocovariances of the process where every point is the mean of ``step`` days."""
        days = np.arange(1 - step, step)
        pairs = (step - np.abs(days)) / step**2
        apart = np.abs(step * np.arange(n_points)[:, None] + days)
        return np.asarray(self.process[column] * self.phi[column] ** apart @ pairs)


def fit_noise(daily: DailySums, events: NDArray[np.intp], window: int) -> Noise:
    """Fit the noise by moments, from autocovariances up to ``N_LAGS`` days.

    The level is free to change at each event, and the windows after the events are left out, so
    that the effect of an event does not count as noise.
    """
    sizes, residuals = _residuals(daily, events, window)
    squares, total = sizes @ sizes, sizes.sum()
    lags = [
        (residuals[:-lag] * residuals[lag:]).sum(axis=0) / max(sizes[:-lag] @ sizes[lag:], 1e-300)
        for lag in range(1, min(N_LAGS, len(sizes) - 1) + 1)
    ]
    phi, process = _fit_ar1(np.array(lags))
    article = np.maximum((residuals**2).sum(axis=0) - process * squares, 0) / total
    return Noise(phi, process, article)


def _residuals(
    daily: DailySums, events: NDArray[np.intp], window: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sizes, and sums minus their expectation, by day; 0 in the windows after the events."""
    usual = np.ones(len(daily.sizes), dtype=bool)
    for event in events:
        usual[event : event + window] = False
    if (daily.sizes[usual] > 0).sum() < MIN_DAYS:
        usual[:] = True
    sizes, sums = daily.sizes * usual, daily.sums * usual[:, None]
    segment = np.searchsorted(np.unique(events), np.arange(len(sizes)), side="right")
    count = int(segment.max()) + 1
    articles = np.maximum(np.bincount(segment, sizes, minlength=count), 1)
    totals = np.stack([np.bincount(segment, column, minlength=count) for column in sums.T], axis=1)
    level = (totals / articles[:, None])[segment]
    return sizes, sums - sizes[:, None] * level


def _fit_ar1(lags: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least-squares fit of ``constant + process * phi ** lag`` to autocovariances, by column.

    The constant takes up slow drift, which differences of neighbouring windows do not contain.
    """
    powers = PHIS[:, None] ** np.arange(1, len(lags) + 1)
    powers -= powers.mean(axis=1, keepdims=True)
    norm = np.maximum((powers**2).sum(axis=1), 1e-12)
    process = np.maximum(powers @ lags / norm[:, None], 0)
    # |y - a x|^2 = |y|^2 - a (2 x'y - a x'x), so the best phi has the largest gain.
    gain = process * (2 * (powers @ lags) - process * norm[:, None])
    best = gain.argmax(axis=0)
    columns = np.arange(lags.shape[1])
    return PHIS[best], process[best, columns]


def step_weights(covariance: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Weights of the days of two windows in the generalized least-squares estimate of a step.

    Parameters
    ----------
    covariance : ndarray of shape (2 * window,)
        First column of the Toeplitz covariance of the days.
    window : int
        Days on each side.

    Returns
    -------
    ndarray of shape (2 * window,)
        At most 0 before and at least 0 after; each side sums to 1 in absolute value.

    Examples
    --------
    >>> step_weights(np.array([1.0, 0, 0, 0]), 2).tolist()
    [-0.5, -0.5, 0.5, 0.5]
    """
    from scipy.linalg import solve_toeplitz  # slow to import

    after = (np.arange(2 * window) >= window).astype(np.float64)
    design = np.column_stack([np.ones(2 * window), after])
    inverse = solve_toeplitz(covariance, design)
    weights = np.linalg.solve(design.T @ inverse, inverse.T)[1]
    sides = np.clip(-weights[:window], 0, None), np.clip(weights[window:], 0, None)
    return np.concatenate([-sides[0] / sides[0].sum(), sides[1] / sides[1].sum()])


class Steps(NamedTuple):
    """Steps at every day.

    Attributes
    ----------
    statistic : ndarray of shape (n_days, n_columns)
        Estimated step divided by its standard deviation under the noise.
    process : ndarray of shape (n_columns,)
        Variance of the difference of two plain window means that is due to the AR(1) process.
    """

    statistic: NDArray[np.float64]
    process: NDArray[np.float64]


def step_statistics(daily: DailySums, noise: Noise, window: int) -> Steps:
    """Estimate the step at every day by generalized least squares.

    Windows are cut off at the ends of the corpus, and days without articles carry no weight; the
    statistic is missing where one side has no articles.
    """
    from scipy.linalg import toeplitz

    seen = daily.sizes[daily.sizes > 0]
    per_day = float(seen.mean())
    width = daily.sums.shape[1]
    statistic = np.full((len(daily.sizes), width), np.nan)
    plain_process = np.zeros(width)
    plain = np.repeat([-1.0 / window, 1.0 / window], window)
    for column in range(width):
        row = noise.covariance(column, per_day, 2 * window)
        weights = step_weights(row, window)
        drift = toeplitz(row - np.eye(1, 2 * window)[0] * noise.article[column] / per_day)
        process = max(float(weights @ drift @ weights), 0.0)
        plain_process[column] = max(float(plain @ drift @ plain), 0.0)
        statistic[:, column] = _standardize(
            daily, column, weights, (process, noise.article[column])
        )
    return Steps(statistic, plain_process)


def _standardize(
    daily: DailySums, column: int, weights: NDArray[np.float64], noise: tuple[float, float]
) -> NDArray[np.float64]:
    """Weighted difference at every day over its standard deviation."""
    window = len(weights) // 2
    before, after = -weights[:window], weights[window:]
    sums, sizes = daily.sums[:, column], daily.sizes
    step, variance = np.zeros(len(sizes)), np.zeros(len(sizes))
    for kernel, lead, sign in ((before, True, -1), (after, False, 1)):
        mass = _weighted(sizes, kernel, before=lead)
        squares = _weighted(sizes, kernel**2, before=lead)
        days = _weighted((sizes > 0).astype(np.float64), kernel, before=lead)
        with np.errstate(divide="ignore", invalid="ignore"):
            step += sign * _weighted(sums, kernel, before=lead) / mass
            # A window with fewer days averages less of the process away.
            variance += noise[0] / 2 / days + noise[1] * squares / mass**2
    return np.asarray(np.divide(step, np.sqrt(variance), where=variance > 0, out=step * np.nan))


def _weighted(
    values: NDArray[np.float64], kernel: NDArray[np.float64], *, before: bool
) -> NDArray[np.float64]:
    """Sum of ``values`` times ``kernel`` over the days before, or from, each day on."""
    window, count = len(kernel), len(values)
    padded = np.concatenate([np.zeros(window), values, np.zeros(window)])
    sums = np.correlate(padded, kernel, mode="valid")
    found = sums[:count] if before else sums[window : window + count]
    # Rounding leaves dust where every day is empty.
    return np.where(np.abs(found) < 1e-12, 0.0, found)
