"""Interrupted time series: changes in level and slope at an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtrit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.periods.daily import DailySums
    from toolkit.periods.step_tests import Noise

MIN_POINTS = 8
"""Minimum number of points on each side of the event for a trend."""

STEPS = {"D": 1, "W": 7}


def interrupted_trend(daily: DailySums, place: int, step: int, noise: Noise) -> pd.DataFrame:
    """Estimate changes in level and slope at the event; time runs in steps of ``step`` days.

    Errors are those of weighted least squares where points vary and resemble each other as the
    ``noise`` of ordinary days says, scaled to the residuals of the trend itself.
    """
    point = (np.arange(len(daily.sizes)) - place) // step
    place_of = point - point.min()
    sizes = np.bincount(place_of, daily.sizes).astype(np.float64)
    seen = sizes > 0
    time = np.arange(point.min(), point.max() + 1)[seen].astype(np.float64)
    columns = ["level_change", "level_low", "level_high", "slope_change", "slope_low", "slope_high"]
    after = (time >= 0).astype(np.float64)
    if min(after.sum(), (1 - after).sum()) < MIN_POINTS:
        table = pd.DataFrame(np.nan, index=range(daily.sums.shape[1]), columns=columns)
        table["note"] = f"fewer than {MIN_POINTS} points on one side: no trend"
        return table
    design = np.column_stack([np.ones_like(time), time, after, time * after])
    apart = np.abs(np.subtract.outer(time, time)).astype(np.intp)
    rows = []
    for number, column in enumerate(daily.sums.T):
        share = np.bincount(place_of, column)[seen] / sizes[seen]
        alike = noise.covariance_of_points(number, step, int(apart.max()) + 1)[apart]
        alike[np.diag_indices_from(alike)] += noise.article[number] / sizes[seen]
        beta, half = _trend_error(design, share, sizes[seen], alike)
        rows.append([v for i in (2, 3) for v in (beta[i], beta[i] - half[i], beta[i] + half[i])])
    table = pd.DataFrame(rows, columns=columns)
    unknown = table[["level_low", "slope_low"]].isna().any(axis=1)
    note = "every point lies on the trend, which leaves it without errors"
    return table.assign(note=np.where(unknown, note, ""))


def _trend_error(
    design: NDArray[np.float64],
    share: NDArray[np.float64],
    weights: NDArray[np.float64],
    covariance: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients and half-widths of their 95 % intervals; NaN where residuals have no variance.

    G is the estimator, e = (I - X G) y, and V the covariance up to a factor, which is e'We / tr A
    with (tr A)^2 / tr A^2 degrees of freedom (Satterthwaite); A = W^.5 (I - X G) V (I - X G)' W^.5.
    """
    root = np.sqrt(weights)[:, None]
    solve = np.linalg.pinv(design * root) * root.T
    left = covariance - design @ (solve @ covariance)
    left -= (left @ solve.T) @ design.T  # of two thousand days, so no product of whole matrices
    spread = root * left * root.T
    beta, total = solve @ share, np.trace(spread)
    squares = float(((root[:, 0] * (share - design @ beta)) ** 2).sum())
    if not (total > 0 and squares > 1e-20 * weights.sum()):
        return beta, np.full(len(beta), np.nan)
    variance = np.diag(solve @ covariance @ solve.T) * squares / total
    return beta, stdtrit(total**2 / (spread**2).sum(), 0.975) * np.sqrt(variance)
