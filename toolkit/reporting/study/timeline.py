"""Periods of a study: their length, shares per period, coverage, limits of the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit._core.number_words import count, has_or_have, of_total, percent_of
from toolkit.errors import TooFewArticlesError
from toolkit.periods import event_effects, share_by_period, standardize_shares
from toolkit.periods.calendar import MAX_PERIODS, period_starts
from toolkit.periods.outlet_spans import outlet_turns, turn_sentence
from toolkit.stats.year_spans import YEARS

if TYPE_CHECKING:
    from toolkit.reporting.study.settings import Settings

MIN_DATED_FOR_TIME = 20
MIN_DAYS_PER_PERIOD = 10
MIN_DAYS_PER_WEEK = 5
MIN_PERIOD_SHARE = 0.7
SHORT_SPAN_DAYS = 190
FEW_YEARS = 2
FEW_DAYS = 14
COARSE_PART = 0.5
MIN_SOURCE_PART = 0.02
MAIN_PART, MAIN_SPAN_SHARE = 0.95, 0.1
LONG_SPAN_YEARS = 40
WINDOWS = {"D": 28, "W": 28, "MS": 28, "QS": 84, "YS": 182, "5YS": 182, "10YS": 182}


def named_sources(articles: pd.DataFrame, noun: str) -> pd.Series:
    """Return the source of each article, "no outlet named" where there is none.

    Examples
    --------
    >>> named_sources(pd.DataFrame({"source": ["Post", ""]}), "speaker").tolist()
    ['Post', 'no speaker named']
    """
    return articles["source"].astype("str").replace("", f"no {noun} named")


class DaySpan(NamedTuple):
    """A first and a last day."""

    first: pd.Timestamp
    last: pd.Timestamp


def choose_freq(dates: pd.Series, *, by_article: bool = False) -> str:
    """Return the shortest of month, quarter, year, five years and decade with enough articles.

    A period length qualifies if at least 70 % of its non-empty periods have articles on ten days
    or more; with fewer days, an interval is not reliable. In a span of up to half a year, weeks
    qualify if as many have articles on five days or more. If none qualifies and there are at most
    two years, the shortest length with two such periods is taken. If there is none either, years
    are taken, and days where all lie within a fortnight. Where the dates span 40 years or more and
    years do not qualify, five years or decades are taken if they do.

    Parameters
    ----------
    dates : Series of datetime64
        Dates of the articles; missing dates are ignored.
    by_article : bool
        Whether articles, not days, count for periods of a year and more, since few dates name a
        day.

    Returns
    -------
    str
        "D", "W", "MS", "QS", "YS", "5YS" or "10YS".

    Examples
    --------
    >>> choose_freq(pd.Series(pd.date_range("2018-01-01", "2018-12-31")))
    'MS'
    >>> choose_freq(pd.Series(pd.date_range("2018-01-01", "2018-12-31", freq="7D")))
    'QS'
    >>> choose_freq(pd.Series(pd.date_range("2018-01-01", "2018-03-31")))
    'W'
    >>> choose_freq(pd.Series(pd.date_range("1861-12-03", "2010-12-03", freq="365D")))
    '10YS'
    """
    days = pd.Series(dates.dropna().dt.normalize().unique())
    lengths = [("MS", MIN_DAYS_PER_PERIOD), ("QS", MIN_DAYS_PER_PERIOD)]
    if len(days) and (days.max() - days.min()).days <= SHORT_SPAN_DAYS:
        lengths.insert(0, ("W", MIN_DAYS_PER_WEEK))
    found = {freq: period_starts(days, freq).value_counts() >= least for freq, least in lengths}
    for freq, enough in found.items():
        if len(enough) > 1 and enough.mean() >= MIN_PERIOD_SHARE:
            return freq
    if len(days) and days.dt.year.nunique() <= FEW_YEARS:  # years would show no course
        for freq, enough in found.items():
            if enough.sum() >= FEW_YEARS:
                return freq
    if len(days) > 1 and (days.max() - days.min()).days < FEW_DAYS:
        return "D"
    return _years_or_longer(dates.dropna() if by_article else days)


def _years_or_longer(dates: pd.Series) -> str:
    """Return years, or the shortest longer period with enough where years are many and sparse."""
    if not len(dates) or dates.max().year - dates.min().year + 1 < LONG_SPAN_YEARS:
        return "YS"
    for freq in ("YS", *YEARS):
        enough = period_starts(dates, freq).value_counts() >= MIN_DAYS_PER_PERIOD
        if enough.mean() >= MIN_PERIOD_SHARE:
            return freq
    return "YS"


def main_span(dates: pd.Series) -> DaySpan | None:
    """Return the shortest span with 95 % of the dated articles, if it is a tenth of the whole.

    Examples
    --------
    >>> old = pd.Series(pd.to_datetime(["1990-01-01"]))
    >>> main_span(pd.concat([old, pd.Series(pd.date_range("2018-01-01", periods=99))])).first
    Timestamp('2018-01-01 00:00:00')
    """
    days = dates.dropna().dt.normalize().sort_values().to_numpy()
    if len(days) < MIN_DATED_FOR_TIME:
        return None
    width = int(np.ceil(MAIN_PART * len(days)))
    spans = days[width - 1 :] - days[: len(days) - width + 1]
    at = int(spans.argmin())
    first, last = pd.Timestamp(days[at]), pd.Timestamp(days[at + width - 1])
    whole = (pd.Timestamp(days[-1]) - pd.Timestamp(days[0])).days + 1
    if (last - first).days + 1 > MAIN_SPAN_SHARE * whole:
        return None
    return DaySpan(first, last)


def coarse_clusters(articles: pd.DataFrame) -> pd.Series | None:
    """Return one cluster per article if most dates name no day, None if days are the clusters.

    Days group the articles of one news cycle. Dates such as "1991" name no day: grouping by them
    would make one cluster of each period, and no interval.
    """
    precision = articles.loc[articles["date"].notna(), "date_precision"].astype("str")
    if not len(precision) or (precision == "day").mean() > COARSE_PART:
        return None
    return pd.Series(articles.index.astype("str"), index=articles.index, name="cluster")


class Calendar:
    """The periods of a study.

    Parameters
    ----------
    articles : DataFrame
        The articles table.
    settings : Settings
        The settings of the study.
    limits : list of str
        Limits of the study; extended if there are too few articles for a time chart, or if most
        of them lie in a short part of the span.
    weights : Series of float
        Weight of each article, from the treatment of near-duplicates.

    Attributes
    ----------
    freq : str
        Length of a period.
    span : DaySpan or None
        The days that time charts show, if they do not show all.
    enough : bool
        Whether there are enough dated articles for a time chart.
    """

    def __init__(
        self, articles: pd.DataFrame, settings: Settings, limits: list[str], *, weights: pd.Series
    ) -> None:
        self.seed, self.weights, self.limits = settings.seed, weights, limits
        self.source_noun = settings.source_noun
        given = settings.first is not None or settings.last is not None
        self.span = None if given else main_span(articles["date"])
        self.dates = articles["date"]
        if self.span is not None:
            inside = self.dates.between(self.span.first, self.span.last + pd.Timedelta(days=1))
            outside = int((self.dates.notna() & ~inside).sum())
            self.dates = self.dates.where(inside)
            limits.append(_span_sentence(self.span, int(inside.sum()), outside))
        self.articles = articles
        self.clusters = coarse_clusters(articles)
        if self.clusters is not None:
            limits.append(
                "Most dates name no day, so intervals and tests take articles as independent "
                "instead of days; they are too narrow if articles of one day repeat each other."
            )
        self.freq = settings.freq
        if settings.freq == "auto":
            self.freq = choose_freq(self.dates, by_article=self.clusters is not None)
        n_dated = int(self.dates.notna().sum())
        self.enough = n_dated >= MIN_DATED_FOR_TIME
        if not self.enough:
            limits.append(
                f"There is no chart over time: {count(n_dated, 'dated article')} "
                f"{'is' if n_dated == 1 else 'are'} too few (at least {MIN_DATED_FOR_TIME})."
            )
            return
        turns = outlet_turns(self.dates, articles["source"])
        if said := turn_sentence(turns, self.freq, noun=self.source_noun):
            limits.append(said)

    def shares(
        self,
        scores: pd.DataFrame,
        quantity: str,
        *,
        weights: pd.Series | None = None,
        freq: str | None = None,
    ) -> pd.DataFrame:
        """Return the share per period of each column; empty if there are too few articles."""
        if not self.enough or not scores.shape[1]:
            return pd.DataFrame()
        try:
            table = share_by_period(
                scores,
                self.dates,
                freq=freq or self.freq,
                clusters=self.clusters,
                precision=self.articles["date_precision"],
                weights=self.weights if weights is None else weights,
                random_state=self.seed,
            )
        except TooFewArticlesError:
            return pd.DataFrame()
        table.attrs["quantity"] = quantity
        return table

    def shares_of_fixed_outlets(self, scores: pd.DataFrame) -> pd.DataFrame:
        """Return the share per period with the mix of outlets held fixed; empty for one outlet."""
        source = named_sources(self.articles, self.source_noun)
        if not self.enough or not scores.shape[1] or source[self.dates.notna()].nunique() < 2:
            return pd.DataFrame()
        counted = scores[(self.weights.reindex(scores.index) > 0).to_numpy()]
        try:
            return standardize_shares(
                counted,
                self.dates,
                source,
                freq=self.freq,
                clusters=self.clusters,
                precision=self.articles["date_precision"],
            )
        except TooFewArticlesError:
            return pd.DataFrame()

    @property
    def window(self) -> int:
        """Days before and after an event: four weeks to half a year, by the period length."""
        return WINDOWS[self.freq]

    def effects(self, scores: pd.DataFrame, events: pd.DataFrame | None) -> pd.DataFrame | None:
        """Test each event; None if there are no events, or the limits say why none is tested."""
        if events is None or events.empty or not self.enough:
            return None
        exact = self.articles["date_precision"].astype("str") == "day"
        dates = self.dates.where(exact).reindex(scores.index)
        if reason := _untestable(dates[scores.notna().any(axis=1)], dates.dropna()):
            are = "event is" if len(events) == 1 else f"{len(events):,} events are"
            self.limits.append(f"The {are} not tested: {reason}.")
            return None
        return event_effects(scores, dates, events, window=self.window)

    def coverage(self, *, n_sources: int = 5) -> pd.DataFrame:
        """Count dated articles per period and outlet, with smaller outlets as "other".

        Where no outlet has 2 % of the articles, all are counted together.
        """
        if not self.enough:
            return pd.DataFrame()
        dated = self.articles[self.dates.notna()]
        source = named_sources(dated, self.source_noun)
        sizes = source.value_counts().sort_index().sort_values(ascending=False, kind="stable")
        large = sizes >= MIN_SOURCE_PART * len(source)
        names = sizes.index[large.to_numpy()][:n_sources].tolist()
        rest = "other" if names else count(len(sizes), self.source_noun)
        named = source.where(source.isin(names), rest)
        period = period_starts(dated["date"], self.freq)
        counts = pd.DataFrame({"period": period, "source": named})
        table = counts.value_counts().rename("n_articles").reset_index()
        rank = {name: i for i, name in enumerate([*names, rest])}
        order = ["source", "period"]
        table = table.sort_values(
            order, key=lambda one: one.map(rank) if one.name == "source" else one, ignore_index=True
        )
        table.attrs["freq"] = self.freq
        return table


def _untestable(usable: pd.Series, dates: pd.Series) -> str:
    """Say why no event can be tested on these dates, "" if one can."""
    n = int(usable.notna().sum())
    if n < MIN_DATED_FOR_TIME:
        named = f"{count(n, 'article')} {has_or_have(n)} a date that names a day"
        return f"{named} (at least {MIN_DATED_FOR_TIME} are needed)"
    n_days = (dates.max() - dates.min()).days + 1
    if n_days <= MAX_PERIODS:
        return ""
    return (
        f"the dates run over {n_days:,} days, and a test looks at {MAX_PERIODS:,} at most; "
        "--from and --to choose part of them"
    )


def _span_sentence(span: DaySpan, inside: int, outside: int) -> str:
    total = inside + outside
    return (
        f"{percent_of(inside, total)} of the dated articles are from {span.first:%Y-%m-%d} to "
        f"{span.last:%Y-%m-%d}, less than a tenth of the whole span. The charts over time and the "
        f"two halves use these days only; {count(outside, 'dated article')} outside them "
        f"{'is' if outside == 1 else 'are'} counted everywhere else."
    )


def _readable_dates(undated: pd.DataFrame) -> str:
    """Say how many dates could be read if their order were given, "" if none."""
    marks = {"date_two_digit_year", "date_ambiguous_order"}
    n = sum(not marks.isdisjoint(found) for found in undated["quality"])
    if not n:
        return ""
    return (
        f" {n:,} of them {has_or_have(n)} a date that is read once its order is given: "
        f"--date-order dmy, mdy or ymd."
    )


def date_limits(articles: pd.DataFrame) -> list[str]:
    """State which articles have no date, a coarse date, or a date of another kind."""
    limits = []
    undated = int(articles["date"].isna().sum())
    if undated:
        limits.append(
            f"{of_total(undated, len(articles), 'article')} {has_or_have(undated)} no usable date "
            f"and {'is' if undated == 1 else 'are'} not in any chart over time; "
            f"{'it is' if undated == 1 else 'they are'} counted in the tables of terms and topics."
            f"{_readable_dates(articles[articles['date'].isna()])}"
        )
    coarse = int(articles["date_precision"].isin(["month", "year"]).sum())
    if coarse:
        names = "names" if coarse == 1 else "name"
        limits.append(
            f"{count(coarse, 'date')} {names} only a month or a year; no day was made up."
        )
    kinds = articles.loc[articles["date"].notna(), "date_kind"].astype("str").value_counts()
    if len(kinds) > 1:
        mixed = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items())
        limits.append(f"The dates are of more than one kind ({mixed}), which can shift a peak.")
    return limits
