"""Event effects: shares before and after a date, compared with every other date as placebo."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from toolkit._core.checks import check_count
from toolkit._core.number_words import count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.periods.calendar import check_span
from toolkit.periods.daily import DailySums, Side, window_means
from toolkit.periods.event_text import event_sentences
from toolkit.periods.interrupted import STEPS, interrupted_trend
from toolkit.periods.placebo import compare_with_placebo, placebo_dates
from toolkit.periods.step_tests import fit_noise, step_statistics
from toolkit.stats.bootstrap import Interval
from toolkit.stats.clusters import MIN_CLUSTERS, ClusterSums, day_codes
from toolkit.stats.datetimes import as_dates, read_day
from toolkit.stats.rare_differences import widen_rare_differences
from toolkit.stats.rare_shares import RareShares
from toolkit.stats.share_tables import aligned, as_shares, is_binary, shares_label, usable_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FUNCTION = "event_effect"


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
    that in the ``window`` days before it. The test compares the step at the event, estimated by
    generalized least squares, with the steps at the other dates of the corpus.
    *Interrupted time series*: the changes in level and slope at the event, in a linear trend over
    the whole corpus, with errors for points as much alike as ordinary days make them.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    dates : Series of datetime64, indexed by article_id
        Dates of the articles. Undated articles are left out and counted in ``attrs``.
    event : str or Timestamp
        First day on which coverage can react, such as ``"2014-06-10"``: for morning papers the day
        after.
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
        ``p_placebo``, its rank among ``n_placebo`` other dates, ``p_adjusted`` over all themes,
        ``n_before`` and ``n_after`` articles; ``level_change`` and ``slope_change`` (per step) with
        their intervals, NaN with fewer than eight points on one side; ``note`` and ``sentence``.
        See `toolkit.tables.EVENT_EFFECTS`. In a corpus whose other dates hold fewer than five
        windows there are no p-values, and ``note`` says so.

    Raises
    ------
    InputError
        If the event is not a date or lies outside the articles.
    TooFewArticlesError
        If one side has fewer than ten days with articles.

    Notes
    -----
    Fit topic models without reference to the event. A corpus selected by keywords grows because of
    the event: compare shares, not counts, and even these with care.

    The noise of a daily series is an AR(1) process plus the sampling error of each day's articles.
    Its parameters give the weights of the step and the interval of the difference, in which the
    noise grows and falls with the standard deviation of a share, sqrt(p (1 - p)). Windows that
    overlap an event are not used as placebo. The scale of ordinary steps is their mean square,
    shrunk towards that of all themes; their tail is the best-fitting t distribution; p-values are
    corrected by Holm-Sidak and never smaller than ``p_placebo``.

    References
    ----------
    MacKinlay (1997), Journal of Economic Literature 35(1), for event studies; Abadie, Diamond &
    Hainmueller (2010), JASA 105, for placebo tests; Smyth (2004), Statistical Applications in
    Genetics and Molecular Biology 3(1), for shrinkage; Bernal, Cummins & Gasparrini (2017), Int. J.
    Epidemiology 46(1), for interrupted time series.

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
    sample = EventSample.of(FUNCTION, shares, dates, window=window, trend=trend)
    place = event_place(FUNCTION, event, sample.daily, window)
    table = effect_tables(sample, [place], window=window, step=STEPS[trend])[0]
    title = name or f"{pd.Timestamp(event):%Y-%m-%d}"
    table["sentence"] = event_sentences(table, sample.label, title, window, n_tests=len(table))
    facts = {"event": f"{pd.Timestamp(event):%Y-%m-%d}", "window": window} | sample.facts
    for key, value in facts.items():
        table.attrs[key] = value
    return table


@dataclass(frozen=True, slots=True)
class EventSample:
    """The usable articles as daily sums."""

    daily: DailySums
    columns: pd.Index
    label: str
    rare: RareShares
    facts: dict[str, Any]

    @classmethod
    def of(
        cls, function: str, shares: pd.DataFrame, dates: pd.Series, *, window: int, trend: str
    ) -> EventSample:
        """Check the arguments and match articles with their dates."""
        shares = as_shares(function, shares)
        check_count(function, "window", window, least=14)
        check_option(function, "trend", trend, STEPS)
        days = aligned(function, dates, shares.index, name="dates")
        days = as_dates(function, days)
        check_span(function, days, "D")
        keep = days.notna().to_numpy() & usable_rows(shares)
        if not keep.any():
            message = (
                f"{function}: none of {count(len(shares), 'article')} has both a date and a share."
            )
            raise TooFewArticlesError(message)
        values = shares.to_numpy(dtype=np.float64)[keep]
        facts = {
            "undated": int(days.isna().sum()),
            "n_articles": int(keep.sum()),
            "quantity": "Share of articles" if is_binary(values) else "Mean share of the article",
        }
        days = days[keep]
        rare = RareShares.of(values, day_codes(days), [np.arange(len(values))])
        label = shares_label(function, shares)
        return cls(DailySums.of(values, days), shares.columns, label, rare, facts)


def event_day(function: str, event: object) -> pd.Timestamp:
    """Return the day of an event; raise where there is none, or it depends on a time zone.

    Examples
    --------
    >>> event_day("event_effect", "2014-06-10 14:30")
    Timestamp('2014-06-10 00:00:00')
    """
    day: pd.Timestamp | None = None
    with contextlib.suppress(ValueError, TypeError, AttributeError):  # the last for "no date"
        day = read_day(event)
    if day is None or day.tz is not None:
        why = "" if day is None else ": it carries a time zone"
        message = f"{function}: cannot read a day from {event!r}{why}. Write it as '2014-06-10'."
        raise InputError(message)
    return day


def event_place(function: str, event: str | pd.Timestamp, daily: DailySums, window: int) -> int:
    """Day number of the event; raise if it cannot be analysed."""
    day = event_day(function, event)
    place = daily.day_number(day)
    if not 0 < place < len(daily.sizes):
        message = (
            f"{function}: the event, {day:%Y-%m-%d}, lies outside the articles that can be used, "
            f"which run from {daily.first:%Y-%m-%d} to {daily.last:%Y-%m-%d}."
        )
        raise InputError(message)
    sides = {"before": slice(max(place - window, 0), place), "from": slice(place, place + window)}
    for side, part in sides.items():
        n_days = int((daily.sizes[part] > 0).sum())
        if n_days < MIN_CLUSTERS:
            message = (
                f"{function}: {int(daily.sizes[part].sum())} articles on {n_days} days {side} "
                f"{day:%Y-%m-%d} are too few; at least {MIN_CLUSTERS} days with articles are "
                f"needed within {window} days. Widen the window."
            )
            raise TooFewArticlesError(message)
    return place


def effect_tables(
    sample: EventSample, places: Sequence[int], *, window: int, step: int
) -> list[pd.DataFrame]:
    """One table per event, tested together, without sentences.

    Parameters
    ----------
    sample : EventSample
        The articles.
    places : sequence of int
        Day numbers of the events.
    window : int
        Days on each side.
    step : int
        Days per point of the interrupted time series.
    """
    if not len(places):  # of a single day, there is no noise to fit
        return []
    daily, events = sample.daily, np.asarray(places, dtype=np.intp)
    noise = fit_noise(daily, events, window)
    steps = step_statistics(daily, noise, window)
    placebo = placebo_dates(_testable(daily, window), events, window)
    test = compare_with_placebo(steps.statistic, events, placebo, window)
    tables = []
    for number, place in enumerate(events):
        table = _before_after(daily, place, window, (steps.process, noise.article))
        _widen_rare(table, sample, int(place), window)
        table["p_placebo"] = test.p_placebo[number]
        table["p_adjusted"] = test.p_adjusted[number]
        table["n_placebo"] = test.n_placebo
        table = table[[*_ESTIMATES, "p_placebo", "p_adjusted", "n_placebo", *_COUNTS]]
        trend = interrupted_trend(daily, int(place), step, noise)
        trend["note"] = [_join(test.refusal, note) for note in trend["note"]]
        table = pd.concat([table, trend], axis=1)
        table.insert(0, sample.label, sample.columns)
        tables.append(table)
    return tables


def _side_variance(
    side: Side,
    usual: NDArray[np.float64],
    window: int,
    noise: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Variance of one side's mean: that of ordinary days, scaled by how loud the window is.

    The noise grows with the standard deviation of a share, sqrt(p (1 - p)). The share of the
    window is shrunk towards the usual one by the weight of one effective article, so that a window
    without a hit has some noise too.
    """
    process, article = noise
    spread = np.maximum(usual * (1 - usual), 1e-12)
    days, articles = max(float(side.n_days[0, 0]), 1.0), max(float(side.n_articles[0, 0]), 1.0)
    ordinary = np.maximum(process / 2 * window / days + article / articles, 1e-15)
    effective = spread / ordinary
    share = (effective * side.mean[0] + usual) / (effective + 1)
    return np.asarray(share * (1 - share) / spread * ordinary)


def _widen_rare(table: pd.DataFrame, sample: EventSample, place: int, window: int) -> None:
    """Widen the intervals where few articles of a window have the theme, or none.

    The noise of ordinary days says how a rare theme varies by chance, not how common it may have
    become: a window of 64 articles without a hit does not exclude a share of 4 %. The same holds
    for a topic of which the window has only traces.
    """
    days = [slice(place, place + window), slice(max(place - window, 0), place)]
    after, before = (_sums_of(sample.daily, part) for part in days)
    interval = Interval(*table[["low", "high"]].to_numpy().T)
    found = widen_rare_differences(interval, (after, before), sample.rare)
    table["low"], table["high"] = found.low.clip(-1), found.high.clip(max=1)


def _sums_of(daily: DailySums, part: slice) -> ClusterSums:
    known = daily.sizes[part] > 0
    return ClusterSums(daily.sums[part][known], daily.sizes[part][known])


_ESTIMATES = ("before", "after", "difference", "low", "high")
_COUNTS = ("n_before", "n_after")


def _join(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _testable(daily: DailySums, window: int) -> NDArray[np.bool_]:
    """Days with whole windows and enough days with articles on both sides."""
    places = np.arange(len(daily.sizes))
    sides = window_means(daily, places, window)
    enough = np.minimum(sides.before.n_days, sides.after.n_days)[:, 0] >= MIN_CLUSTERS
    return np.asarray(enough & (places >= window) & (places <= len(places) - window))


def _before_after(
    daily: DailySums,
    place: int,
    window: int,
    noise: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> pd.DataFrame:
    """Means before and after, and the interval of their difference under the ordinary noise."""
    sides = window_means(daily, np.array([place]), window)
    usual = daily.sums.sum(axis=0) / daily.sizes.sum()
    variance = sum(_side_variance(side, usual, window, noise) for side in sides)
    reach = stdtrit(sides.degrees[0], 0.975) * np.sqrt(variance)
    difference = sides.after.mean[0] - sides.before.mean[0]
    return pd.DataFrame(
        {
            "before": sides.before.mean[0],
            "after": sides.after.mean[0],
            "difference": difference,
            "low": np.clip(difference - reach, -1, 1),
            "high": np.clip(difference + reach, -1, 1),
            "n_before": int(sides.before.n_articles[0, 0]),
            "n_after": int(sides.after.n_articles[0, 0]),
        }
    )
