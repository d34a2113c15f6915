"""What a share would have been after an event, from other outlets or other topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from toolkit._core.checks import check_count
from toolkit.errors import InputError, TooFewArticlesError, check_option
from toolkit.periods.daily import DailySums
from toolkit.periods.donor_weights import DonorFit, fit_donors
from toolkit.periods.events import event_place
from toolkit.periods.placebo import MIN_WINDOWS
from toolkit.stats.datetimes import as_dates
from toolkit.stats.number_format import (
    format_interval,
    format_p_value,
    format_points,
    spoken_name,
    start_sentence,
)
from toolkit.stats.permutation import SIGNIFICANCE_LEVEL, permutation_p_value
from toolkit.stats.share_tables import aligned, as_shares, shares_label, usable_rows
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    from numpy.typing import NDArray

FUNCTION = "expected_share"
MIN_WEEKS_BEFORE = 26
MIN_COVERED = 0.9
"""A donor must have articles in this part of the weeks before the event."""


@dataclass(frozen=True, repr=False)
class ExpectedShare(Summarized):
    """A share beside what other series lead to expect, week by week.

    Attributes
    ----------
    weeks : DataFrame
        ``week`` (first day; weeks are counted from the event), ``observed``, ``expected``, ``low``,
        ``high`` (95 % band of an ordinary week around the expected share; missing before the
        event), ``n_articles`` and ``after`` (True from the event on).
    weights : Series
        Weight of each donor: 0 or more, with the sum 1.
    effect : DataFrame
        One row: the name, ``observed`` and ``expected`` (means over the window from the event on,
        weeks weighted by articles), ``difference``, ``low``, ``high``, ``p_placebo`` (its rank
        among the placebo dates), ``p_value`` and ``n_placebo``.
    sentence : str
        The result in words.
    """

    weeks: pd.DataFrame = field(repr=False)
    weights: pd.Series = field(repr=False)
    effect: pd.DataFrame = field(repr=False)
    sentence: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _summary(self) -> Summary:
        donors = self.weights[self.weights > 0.005].sort_values(ascending=False, kind="stable")
        facts = (("donors", len(self.weights)), ("weighed", ", ".join(map(str, donors.index))))
        return Summary("Share expected after an event", facts, rows=self.effect, note=self.sentence)


class Series(NamedTuple):
    """Weekly shares of a series and its donors; week ``at`` begins with the event."""

    name: str
    observed: NDArray[np.float64]
    sizes: NDArray[np.float64]
    donors: NDArray[np.float64]
    names: list[str]
    at: int
    first_day: pd.Timestamp


def expected_share(
    shares: pd.DataFrame,
    dates: pd.Series,
    event: str | pd.Timestamp,
    *,
    column: str | int,
    groups: pd.Series | None = None,
    group: str | None = None,
    window: int = 28,
) -> ExpectedShare:
    """Compare a share after an event with what other outlets or topics lead to expect.

    `event_effect` asks whether a share changed. If the news changed everywhere, it says yes. This
    asks whether one outlet (or one topic) changed more than the others that it used to follow.

    Parameters
    ----------
    shares : DataFrame of shape (n_articles, n_columns)
        Shares from 0 to 1, indexed by article_id; ``columns.name`` is ``'theme'`` or ``'topic'``.
    dates : Series of datetime64, indexed by article_id
        Dates of the articles. Undated articles are left out.
    event : str or Timestamp
        First day on which coverage can react.
    column : str or int
        The theme or topic.
    groups : Series of labels, indexed by article_id, optional
        Outlets. The others' shares of ``column`` then are the donors; without it, the other columns
        of ``shares`` are.
    group : str, optional
        The outlet that is asked about; needed with ``groups``.
    window : int
        Days from the event on, a multiple of 7, at least 14.

    Returns
    -------
    ExpectedShare
        ``.weeks``, ``.weights``, ``.effect`` and ``.sentence``. Where the other dates hold fewer
        than five windows there are no interval and no p-value, and the sentence says so.

    Raises
    ------
    InputError
        For an unknown column or group, or an event outside the corpus.
    TooFewArticlesError
        If there are fewer than 26 weeks before the event, no donor with articles in nine tenths of
        them, or fewer than ten days with articles on one side of the event.

    Notes
    -----
    Shares are summed to weeks counted from the event. On the weeks before it, the series is
    fitted by a level plus a weighted mean of the donors, with weights of 0 or more that sum to 1
    (demeaned synthetic control). The effect is the mean of observed minus expected over the
    window. The same is done at every other week that leaves a window clear of the event, fitted on
    the weeks before that, those from two windows after the event on apart from those before it:
    what it changed for good is no ordinary difference (with too few such weeks they are joined).
    The mean square of these placebo effects gives the interval (Student's t, with the number of
    windows side by side as degrees of freedom) and the p-value, which is never smaller than
    ``p_placebo``. Donors that react to the event themselves hide its effect.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010), JASA 105(490); Ferman & Pinto (2021), Quantitative
    Economics 12(4); Abadie (2021), J. Economic Literature 59(2), for placebo dates.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> days = pd.date_range("2015-01-01", periods=600)
    >>> ids = pd.Index([f"a{i:05d}" for i in range(600 * 12)], name="article_id")
    >>> dates = pd.Series(days.repeat(12), index=ids)
    >>> source = pd.Series(["Mail", "Post", "Times"] * 2400, index=ids)
    >>> level = np.repeat(0.3 + 0.1 * np.sin(np.arange(600) / 40), 12)
    >>> late = (dates >= "2016-06-01") & (source == "Post")
    >>> war = pd.DataFrame({"war": rng.random(7200) < level + 0.2 * late}, index=ids, dtype=float)
    >>> war = war.rename_axis(columns="theme")
    >>> found = expected_share(war, dates, "2016-06-01", column="war", groups=source, group="Post")
    >>> bool(found.effect["p_value"].item() < 0.05), found.weights.index.tolist()
    (True, ['Mail', 'Times'])
    """
    shares = as_shares(FUNCTION, shares)
    check_count(FUNCTION, "window", window, least=14)
    if window % 7:
        raise InputError(f"{FUNCTION}: window must be a multiple of 7 days; got {window}.")
    check_option(FUNCTION, "column", column, list(shares.columns))
    labels = _labels(shares, groups, group)
    series = _series(shares, dates, event, column=column, labels=labels, window=window)
    span = window // 7
    before = slice(series.at)
    fit = fit_donors(series.observed[before], series.donors[before], series.sizes[before])
    gaps = series.observed - fit.predict(series.donors)
    effect = _mean_gap(gaps, series.sizes, series.at, span)
    effects, ordinary = _placebo_effects(series, span)
    table = _effect_table(series, effect, effects, span)
    table.insert(0, shares_label(FUNCTION, shares), column)
    weeks = _weeks(series, fit, ordinary)
    day = pd.Timestamp(event)
    subject = spoken_name(column, shares_label(FUNCTION, shares))
    subject = subject if group is None else f"{subject} in {group}"
    sentence = _sentence(table.iloc[0], subject, f"{day.day} {day:%B %Y}", window)
    weights = pd.Series(fit.weights, index=pd.Index(series.names, name="donor"), name="weight")
    return ExpectedShare(weeks, weights, table, sentence)


def _labels(shares: pd.DataFrame, groups: pd.Series | None, group: str | None) -> pd.Series | None:
    if (groups is None) != (group is None):
        message = f"{FUNCTION}: groups and group belong together: name the outlet asked about."
        raise InputError(message)
    if groups is None:
        if shares.shape[1] < 2:
            message = f"{FUNCTION}: shares has one column, so there is no other. Pass groups."
            raise InputError(message)
        return None
    label = aligned(FUNCTION, groups, shares.index, name="groups").astype("object")
    check_option(FUNCTION, "group", group, sorted({str(one) for one in label.dropna()}))
    return label.where(label != group, other=_ASKED)


_ASKED = "\x00asked"


def _series(
    shares: pd.DataFrame,
    dates: pd.Series,
    event: str | pd.Timestamp,
    *,
    column: str | int,
    labels: pd.Series | None,
    window: int,
) -> Series:
    """Sum the shares to weeks counted from the event."""
    days = as_dates(FUNCTION, aligned(FUNCTION, dates, shares.index, name="dates"))
    keep = (days.notna() & usable_rows(shares)).to_numpy()
    asked = keep if labels is None else keep & (labels == _ASKED).to_numpy()
    if not asked.any():
        raise TooFewArticlesError(f"{FUNCTION}: no article has both a date and a share.")
    daily = DailySums.of(shares.loc[asked, [column]].to_numpy(np.float64), days[asked])
    event_place(FUNCTION, event, daily, max(window, 28))
    place = pd.Timestamp(event).normalize()
    week = np.floor((days.dt.normalize() - place).dt.days.to_numpy(np.float64) / 7)
    at = -int(np.nanmin(week[asked]))
    last = int(np.nanmax(week[asked]))
    codes, length = week + at, at + last + 1
    inside = keep & (codes >= 0) & (codes < length)
    values = shares.to_numpy(dtype=np.float64)
    own = int(np.flatnonzero(np.asarray(shares.columns == column))[0])
    observed, sizes = _weekly(values[:, own], codes, inside & asked, length)
    if labels is None:
        names = [str(name) for name in shares.columns if name != column]
        places = [k for k in range(values.shape[1]) if k != own]
        donors = [_weekly(values[:, k], codes, inside, length)[0] for k in places]
    else:
        names = sorted({str(one) for one in labels[inside].dropna()} - {_ASKED})
        parts = [(labels == name).to_numpy() for name in names]
        donors = [_weekly(values[:, own], codes, inside & part, length)[0] for part in parts]
    return _covered(Series(str(column), observed, sizes, np.array(donors).T, names, at, place))


def _weekly(
    values: NDArray[np.float64], codes: NDArray[np.float64], use: NDArray[np.bool_], length: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean share and number of articles of each week."""
    week = codes[use].astype(np.intp)
    sizes = np.bincount(week, minlength=length).astype(np.float64)
    sums = np.bincount(week, values[use], minlength=length)
    return np.divide(sums, sizes, out=np.full(length, np.nan), where=sizes > 0), sizes


def _covered(series: Series) -> Series:
    """Keep the donors with articles in nine tenths of the weeks before the event."""
    before = series.donors[: series.at].reshape(series.at, -1)
    enough = (~np.isnan(before)).mean(axis=0) >= MIN_COVERED if series.at else np.zeros(0, bool)
    if series.at < MIN_WEEKS_BEFORE or not enough.any():
        problem = (
            f"the corpus has {series.at} weeks before the event, and {MIN_WEEKS_BEFORE} are needed"
            if series.at < MIN_WEEKS_BEFORE
            else "no other series has articles in nine tenths of the weeks before the event"
        )
        raise TooFewArticlesError(f"{FUNCTION}: {problem}. Use event_effect instead.")
    names = [name for name, good in zip(series.names, enough, strict=True) if good]
    return series._replace(donors=series.donors[:, enough], names=names)


def _mean_gap(gaps: NDArray[np.float64], sizes: NDArray[np.float64], at: int, span: int) -> float:
    """Return the mean gap in the window from a week on, missing where less than half is known."""
    part, weights = gaps[at : at + span], sizes[at : at + span]
    known = ~np.isnan(part) & (weights > 0)
    if known.sum() < span / 2:
        return np.nan
    return float(np.average(part[known], weights=weights[known]))


def _placebo_effects(series: Series, span: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the effects at the placebo weeks, and the gaps of their windows.

    Weeks before the event and those from two windows after it on are two histories: what the event
    changed for good would look like an ordinary difference otherwise. Where that leaves too few
    placebo weeks, they are one, which finds less.
    """
    found = _placebos(series, span, joined=False)
    if len(found[0]) / span < MIN_WINDOWS:
        found = _placebos(series, span, joined=True)
    return found


def _placebos(
    series: Series, span: int, *, joined: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return effects and gaps at the weeks that have a history of 26 weeks, without the event's."""
    end = series.at + 2 * span
    sizes = series.sizes.copy()
    sizes[series.at : end] = 0
    effects, ordinary = [], []
    for at in range(MIN_WEEKS_BEFORE, len(series.observed) - span + 1):
        # no history is longer than that of the event, whose fit would be worse than theirs
        start = 0 if joined or at < end else max(end, at - series.at)
        if series.at - span < at < end or at - start < MIN_WEEKS_BEFORE:
            continue
        weeks, part = slice(start, at), slice(at, at + span)
        fit = fit_donors(series.observed[weeks], series.donors[weeks], sizes[weeks])
        gaps = series.observed[part] - fit.predict(series.donors[part])
        effects.append(_mean_gap(gaps, series.sizes[part], 0, span))
        ordinary.append(gaps)
    found = np.array(effects, dtype=np.float64)
    rows = np.array(ordinary, dtype=np.float64).reshape(-1, span)
    return found[~np.isnan(found)], rows


def _effect_table(
    series: Series, effect: float, effects: NDArray[np.float64], span: int
) -> pd.DataFrame:
    part = slice(series.at, series.at + span)
    known = ~np.isnan(series.observed[part])
    observed = float(np.average(series.observed[part][known], weights=series.sizes[part][known]))
    low = high = rank = p_value = np.nan
    degrees = len(effects) / span
    if degrees >= MIN_WINDOWS and not np.isnan(effect):
        scale = float(np.sqrt(np.mean(effects**2)))
        reach = float(stdtrit(degrees, 0.975)) * scale
        low, high = effect - reach, effect + reach
        rank = float(permutation_p_value(np.array([abs(effect)]), np.abs(effects)[:, None])[0])
        tail = 2 * float(stdtr(degrees, -abs(effect) / scale)) if scale > 0 else 1.0
        p_value = max(rank, tail)
    row = {
        "observed": observed, "expected": observed - effect, "difference": effect,
        "low": low, "high": high, "p_placebo": rank, "p_value": p_value,
        "n_placebo": len(effects), "n_articles": int(series.sizes[part].sum()),
    }  # fmt: skip
    return pd.DataFrame([row])


def _weeks(series: Series, fit: DonorFit, ordinary: NDArray[np.float64]) -> pd.DataFrame:
    expected = fit.predict(series.donors)
    after = np.arange(len(expected)) >= series.at
    known = ordinary[~np.isnan(ordinary)]
    degrees = max(len(ordinary) / max(ordinary.shape[1], 1), 1.0)
    reach = stdtrit(degrees, 0.975) * np.sqrt(np.mean(known**2)) if len(known) else np.nan
    band = np.where(after & (degrees >= MIN_WINDOWS), reach, np.nan)
    first = series.first_day + pd.to_timedelta(7 * (np.arange(len(after)) - series.at), unit="D")
    return pd.DataFrame(
        {
            "week": first,
            "observed": series.observed,
            "expected": expected,
            "low": np.clip(expected - band, 0, 1),
            "high": np.clip(expected + band, 0, 1),
            "n_articles": series.sizes.astype("int64"),
            "after": after,
        }
    )


def _sentence(row: pd.Series, subject: str, day: str, window: int) -> str:
    span = f"in the {window} days from {day} on"
    if np.isnan(row["difference"]):
        return f"{start_sentence(subject)} cannot be judged {span}: too few weeks have articles."
    side = "above" if row["difference"] >= 0 else "below"
    size = f"{format_points(abs(row['difference']))} points {side} what the others lead to expect"
    shares = f"{100 * row['observed']:.1f} % instead of {100 * row['expected']:.1f} %"
    if np.isnan(row["p_value"]):
        return (
            f"{start_sentence(subject)} stood {size} {span} ({shares}); the corpus is too short to "
            f"test this: its other dates hold fewer than {MIN_WINDOWS} windows."
        )
    tested = (
        f"95 % interval {format_interval(row['low'], row['high'])}; "
        f"{row['n_articles']:,} articles; {row['n_placebo']:,} other dates, "
        f"{format_p_value(row['p_value'])}"
    )
    if row["p_value"] < SIGNIFICANCE_LEVEL:
        return f"{start_sentence(subject)} stood {size} {span} ({shares}; {tested})."
    return (
        f"Not distinguishable from other dates: {subject} stood {size} {span} ({shares}; {tested})."
    )
