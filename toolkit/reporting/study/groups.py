"""The comparisons of a study: pairs of outlets and named periods, or chosen ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from toolkit._core.number_words import count, listed, plural, verb
from toolkit.comparing import compare_groups
from toolkit.comparing.outlet_pairs import (
    MIN_ARTICLES,
    choose_outlets,
    halves_reason,
    split_in_halves,
)
from toolkit.errors import InputError, TooFewArticlesError
from toolkit.periods import name_periods
from toolkit.reporting.study.corpus_input import check_outlets
from toolkit.reporting.study.outlet_mix import (
    OutletTurnover,
    PeriodTerms,
    difference_without,
    outlet_turnover,
    period_terms,
)
from toolkit.reporting.study.results import Comparison
from toolkit.reporting.study.timeline import coarse_clusters, named_sources
from toolkit.stats.clusters import story_clusters
from toolkit.themes import coverage_by_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.comparing.outlet_pairs import OutletChoice
    from toolkit.reporting.study.results import TopicResults
    from toolkit.reporting.study.settings import Settings
    from toolkit.reporting.study.timeline import DaySpan
    from toolkit.vectorizing import DocumentTermMatrix


@dataclass(frozen=True)
class ComparisonInputs:
    """Articles with their terms, themes and topics, and the settings of the study."""

    articles: pd.DataFrame
    dtm: DocumentTermMatrix
    scores: pd.DataFrame
    topics: TopicResults | None
    settings: Settings
    span: DaySpan | None = None
    matches: pd.DataFrame | None = None


class Plan(NamedTuple):
    """A comparison to run: its title, kind, groups, baseline, and how it was chosen."""

    title: str
    kind: str
    groups: pd.Series
    baseline: str
    reason: str


def compare_all(parts: ComparisonInputs, limits: list[str]) -> list[Comparison]:
    """Run the comparisons for which there are enough articles; explain others in ``limits``."""
    made = []
    for plan in comparison_plans(parts, limits):
        sizes = plan.groups[plan.groups != ""].value_counts().sort_index()
        if len(sizes) < 2 or sizes.min() < MIN_ARTICLES:
            found = listed([f"{name} has {n:,}" for name, n in sizes.items()]) or "none has any"
            limits.append(
                f"{plan.title} were not compared: each side needs at least "
                f"{count(MIN_ARTICLES, 'dated article')}, and {found}."
            )
            continue
        try:
            made.append(compare_two(parts, plan))
        except TooFewArticlesError as error:
            limits.append(f"{plan.title} were not compared: {_reason(error)}.")
    return made


def _reason(error: TooFewArticlesError) -> str:
    """Return what an error says, without the function and its advice on code."""
    return str(error).partition(": ")[2].partition(". ")[0].rstrip(".")


def comparison_plans(parts: ComparisonInputs, limits: list[str]) -> Iterator[Plan]:
    """Yield the pairs of outlets and of periods to compare, given or chosen."""
    settings, articles = parts.settings, parts.articles
    noun = settings.source_noun
    if settings.compare:
        for pair in settings.compare:
            yield _named_pair(articles, pair.group, pair.baseline)
    else:
        choice = choose_outlets(articles, noun=noun)
        if choice.group:
            groups = _two(articles, choice.group, choice.baseline)
            dates = articles["date"]
            inside = (dates >= choice.first) & (dates <= choice.last)
            outside = int(((groups != "") & ~inside).sum())
            yield Plan(
                f"Two {plural(noun)}",
                "outlets",
                groups.where(inside, ""),
                choice.baseline,
                f"{choice.reason}{_outside(outside, choice)}",
            )
        else:
            limits.append(choice.reason)
    yield from _period_plans(parts)


def _outside(n: int, choice: OutletChoice) -> str:
    """Say how many articles of two outlets lie outside their common span, "" if none."""
    if not n:
        return ""
    names = f"{choice.group} and {choice.baseline}"
    are = verb(n, "is", "are")
    return f" {count(n, 'article')} of {names} outside that span {are} not compared."


def check_named_pairs(articles: pd.DataFrame, settings: Settings) -> None:
    """Raise where an outlet is to be compared that no article names, before anything is counted."""
    for pair in settings.compare:
        names = (pair.group, pair.baseline)
        check_outlets(articles, names, settings.source_noun, purpose=" to compare")


def _named_pair(articles: pd.DataFrame, group: str, baseline: str) -> Plan:
    title = f"{group} and {baseline}"
    return Plan(title, "outlets", _two(articles, group, baseline), baseline, "The pair was given.")


def _two(articles: pd.DataFrame, group: str, baseline: str) -> pd.Series:
    source = articles["source"].astype("str").where(articles["date"].notna(), "")
    return source.where(source.isin([group, baseline]), "").rename("source")


def _period_plans(parts: ComparisonInputs) -> Iterator[Plan]:
    dates = parts.articles["date"]
    given = parts.settings.periods
    if given:
        spans = {one.name: (one.first, one.last) for one in given}
        named = name_periods(dates, spans).astype("object").fillna("").astype("str")
        for one in given[1:]:
            two = named.where(named.isin([given[0].name, one.name]), "")
            title = f"{one.name} and {given[0].name}"
            yield Plan(title, "periods", two, given[0].name, "The periods were given.")
        return
    if parts.span is not None:
        dates = dates.where(dates.between(parts.span.first, parts.span.last))
    groups = split_in_halves(dates)
    names = [name for name in groups.unique() if name]
    early = min(names, key=lambda name: dates[groups == name].min()) if names else ""
    yield Plan("Two periods", "periods", groups, early, halves_reason(dates))


def compare_two(parts: ComparisonInputs, plan: Plan) -> Comparison:
    """Compare two groups in themes, topics and terms; periods also with the outlets held fixed."""
    kept = plan.groups[plan.groups != ""]
    group = str(next(name for name in kept.unique() if name != plan.baseline))
    source = named_sources(parts.articles, parts.settings.source_noun)
    fixed = plan.kind == "periods" and len(source[kept.index].unique()) > 1
    by = source if fixed else None
    turnover = _turnover(parts, kept, source, plan) if fixed else OutletTurnover((), ())
    outside = source.isin([*turnover.arrived, *turnover.left])
    themes = _both_ways(parts, parts.scores, kept, baseline=plan.baseline, by=by)
    if outside.any():
        themes = themes.without(parts.scores, kept, outside)
    topics = BothWays(None, None)
    if parts.topics is not None:
        topics = _both_ways(parts, parts.topics.shares, kept, baseline=plan.baseline, by=by)
        if outside.any():
            topics = topics.without(parts.topics.shares, kept, outside)
    terms = _terms(parts, plan.groups, by, outside)
    return Comparison(
        title=plan.title,
        kind=plan.kind,
        reason=plan.reason,
        group=group,
        baseline=str(plan.baseline),
        terms=terms.collected,
        terms_fixed=terms.fixed,
        more_terms=terms.more,
        newcomers=turnover.arrived,
        departed=turnover.left,
        noun=parts.settings.source_noun,
        several=fixed,
        wording=_wording(parts, kept, source) if plan.kind == "outlets" else None,
        themes=themes.collected,
        themes_fixed=themes.fixed,
        topics=_labelled(parts, topics.collected),
        topics_fixed=_labelled(parts, topics.fixed),
    )


def _turnover(
    parts: ComparisonInputs, kept: pd.Series, source: pd.Series, plan: Plan
) -> OutletTurnover:
    dates = parts.articles["date"]
    names = sorted(kept.unique(), key=lambda name: dates[kept.index[kept == name]].min())
    return outlet_turnover(source[kept.index], kept, str(names[0]), str(names[-1]))


def _wording(parts: ComparisonInputs, kept: pd.Series, source: pd.Series) -> pd.DataFrame | None:
    """Return how far each theme rests on words that only one of two outlets uses."""
    if parts.matches is None or parts.matches.empty:
        return None
    found = parts.matches[parts.matches["article_id"].isin(kept.index)]
    return coverage_by_source(found, source[kept.index]) if len(found) else None


def _terms(
    parts: ComparisonInputs, groups: pd.Series, by: pd.Series | None, outside: pd.Series
) -> PeriodTerms:
    if not parts.dtm.shape[1]:
        return PeriodTerms(pd.DataFrame(columns=["group", "term", "score"]), None)
    named = groups.where(groups != "").reindex(parts.dtm.article_id)
    clusters = story_clusters(parts.articles["date"], coarse_clusters(parts.articles))
    if by is None:
        return PeriodTerms.of(parts.dtm, named, clusters)
    source = by.reindex(parts.dtm.article_id)
    return period_terms(parts.dtm, named, source, outside, clusters=clusters)


def _differences(
    parts: ComparisonInputs,
    shares: pd.DataFrame,
    kept: pd.Series,
    *,
    baseline: str,
    by: pd.Series | None = None,
) -> pd.DataFrame:
    return compare_groups(
        shares if shares.index.equals(kept.index) else shares.loc[kept.index],
        kept,
        baseline=baseline,
        dates=parts.articles["date"],
        clusters=coarse_clusters(parts.articles),
        standardize=by,
        random_state=parts.settings.seed,
    )


class BothWays(NamedTuple):
    """Differences as collected, and with the mix of outlets held fixed where that is possible."""

    collected: Any
    fixed: pd.DataFrame | None

    def without(self, shares: pd.DataFrame, groups: pd.Series, outside: pd.Series) -> BothWays:
        """Add the difference as collected without some articles."""
        return self._replace(collected=difference_without(self.collected, shares, groups, outside))


def _both_ways(
    parts: ComparisonInputs,
    shares: pd.DataFrame,
    kept: pd.Series,
    *,
    baseline: str,
    by: pd.Series | None,
) -> BothWays:
    """Compare as collected and, given outlets ``by``, with their mix held fixed."""
    collected = _differences(parts, shares, kept, baseline=baseline)
    if by is None:
        return BothWays(collected, None)
    try:
        return BothWays(collected, _differences(parts, shares, kept, baseline=baseline, by=by))
    except InputError:
        return BothWays(collected, None)


def _labelled(parts: ComparisonInputs, table: pd.DataFrame | None) -> pd.DataFrame | None:
    if table is None or parts.topics is None:
        return None
    return table.assign(label=table["topic"].map(parts.topics.labels))
