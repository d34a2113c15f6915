"""The settings of a study, and its results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.models.lda import LDA
    from toolkit.themes import Themes
    from toolkit.tokenizing import Tokens
    from toolkit.vectorizing import DocumentTermMatrix


@dataclass(frozen=True)
class Settings:
    """The settings of a study.

    Attributes
    ----------
    n_topics : int or None
        Number of topics. None chooses round(0.4 sqrt(n_articles)), between 6 and 50; 0 learns
        none.
    seed : int
        Seed of the model, the intervals and the tests.
    first, last : str or None
        First and last day to keep, such as "2014-01-01". Either one excludes undated articles.
    freq : str
        Length of a period: "D", "W", "MS", "QS", "YS", or "auto" for the shortest of month,
        quarter and year with enough articles.
    min_matches : int
        Number of matches from which a theme counts as present in an article.
    source : str or None
        Outlet of articles that do not name one.
    copies : str
        How near-duplicates count in every share and comparison, as in `weigh_copies`: "all",
        "first", "one_per_source" or "weight" (comparisons then count all).
    stability_runs : int
        Number of further fits, with resampled articles and other seeds, from which topic
        stability is estimated; 0 for none.
    """

    n_topics: int | None = None
    seed: int = 2018
    first: str | None = None
    last: str | None = None
    freq: str = "auto"
    min_matches: int = 2
    source: str | None = None
    copies: str = "all"
    stability_runs: int = 5


@dataclass(frozen=True, repr=False)
class Comparison(Summarized):
    """A comparison of two groups of articles."""

    title: str
    group: str
    baseline: str
    themes: pd.DataFrame
    topics: pd.DataFrame | None
    terms: pd.DataFrame

    def _summary(self) -> Summary:
        facts = (("group", self.group), ("baseline", self.baseline))
        columns = ["theme", "share", "baseline_share", "difference", "low", "high", "n_articles"]
        rows = self.themes[[name for name in columns if name in self.themes]]
        return Summary(self.title, facts, rows=rows)


@dataclass(frozen=True, repr=False)
class TopicResults(Summarized):
    """A fitted topic model and its tables; a label that ends in † marks a fragile topic."""

    model: LDA
    shares: pd.DataFrame
    terms: pd.DataFrame
    labels: pd.Series
    prevalence: pd.DataFrame
    periods: pd.DataFrame
    readings: pd.DataFrame
    stability: pd.DataFrame

    def _summary(self) -> Summary:
        n_fragile = int(self.stability["fragile"].sum()) if len(self.stability) else 0
        warnings = (f"{n_fragile} topics, marked †, are fragile.",)
        facts = (("topics", self.shares.shape[1]), ("articles", len(self.shares)))
        rows = self.labels.rename("label").rename_axis("topic").reset_index()
        return Summary("Topics of the study", facts, warnings if n_fragile else (), rows)


@dataclass(frozen=True, repr=False)
class Study(Summarized):
    """The results of a study; each table is documented in `toolkit.tables`.

    ``freq`` is the length of the periods used. ``limits`` lists, as sentences, what these articles
    cannot show. ``events`` and ``event_effects`` are set if a file of events was given.
    """

    settings: Settings
    freq: str
    articles: pd.DataFrame
    ledger: pd.DataFrame
    tokens: Tokens
    dtm: DocumentTermMatrix
    themes: Themes
    scores: pd.DataFrame
    periods: pd.DataFrame
    word_periods: pd.DataFrame
    periods_without_copies: pd.DataFrame
    coverage: pd.DataFrame
    patterns: pd.DataFrame
    overlap: pd.DataFrame
    contexts: pd.DataFrame
    duplicates: pd.DataFrame
    words: pd.DataFrame
    topics: TopicResults | None
    comparisons: tuple[Comparison, ...]
    limits: tuple[str, ...]
    made_with: tuple[Any, ...] = field(default=())
    events: pd.DataFrame | None = None
    event_effects: pd.DataFrame | None = None

    def _summary(self) -> Summary:
        dates = self.articles["date"].dropna()
        span = f"{dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "none"
        facts = (
            ("articles", len(self.articles)),
            ("dates", span),
            ("outlets", self.articles["source"].nunique()),
            ("themes", list(self.themes)),
            ("topics", 0 if self.topics is None else self.topics.shares.shape[1]),
            ("comparisons", [one.title for one in self.comparisons] or "none"),
        )
        return Summary("Study", facts, self.limits, note="Write it as a page with write_report.")
