"""Event effects: shares before and after a date, compared with every other date as placebo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from toolkit._core.checks import check_count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.periods.calendar import check_dates
from toolkit.stats import (
    MIN_CLUSTERS,
    aligned,
    check_shares,
    format_interval,
    format_points,
    hac_least_squares,
    is_binary,
    max_t_p_values,
    newey_west_lag,
    permutation_p_value,
    shares_label,
    spoken_name,
    start_sentence,
    usable_rows,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

FUNCTION = "event_effect"
MIN_POINTS = 8
"""Minimum number of points on each side of the event for a trend."""

MIN_PLACEBO = 19
"""Minimum number of placebo dates: with fewer, p cannot reach 0.05."""

STEPS = {"D": 1, "W": 7}


def event_effect(
    shares: pd.DataFrame,
    dates: pd.Series,
    event: str | pd.Timestamp,
    *,
    window: int = 28,
    trend: str = "W",
    name: str = "",
) -> pd.DataFrame:
    """Compare shares before and after an event, and report how unusual the change is.

    Two analyses. *Before and after*: the mean share in the ``window`` days from the event on, minus
    that of the ``window`` days before it, with days as independent units; the placebo p-value is
    the rank of this change among the same contrast at every other date of the corpus.
    *Interrupted time series*: the jump in level and the change in slope at the event, in a linear
    trend over the whole corpus, with Newey-West standard errors.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    dates : Series of datetime64, indexed by article_id
        Dates of the articles. Undated articles are left out and counted in ``attrs``.
    event : str or Timestamp
        First day of the window after, such as ``"2014-06-10"``.
    window : int
        Days on each side, at least 14.
    trend : {'W', 'D'}
        Time step of the interrupted time series: weeks or days, counted from the event.
    name : str
        Name of the event in the sentence.

    Returns
    -------
    DataFrame
        One row per theme: ``before``, ``after``, ``difference`` with ``low`` and ``high`` (95 %),
        ``p_placebo`` over ``n_placebo`` dates (NaN below 19), ``p_adjusted`` over all themes
        (step-down max-T over the same dates), ``n_before`` and ``n_after`` articles;
        ``level_change`` and ``slope_change`` (per step) with their intervals, NaN with fewer than
        eight points on one side; ``note`` and ``sentence``. See `toolkit.tables.EVENT_EFFECTS`.

    Raises
    ------
    InputError
        If the event is not a date or lies outside the corpus.
    TooFewArticlesError
        If one side has fewer than ten days with articles.

    Notes
    -----
    Fit topic models without reference to the event. A corpus selected by keywords grows because of
    the event: compare shares, not counts, and even these with care.

    References
    ----------
    MacKinlay (1997), Journal of Economic Literature 35(1), for event studies; Bernal,
    Cummins & Gasparrini (2017), Int. J. Epidemiology 46(1), for interrupted time series; Newey &
    West (1987); Westfall & Young (1993) for several themes.

    Examples
    --------
    >>> ids = pd.Index([f"a{i}" for i in range(600)], name="article_id")
    >>> dates = pd.Series(pd.date_range("2016-01-01", periods=200).repeat(3), index=ids)
    >>> rng = np.random.default_rng(1)
    >>> chance = np.where(dates < "2016-05-01", 0.2, 0.6)
    >>> shares = pd.DataFrame({"war": rng.random(600) < chance}, index=ids, dtype=float)
    >>> result = event_effect(shares.rename_axis(columns="theme"), dates, "2016-05-01")
    >>> result[["theme", "n_before", "n_after", "n_placebo"]]
      theme  n_before  n_after  n_placebo
    0   war        84       84        144
    """
    check_shares(FUNCTION, shares)
    check_count(FUNCTION, "window", window, least=14)
    check_option(FUNCTION, "trend", trend, STEPS)
    days = aligned(FUNCTION, dates, shares.index, name="dates")
    check_dates(FUNCTION, days)
    keep = days.notna().to_numpy() & usable_rows(shares)
    if not keep.any():
        message = f"{FUNCTION}: none of {len(shares)} articles has both a date and a share."
        raise TooFewArticlesError(message)
    daily = _Daily.of(shares.to_numpy(dtype=np.float64)[keep], days[keep])
    place = _place(event, daily, window)
    table = _contrast(daily, place, window)
    table = pd.concat([table, _interrupted(daily, place, STEPS[trend])], axis=1)
    label = shares_label(FUNCTION, shares)
    table.insert(0, label, shares.columns)
    title = name or f"{pd.Timestamp(event):%Y-%m-%d}"
    table["sentence"] = event_sentences(table, label, title, window, n_tests=len(table))
    facts = {
        "event": f"{pd.Timestamp(event):%Y-%m-%d}",
        "window": window,
        "undated": int(days.isna().sum()),
        "n_articles": int(keep.sum()),
        "quantity": "Share of articles" if is_binary(daily.raw) else "Mean share of the article",
    }
    for key, value in facts.items():
        table.attrs[key] = value
    return table


@dataclass(frozen=True, slots=True)
class _Daily:
    """Sums and sizes of every day, from the first to the last."""

    first: pd.Timestamp
    sums: NDArray[np.float64]
    sizes: NDArray[np.float64]
    raw: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64], days: pd.Series) -> _Daily:
        day = days.dt.normalize()
        number = (day - day.min()).dt.days.to_numpy()
        count = int(number.max()) + 1
        sums = [np.bincount(number, column, minlength=count) for column in values.T]
        sizes = np.bincount(number, minlength=count).astype(np.float64)
        return cls(
            pd.Timestamp(day.min()), np.stack(sums, axis=1).astype(np.float64), sizes, values
        )


def _place(event: str | pd.Timestamp, daily: _Daily, window: int) -> int:
    """Day number of the event."""
    try:
        day = pd.Timestamp(event).normalize()
    except (ValueError, TypeError):
        message = f"{FUNCTION}: cannot read a day from {event!r}. Write it as '2014-06-10'."
        raise InputError(message) from None
    place, last = (day - daily.first).days, len(daily.sizes) - 1
    if not 0 < place <= last:
        end = daily.first + pd.Timedelta(days=last)
        message = (
            f"{FUNCTION}: the event, {day:%Y-%m-%d}, lies outside the corpus, which runs from "
            f"{daily.first:%Y-%m-%d} to {end:%Y-%m-%d}."
        )
        raise InputError(message)
    sides = {"before": slice(max(place - window, 0), place), "from": slice(place, place + window)}
    for side, part in sides.items():
        count = int((daily.sizes[part] > 0).sum())
        if count < MIN_CLUSTERS:
            message = (
                f"{FUNCTION}: {int(daily.sizes[part].sum())} articles on {count} days {side} "
                f"{day:%Y-%m-%d} are too few; at least {MIN_CLUSTERS} days with articles are "
                f"needed within {window} days. Widen the window."
            )
            raise TooFewArticlesError(message)
    return place


def _contrast(daily: _Daily, place: int, window: int) -> pd.DataFrame:
    """Before-and-after contrast at the event, and at every other date as placebo."""
    moving = _Moving.of(daily, window)
    at = moving.at(np.array([place]))
    places = np.arange(window, len(daily.sizes) - window + 1)
    # Keep dates close to the event: without them an ordinary date is the local peak compared with
    # dates that are not, and the test rejects a true null in 7 % of cases instead of 5 %.
    places = places[places != place]
    others = moving.at(places)
    enough = (others.days_before >= MIN_CLUSTERS) & (others.days_after >= MIN_CLUSTERS)
    placebo = np.abs(others.statistic[enough])
    count = len(placebo)
    statistic = np.abs(at.statistic[0])
    p_value = permutation_p_value(statistic, placebo)
    reach = stats.t.ppf(0.975, at.degrees[0]) * at.error[0]
    difference = at.after[0] - at.before[0]
    return pd.DataFrame(
        {
            "before": at.before[0],
            "after": at.after[0],
            "difference": difference,
            "low": np.clip(difference - reach, -1, 1),
            "high": np.clip(difference + reach, -1, 1),
            "p_placebo": p_value if count >= MIN_PLACEBO else np.nan,
            "p_adjusted": max_t_p_values(statistic, placebo) if count >= MIN_PLACEBO else np.nan,
            "n_placebo": count,
            "n_before": int(at.n_before[0]),
            "n_after": int(at.n_after[0]),
        }
    )


@dataclass(frozen=True, slots=True)
class _Contrasts:
    """Before-and-after contrasts at several dates (rows) for several themes (columns)."""

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    error: NDArray[np.float64]
    degrees: NDArray[np.float64]
    n_before: NDArray[np.float64]
    n_after: NDArray[np.float64]
    days_before: NDArray[np.float64]
    days_after: NDArray[np.float64]

    @property
    def statistic(self) -> NDArray[np.float64]:
        return np.asarray((self.after - self.before) / np.maximum(self.error, 1e-7))


@dataclass(frozen=True, slots=True)
class _Moving:
    """Cumulative sums, which give the mean and variance of any window by subtraction."""

    window: int
    totals: NDArray[np.float64]
    width: int

    @classmethod
    def of(cls, daily: _Daily, window: int) -> _Moving:
        s, n = daily.sums, daily.sizes[:, None]
        columns = [s, s**2, s * n, n, n**2, n > 0]
        stacked = np.concatenate([np.asarray(c, dtype=np.float64) for c in columns], axis=1)
        start = np.zeros((1, stacked.shape[1]))
        return cls(window, np.concatenate([start, stacked.cumsum(axis=0)]), s.shape[1])

    def at(self, places: NDArray[np.intp]) -> _Contrasts:
        last = len(self.totals) - 1
        before = self._side(np.maximum(places - self.window, 0), places)
        after = self._side(places, np.minimum(places + self.window, last))
        total = before[1] + after[1]
        free = sum(side[1] ** 2 / np.maximum(side[3] - 1, 1) for side in (before, after))
        fallback = np.broadcast_to(np.minimum(before[3], after[3]) - 1, total.shape).copy()
        return _Contrasts(
            before=before[0],
            after=after[0],
            error=np.sqrt(total),
            degrees=np.divide(total**2, free, out=fallback, where=free > 0),
            n_before=before[2][:, 0],
            n_after=after[2][:, 0],
            days_before=before[3][:, 0],
            days_after=after[3][:, 0],
        )

    def _side(
        self, start: NDArray[np.intp], end: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], ...]:
        """Mean, its variance over days, number of articles and of days with articles."""
        k = self.width
        part = self.totals[end] - self.totals[start]
        s, s2, sn = part[:, :k], part[:, k : 2 * k], part[:, 2 * k : 3 * k]
        n, n2, days = (part[:, 3 * k + i : 3 * k + i + 1] for i in range(3))
        size = np.maximum(n, 1)
        mean = s / size
        squares = np.maximum(s2 - 2 * mean * sn + mean**2 * n2, 0)
        return mean, squares / size**2 * days / np.maximum(days - 1, 1), n, days


def _interrupted(daily: _Daily, place: int, step: int) -> pd.DataFrame:
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
    reach = stats.t.ppf(0.975, len(time) - 4)
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


def event_sentences(
    table: pd.DataFrame, label: str, event: str, window: int, *, n_tests: int
) -> list[str]:
    """Sentences for the rows; ``n_tests`` is the number of tests that p_adjusted covers."""
    return [_sentence(row, label, event, window, n_tests) for row in table.to_dict("records")]


def _sentence(  # noqa: PLR0917 - five arguments, each used once
    row: dict[Hashable, Any], label: str, event: str, window: int, n_tests: int
) -> str:
    subject = spoken_name(row[label], label)
    size = format_points(row["difference"], signed=True)
    span = f"in the {window} days from {event} on"
    numbers = (
        f"95 % interval {format_interval(row['low'], row['high'])}; {row['n_before']:,} and "
        f"{row['n_after']:,} articles"
    )
    if row["low"] <= 0 <= row["high"]:
        said = f"No clear change in {subject} {span} ({size} points, {numbers})"
    else:
        verb = "rose" if row["difference"] >= 0 else "fell"
        change = f"{verb} by {format_points(abs(row['difference']))} points {span} ({numbers})"
        said = start_sentence(f"{subject} {change}")
        if row["p_adjusted"] >= 0.05:
            said = f"Not distinguishable from other dates: {subject} {change}"
    return f"{said}; {_placebo_clause(row, n_tests)}."


def _placebo_clause(row: dict[Hashable, Any], n_tests: int) -> str:
    if np.isnan(row["p_placebo"]):
        return "there are too few other dates to say how unusual that is"
    corrected = ""
    if n_tests > 1:
        corrected = f" (p = {row['p_adjusted']:.3f}, corrected for {n_tests} comparisons)"
    part = row["p_placebo"]
    shown = "fewer than 1 %" if part < 0.01 else f"{100 * part:.0f} %"
    return f"{shown} of {row['n_placebo']:,} other dates show as large a change{corrected}"
