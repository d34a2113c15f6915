"""A finished study -> the explorer beside its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.number_words import plural
from toolkit.duplicates import weigh_copies
from toolkit.explorer import Explorer, explorer_of
from toolkit.explorer.inputs import Pair, Parts, check_articles, matched
from toolkit.explorer.pairs import compared_pairs, compared_terms, inside_of, spans_of
from toolkit.reporting.page.explorer_sample import listed_rows, part_of_study, sampling_code
from toolkit.reporting.study.corpus_input import short_columns
from toolkit.reporting.study.groups import ComparisonInputs, comparison_plans
from toolkit.reporting.study.timeline import Calendar, coarse_clusters
from toolkit.stats.clusters import story_clusters
from toolkit.themes import find_themes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.reporting.study.results import Comparison, Study


def study_explorer(study: Study, *, text: str = "none", title: str = "") -> Explorer:
    """Return the explorer of a study: its shares, topics and comparisons, with the same settings.

    Parameters
    ----------
    study : Study
        Output of `run_study`.
    text : {"none", "passages", "full"}
        How much text goes along, as in `explore`.
    title : str
        Title of the page.
    """
    return explorer_of(study_parts(study, text=text, title=title))


def study_parts(study: Study, *, text: str, title: str) -> Parts:
    """Return what an explorer is made of, as far as possible without counting again.

    It is made of some of the articles if there are more than one page holds.
    """
    rows = listed_rows(study)
    if len(rows) == len(study.articles):
        return _parts(study, text=text, title=title)
    shown = part_of_study(study, rows)
    parts = _parts(shown, text=text, title=title, whole=study)
    pairs = [replace(one, groups=one.groups.loc[parts.articles.index]) for one in parts.pairs]
    limits: list[str] = []
    again = compared_pairs(parts, pairs, limits)
    sample = f"{shown.limits[0].partition(':')[0]}."  # of which articles the page is made
    return replace(parts, pairs=tuple(again), limits=(*parts.limits, *limits), sample=sample)


def _parts(study: Study, *, text: str, title: str, whole: Study | None = None) -> Parts:
    """Return the parts of a study; ``whole`` is the one of which its articles are a part."""
    articles = check_articles(study.articles, text, study.freq)
    settings = study.settings
    weights = weigh_copies(articles, study.duplicates, keep=settings.copies)
    calendar = Calendar(articles, settings, [], weights=weights)
    topics = study.topics
    return Parts(
        articles=articles,
        tokens=study.tokens,
        themes=study.themes,
        found=find_themes(study.tokens, study.themes) if study.matches is None else study.matches,
        present=matched("themes", study.scores, articles),
        words=matched("themes", study.word_scores, articles),
        topics=None if topics is None else matched("topics", topics.shares, articles),
        model=None if topics is None else topics.model,
        labels=None if topics is None else topics.labels.map(_without_number),
        dtm=study.dtm,
        events=study.events,
        pairs=tuple(_pairs(whole or study, calendar)),
        text=text,
        freq=study.freq,
        min_matches=settings.min_matches,
        random_state=settings.seed,
        noun=settings.source_noun,
        title=title,
        weights=None if (weights == 1).all() else weights,
        clusters=calendar.clusters,
        dates=_dates(calendar, articles),
        recipe=None if topics is None else topics.recipe,
        setup=setup_code(
            study, calendar, weighed=bool((weights != 1).any()), is_part=whole is not None
        ),
        limits=study.limits,
    )


def _without_number(label: str) -> str:
    """Return a label without the topic's number, which the explorer writes itself."""
    number, colon, name = label.partition(": ")
    return name if colon and number.isdigit() else label


def _dates(calendar: Calendar, articles: pd.DataFrame) -> pd.Series | None:
    """Return the dates that place articles in time, if they are not simply those of the articles.

    Where there are too few articles for a chart over time, no article has a place in time.
    """
    if not calendar.enough:
        return pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us]")
    return None if calendar.span is None else calendar.dates


def _pairs(study: Study, calendar: Calendar) -> Iterator[Pair]:
    """Yield the comparisons of the study with the side of each article."""
    facts = short_columns(study.articles)
    weights = weigh_copies(facts, study.duplicates, keep=study.settings.copies)
    counted = facts[weights > 0]
    inputs = ComparisonInputs(
        counted, study.dtm, study.scores, study.topics, study.settings, calendar.span
    )
    plans = {plan.title: plan for plan in comparison_plans(inputs, [])}
    for one in study.comparisons:
        groups = plans[one.title].groups
        dates = counted["date"]
        spans = spans_of(dates, groups) if one.kind == "periods" else None
        yield Pair(
            column="source" if one.kind == "outlets" else "period",
            a=one.group,
            b=one.baseline,
            reason=f"{one.reason}{_as_collected(one)}",
            groups=groups.reindex(facts.index, fill_value=""),
            themes=one.themes,
            topics=one.topics,
            terms=_terms(study, one, groups) if one.more_terms is None else one.more_terms,
            within=None if spans else inside_of(dates, groups),
            spans=spans,
        )


def _as_collected(one: Comparison) -> str:
    """Say why the report leads with another number for a pair of periods."""
    if one.themes_fixed is None:
        return ""
    mix = f"the mix of {plural(one.noun)} held fixed"
    return f" Here they are compared as collected; the report leads with {mix}."


def _terms(study: Study, comparison: Comparison, groups: pd.Series) -> Any:
    """Return more terms than the report prints, if it has any."""
    if not len(comparison.terms):
        return None
    clusters = story_clusters(study.articles["date"], coarse_clusters(study.articles))
    return compared_terms(study.dtm, groups[groups != ""], clusters)


def setup_code(study: Study, calendar: Calendar, *, weighed: bool, is_part: bool = False) -> str:
    """Return Python that makes the tables of a study again, for the calls of the explorer."""
    changed = {**study.settings.changed(), "seed": study.settings.seed}
    settings = ", ".join(f"{name}={_plain(value)!r}" for name, value in changed.items())
    paths = study.inputs
    given = [repr(paths.get("articles", "articles")), repr(paths.get("themes", "themes.toml"))]
    given += [
        f"{name}={paths[name]!r}" for name in ("aliases", "events", "recipe") if name in paths
    ]
    lines = [
        "import pandas as pd",
        "import toolkit as tt",
        f"study = tt.run_study({', '.join(given)}, settings=tt.Settings({settings}))",
        "articles, tokens, themes, dtm = study.articles, study.tokens, study.themes, study.dtm",
    ]
    if is_part:
        lines += sampling_code(len(study.articles))
    if study.topics is not None:
        kept = ".loc[articles.index]" if is_part else ""
        lines.append(f"model, topics = study.topics.model, study.topics.shares{kept}")
    copies = "study.duplicates.loc[articles.index]" if is_part else "study.duplicates"
    if weighed:
        lines.append(
            f"weights = tt.weigh_copies(articles, {copies}, keep={study.settings.copies!r})"
        )
    if calendar.clusters is not None:
        lines.append('clusters = pd.Series(articles.index.astype("str"), index=articles.index)')
    if calendar.span is not None:
        end = calendar.span.last + pd.Timedelta(days=1)
        span = f'"{calendar.span.first:%Y-%m-%d}", "{end:%Y-%m-%d}"'
        lines.append(f'dates = articles["date"].where(articles["date"].between({span}))')
    return "\n".join(lines)


def _plain(value: object) -> object:
    """Return named tuples, as settings hold them, as plain ones."""
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return value
