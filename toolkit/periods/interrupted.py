"""Interrupted time series: changes in level and slope at an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from toolkit.stats.hac import hac_least_squares, newey_west_lag

if TYPE_CHECKING:
    from toolkit.periods.daily import DailySums

MIN_POINTS = 8
"""Minimum number of points on each side of the event for a trend."""

STEPS = {"D": 1, "W": 7}


def interrupted_trend(daily: DailySums, place: int, step: int) -> pd.DataFrame:
    """Estimate changes in level and slope at the event; time runs in steps of ``step`` days."""
    point = (np.arange(len(daily.sizes)) - place) // step
    number = point - point.min()
    sizes = np.bincount(number, daily.sizes).astype(np.float64)
    seen = sizes > 0
    time = np.arange(point.min(), point.max() + 1)[seen].astype(np.float64)
    columns = ["level_change", "level_low", "level_high", "slope_change", "slope_low", "slope_high"]
    after = (time >= 0).astype(np.float64)
    if min(after.sum(), (1 - after).sum()) < MIN_POINTS:
        table = pd.DataFrame(np.nan, index=range(daily.sums.shape[1]), columns=columns)
        table["note"] = f"fewer than {MIN_POINTS} points on one side: no trend"
        return table
    design = np.column_stack([np.ones_like(time), time, after, time * after])
    reach = stdtrit(len(time) - 4, 0.975)
    rows = []
    for column in daily.sums.T:
        share = np.bincount(number, column)[seen] / sizes[seen]
        beta, covariance = hac_least_squares(
            design, share, weights=sizes[seen], lag=newey_west_lag(len(time))
        )
        variance = np.diag(covariance)  # 0 or below where the trend fits its few points exactly
        half = reach * np.sqrt(np.where(variance > 0, variance, np.nan))
        rows.append([v for i in (2, 3) for v in (beta[i], beta[i] - half[i], beta[i] + half[i])])
    table = pd.DataFrame(rows, columns=columns)
    unknown = table[["level_low", "slope_low"]].isna().any(axis=1)
    note = "too few points for the errors of a trend"
    return table.assign(note=np.where(unknown, note, ""))
