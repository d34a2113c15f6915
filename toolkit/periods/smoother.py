"""Smooth trend of shares per period, to be drawn beside the raw points."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from toolkit.periods.series import check_series, each_series
from toolkit.periods.trend_grid import average_trend
from toolkit.tables.arrow_tables import as_pandas

FUNCTION = "smooth_shares"
MIN_PERIODS = 6


def smooth_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Add a penalised-spline trend with a 95 % band to a table of shares per period.

    Periods are weighted by their number of articles. News lasts, so that neighbouring periods are
    alike: waves of up to a twelfth of the series are told from the trend. How smooth the trend is,
    and how long the waves last, is averaged over all that fits the series, so the band holds what
    is not known of both. Draw the trend beside the raw shares: it shows neither events nor breaks.

    Parameters
    ----------
    table : DataFrame
        Shares per period, made by `share_by_period`.

    Returns
    -------
    DataFrame
        The table with ``smooth``, ``smooth_low`` and ``smooth_high``, from 0 to 1; NaN in periods
        without articles and in series of fewer than six periods. A series of equal shares has no
        band: nothing tells how far its periods vary.

    References
    ----------
    Eilers & Marx (1996), Statistical Science 11(2), with a knot at every period and second
    differences; Wahba (1983), JRSS B 45(1), for the band; Harvey (1989), Forecasting, Structural
    Time Series Models and the Kalman Filter, section 4.3, for the waves.

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
        trend, error = average_trend(*map(series.on_calendar, (series.share, series.sizes)))
        if np.ptp(series.share) == 0:  # nothing tells how far periods vary
            error = np.full(len(error), np.nan)
        reach = stdtrit(len(series.places) - 2, 0.975) * error
        rows = table.index[(table[label] == series.name).to_numpy()]
        period = pd.DatetimeIndex(table.loc[rows, "period"])
        place = pd.Index(series.periods).get_indexer(period)
        for name, values in (
            ("smooth", trend),
            ("smooth_low", trend - reach),
            ("smooth_high", trend + reach),
        ):
            at_places = np.clip(values, 0, 1)[series.places]
            result.loc[rows, name] = np.where(place >= 0, at_places[place], np.nan)
    return result
