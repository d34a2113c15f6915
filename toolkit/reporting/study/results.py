"""The results of a study."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit._core.number_words import count, verb
from toolkit.tables.display import Summarized, Summary
from toolkit.tables.printed_days import printed_span

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.models.lda import LDA
    from toolkit.reporting.study.settings import Settings
    from toolkit.themes import Themes
    from toolkit.tokenizing import Tokens
    from toolkit.topics import TopicRecipe
    from toolkit.vectorizing import DocumentTermMatrix


@dataclass(frozen=True, repr=False)
class Comparison(Summarized):
    """A comparison of two groups of articles.

    ``kind`` is "outlets" or "periods" and ``reason`` says why these two. For periods of several
    outlets, ``themes_fixed``, ``topics_fixed`` and ``terms_fixed`` are the same with the mix of
    outlets held fixed; ``newcomers`` and ``departed`` are the outlets that only the later or only
    the earlier has. ``more_terms`` goes on where ``terms`` ends, for the explorer. ``wording`` is
    `coverage_by_source` for two outlets. ``noun`` is what a source is called; ``several`` says
    whether periods have more than one.
    """

    title: str
    kind: str
    reason: str
    group: str
    baseline: str
    themes: pd.DataFrame
    topics: pd.DataFrame | None
    terms: pd.DataFrame
    themes_fixed: pd.DataFrame | None = None
    topics_fixed: pd.DataFrame | None = None
    terms_fixed: pd.DataFrame | None = None
    more_terms: pd.DataFrame | None = None
    newcomers: tuple[str, ...] = ()
    departed: tuple[str, ...] = ()
    wording: pd.DataFrame | None = None
    noun: str = "outlet"
    several: bool = False

    def _summary(self) -> Summary:
        facts = (("group", self.group), ("baseline", self.baseline))
        columns = ["theme", "share", "baseline_share", "difference", "low", "high", "n_articles"]
        rows = self.themes[[name for name in columns if name in self.themes]]
        return Summary(self.title, facts, rows=rows)


@dataclass(frozen=True, repr=False)
class TopicResults(Summarized):
    """A fitted topic model and its tables.

    ``labels`` holds number and name of each topic, such as "3: talks, summit, envoy"; a label that
    ends in † marks a fragile topic. ``summary`` is `topic_summary`, with its marks; ``recipe`` is
    set if topics were edited.
    """

    model: LDA
    shares: pd.DataFrame
    terms: pd.DataFrame
    labels: pd.Series
    summary: pd.DataFrame
    periods: pd.DataFrame
    readings: pd.DataFrame
    stability: pd.DataFrame
    recipe: TopicRecipe | None = None

    def _summary(self) -> Summary:
        n_fragile = int(self.stability["fragile"].sum()) if len(self.stability) else 0
        warnings = (
            f"{count(n_fragile, 'topic')}, marked †, {verb(n_fragile, 'is', 'are')} fragile.",
        )
        facts = (("topics", self.shares.shape[1]), ("articles", len(self.shares)))
        rows = self.labels.rename("label").rename_axis("topic").reset_index()
        return Summary("Topics of the study", facts, warnings if n_fragile else (), rows)


@dataclass(frozen=True, repr=False)
class Study(Summarized):
    """The results of a study; each table is documented in `toolkit.tables`.

    ``freq`` is the length of the periods used, ``matches`` what `find_themes` found. ``limits``
    lists, as sentences, what these articles cannot show. ``events`` and ``event_effects`` are set
    if a file of events was given. ``steps`` records what ran, with its numbers; the methods
    paragraph is written from it alone. ``inputs`` holds the names of the files and folders that
    were read, ``definitions`` the content of those that a person wrote (themes, aliases, events,
    recipe).
    """

    settings: Settings
    freq: str
    articles: pd.DataFrame
    ledger: pd.DataFrame
    tokens: Tokens
    dtm: DocumentTermMatrix
    themes: Themes
    scores: pd.DataFrame
    word_scores: pd.DataFrame
    periods: pd.DataFrame
    word_periods: pd.DataFrame
    periods_without_copies: pd.DataFrame
    periods_outlets_fixed: pd.DataFrame
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
    matches: pd.DataFrame | None = None
    events: pd.DataFrame | None = None
    event_effects: pd.DataFrame | None = None
    steps: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, bytes] = field(default_factory=dict)

    def _summary(self) -> Summary:
        facts = (
            ("articles", len(self.articles)),
            ("dates", printed_span(self.articles) or "none"),
            ("outlets", self.articles["source"].nunique()),
            ("themes", list(self.themes)),
            ("topics", 0 if self.topics is None else self.topics.shares.shape[1]),
            ("comparisons", [one.title for one in self.comparisons] or "none"),
        )
        return Summary("Study", facts, self.limits, note="Write it as a page with write_report.")
