"""What a study is made of: the choices, and the tables that came of them."""

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
    """Every choice of a study; the report's methods paragraph is written from it.

    Attributes
    ----------
    n_topics : int or None
        Topics to learn; None takes round(0.4 sqrt(n_articles)), between 6 and 50; 0 learns none.
    seed : int
        Seed of the model, the intervals and the tests.
    first, last : str or None
        First and last day kept, "2014-01-01"; undated articles stay out of a study with either.
    freq : str
        Length of a period: "D", "W", "MS", "QS", "YS", or "auto" for the shortest of months,
        quarters and years that holds enough articles.
    min_matches : int
        Matches that make a theme present in an article.
    source : str or None
        The outlet, for articles that do not name one.
    copies : str
        How near-copies count in every share and comparison, as `weigh_copies` takes it: "all",
        "first", "one_per_source" or "weight" (comparisons then count all).
    stability_runs : int
        Further fits, with other articles and seeds, that judge which topics come back; 0 for
        none.
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
    """One comparison of two groups of articles: what was compared, and the differences."""

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
    """A fitted model and its tables; a label that ends in † belongs to a fragile topic."""

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
        warnings = (f"{n_fragile} topics, marked †, do not surely come back.",)
        facts = (("topics", self.shares.shape[1]), ("articles", len(self.shares)))
        rows = self.labels.rename("label").rename_axis("topic").reset_index()
        return Summary("Topics of the study", facts, warnings if n_fragile else (), rows)


@dataclass(frozen=True, repr=False)
class Study(Summarized):
    """Everything that a report shows; each attribute is a documented table.

    ``freq`` is the length of a period that was used; ``limits`` holds, as sentences, what these
    articles cannot show. ``events`` and ``event_effects`` are there if a file of events was given.
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
        return Summary("Study", facts, self.limits, note="write_report makes the page.")
