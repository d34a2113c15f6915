"""Periods of a study: their length, shares per period, coverage, limits of the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from toolkit.periods import event_effects, share_by_period
from toolkit.periods.calendar import period_starts

if TYPE_CHECKING:
    from toolkit.reporting.study.results import Settings

MIN_DATED_FOR_TIME = 20
MIN_DAYS_PER_PERIOD = 10
MIN_PERIOD_SHARE = 0.7
PERIOD_NOUNS = {"D": "days", "W": "weeks", "MS": "months", "QS": "quarters", "YS": "years"}


def choose_freq(dates: pd.Series) -> str:
    """Return the shortest of month, quarter and year with enough articles.

    A period length qualifies if at least 70 % of its non-empty periods have articles on ten days
    or more; with fewer days, an interval is not reliable.

    Parameters
    ----------
    dates : Series of datetime64
        Dates of the articles; missing dates are ignored.

    Returns
    -------
    str
        "MS", "QS" or "YS".

    Examples
    --------
    >>> choose_freq(pd.Series(pd.date_range("2018-01-01", "2018-12-31")))
    'MS'
    >>> choose_freq(pd.Series(pd.date_range("2018-01-01", "2018-12-31", freq="7D")))
    'QS'
    """
    days = pd.Series(dates.dropna().dt.normalize().unique())
    for freq in ("MS", "QS"):
        counts = period_starts(days, freq).value_counts()
        if len(counts) and (counts >= MIN_DAYS_PER_PERIOD).mean() >= MIN_PERIOD_SHARE:
            return freq
    return "YS"


class Calendar:
    """The periods of a study.

    Parameters
    ----------
    articles : DataFrame
        The articles table.
    settings : Settings
        The settings of the study.
    limits : list of str
        Limits of the study; extended if there are too few articles for a time chart.
    weights : Series of float
        Weight of each article, from the treatment of near-duplicates.
    """

    def __init__(
        self, articles: pd.DataFrame, settings: Settings, limits: list[str], *, weights: pd.Series
    ) -> None:
        self.articles, self.seed, self.weights = articles, settings.seed, weights
        self.freq = choose_freq(articles["date"]) if settings.freq == "auto" else settings.freq
        n_dated = int(articles["date"].notna().sum())
        self.enough = n_dated >= MIN_DATED_FOR_TIME
        if not self.enough:
            limits.append(
                f"There is no chart over time: {n_dated} dated articles are too few (at least "
                f"{MIN_DATED_FOR_TIME})."
            )

    def shares(
        self, scores: pd.DataFrame, quantity: str, *, weights: pd.Series | None = None
    ) -> pd.DataFrame:
        """Return the share per period of each column; empty if there are too few articles."""
        if not self.enough:
            return pd.DataFrame()
        table = share_by_period(
            scores,
            self.articles["date"],
            freq=self.freq,
            precision=self.articles["date_precision"],
            weights=self.weights if weights is None else weights,
            random_state=self.seed,
        )
        table.attrs["quantity"] = quantity
        return table

    def effects(self, scores: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame | None:
        """Test each event, in windows of four weeks to half a year by the length of a period."""
        if not self.enough or events.empty:
            return None
        window = {"MS": 28, "QS": 84}.get(self.freq, 182 if self.freq == "YS" else 28)
        exact = self.articles["date_precision"].astype("str") == "day"
        dates = self.articles["date"].where(exact).reindex(scores.index)
        if dates.notna().sum() < MIN_DATED_FOR_TIME:
            return None
        return event_effects(scores, dates, events, window=window)

    def coverage(self, *, n_sources: int = 5) -> pd.DataFrame:
        """Count dated articles per period and outlet, with smaller outlets as "other"."""
        if not self.enough:
            return pd.DataFrame()
        dated = self.articles[self.articles["date"].notna()]
        source = dated["source"].astype("str").replace("", "source unknown")
        sizes = source.value_counts().sort_index().sort_values(ascending=False, kind="stable")
        names = sizes.index[:n_sources].tolist()
        named = source.where(source.isin(names), "other")
        period = period_starts(dated["date"], self.freq)
        counts = pd.DataFrame({"period": period, "source": named})
        table = counts.value_counts().rename("n_articles").reset_index()
        rank = {name: i for i, name in enumerate([*names, "other"])}
        order = ["source", "period"]
        return table.sort_values(
            order, key=lambda one: one.map(rank) if one.name == "source" else one, ignore_index=True
        )


def date_limits(articles: pd.DataFrame) -> list[str]:
    """State which articles have no date, a coarse date, or a date of another kind."""
    limits = []
    undated = int(articles["date"].isna().sum())
    if undated:
        noun = "article has" if undated == 1 else "articles have"
        limits.append(
            f"{undated:,} of {len(articles):,} {noun} no usable date and are not in any chart "
            f"over time; they are counted in the tables of terms and topics."
        )
    coarse = int(articles["date_precision"].isin(["month", "year"]).sum())
    if coarse:
        noun = "date names" if coarse == 1 else "dates name"
        limits.append(f"{coarse:,} {noun} only a month or a year; no day was made up.")
    kinds = articles.loc[articles["date"].notna(), "date_kind"].astype("str").value_counts()
    if len(kinds) > 1:
        mixed = ", ".join(f"{n:,} {kind}" for kind, n in kinds.items())
        limits.append(f"The dates are of more than one kind ({mixed}), which can shift a peak.")
    return limits
