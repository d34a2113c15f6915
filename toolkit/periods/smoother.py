"""Smooth trend of shares per period, to be drawn beside the raw points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.periods.series import check_series, each_series
from toolkit.tables.arrow_tables import as_pandas

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "smooth_shares"
MIN_PERIODS = 6
PENALTIES = np.geomspace(1e-2, 1e6, 49)


def smooth_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Add a penalised-spline trend with a 95 % band to a table of shares per period.

    Periods are weighted by their number of articles; generalized cross-validation selects the
    amount of smoothing. Draw the trend beside the raw shares: it shows neither events nor breaks.

    Parameters
    ----------
    table : DataFrame
        Shares per period, made by `share_by_period`.

    Returns
    -------
    DataFrame
        The table with ``smooth``, ``smooth_low`` and ``smooth_high``, from 0 to 1; NaN in periods
        without articles and in series of fewer than six periods.

    References
    ----------
    Eilers & Marx (1996), Statistical Science 11(2), with a knot at every period and second
    differences; Wahba (1983), JRSS B 45(1), for the band; Craven & Wahba (1979) for GCV.

    Examples
    --------
    >>> months = pd.date_range("2016-01-01", periods=8, freq="MS", unit="us")
    >>> share = np.linspace(0.1, 0.45, 8)
    >>> table = pd.DataFrame({"period": months, "theme": "war", "share": share, "n_articles": 30})
    >>> smooth_shares(table)["smooth"].round(2).tolist()
    [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45]
    """
    table = as_pandas(table)
    label = check_series(FUNCTION, table)
    result = table.copy()
    for name in ("smooth", "smooth_low", "smooth_high"):
        result[name] = np.nan
    for series in each_series(FUNCTION, table):
        if len(series.places) < MIN_PERIODS:
            continue
        trend, error = _fit(*(series.on_calendar(part) for part in (series.share, series.sizes)))
        rows = table.index[(table[label] == series.name).to_numpy()]
        period = pd.DatetimeIndex(table.loc[rows, "period"])
        place = pd.Index(series.periods).get_indexer(period)
        for name, values in (
            ("smooth", trend),
            ("smooth_low", trend - 1.96 * error),
            ("smooth_high", trend + 1.96 * error),
        ):
            at_places = np.clip(values, 0, 1)[series.places]
            result.loc[rows, name] = np.where(place >= 0, at_places[place], np.nan)
    return result


def _fit(
    share: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Trend and its standard error, at the penalty with the lowest GCV score."""
    scale = weights / weights[weights > 0].mean()
    difference = np.diff(np.eye(len(share)), n=2, axis=0)
    rough = difference.T @ difference
    seen = int((weights > 0).sum())
    best: tuple[float, NDArray[np.float64], NDArray[np.float64]] | None = None
    for penalty in PENALTIES:
        inverse = np.linalg.inv(np.diag(scale) + penalty * rough)
        trend = inverse @ (scale * share)
        free = seen - float(np.diag(inverse) @ scale)
        if free < 0.5:
            continue
        misfit = float((scale * (share - trend) ** 2).sum())
        score = misfit / free**2
        if best is None or score < best[0]:
            best = score, trend, np.sqrt(np.maximum(np.diag(inverse) * misfit / free, 0))
    if best is None:  # all penalties interpolate: possible only below MIN_PERIODS
        return share, np.full(len(share), np.nan)
    return best[1], best[2]
