"""A folder of articles and a file of themes -> every table of the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit._core.progress_steps import Steps
from toolkit.duplicates import near_duplicates, weigh_copies
from toolkit.periods import read_events
from toolkit.reading.ledgers import ledger
from toolkit.reporting.study.common_terms import leading_words
from toolkit.reporting.study.corpus_input import kept_rows, read_study_articles, short_columns
from toolkit.reporting.study.corpus_languages import keep_languages
from toolkit.reporting.study.empty_years import empty_year_sentences
from toolkit.reporting.study.groups import ComparisonInputs, check_named_pairs, compare_all
from toolkit.reporting.study.results import Study
from toolkit.reporting.study.settings import Settings
from toolkit.reporting.study.steps_taken import step_record
from toolkit.reporting.study.theme_steps import ThemeResults, count_themes
from toolkit.reporting.study.timeline import Calendar, date_limits
from toolkit.reporting.study.topic_steps import TopicInputs, learn_topics
from toolkit.reporting.study.word_counts import count_words
from toolkit.themes import Themes, read_themes
from toolkit.topics import TopicRecipe, read_recipe

if TYPE_CHECKING:
    import os

    import pandas as pd

STEPS = {
    "Reading and cleaning articles": 12.0,
    "Looking for near-duplicates": 3.0,
    "Counting words": 7.0,
    "Counting themes": 2.0,
    "Computing shares over time": 2.0,
    "Learning topics": 50.0,
    "Comparing groups": 6.0,
}
"""The steps of a study, with the part of the time of a report, in percent, that each takes."""


class Definitions(NamedTuple):
    """The files that a person wrote, read before the articles so that a slip costs no time."""

    themes: Themes
    events: pd.DataFrame | None
    recipe: TopicRecipe | None
    aliases: str | os.PathLike[str] | None


def run_study(
    path: str | os.PathLike[str],
    themes: str | os.PathLike[str],
    *,
    aliases: str | os.PathLike[str] | None = None,
    events: str | os.PathLike[str] | None = None,
    recipe: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
    show_progress: bool = True,
) -> Study:
    """Run a complete study of a folder: read, clean, count, score and compare.

    Parameters
    ----------
    path : path-like
        A file or folder of articles, as for `read_articles`.
    themes : path-like
        A themes.toml, as for `read_themes`.
    aliases : path-like, optional
        An aliases.toml with spellings to merge.
    events : path-like, optional
        An events.toml, as for `read_events`. Events are drawn on the time charts, and each is
        tested against all other dates.
    recipe : path-like, optional
        A topic recipe, as for `read_recipe`: names, merges and splits of the topics of the same
        articles, settings and seed.
    settings : Settings, optional
        The settings; the defaults are those of ``toolkit report``.
    show_progress : bool
        Whether to show progress bars.

    Returns
    -------
    Study
        The results, which `write_report` turns into a page. Where a step leaves nothing (no text,
        no term, no date, too few articles), its part is missing and ``limits`` says so.

    Raises
    ------
    ReadingError
        When there are no articles to read.
    InputError
        When no article is dated between the first and last day, an outlet that is named does not
        exist, or the recipe belongs to another model.
    """
    settings = settings or Settings()
    written = {"themes": themes, "aliases": aliases, "events": events, "recipe": recipe}
    definitions = Definitions(
        read_themes(themes),
        None if events is None else read_events(events),
        None if recipe is None else read_recipe(recipe),
        aliases,
    )
    held = {
        name: Path(one).read_bytes() for name, one in written.items() if one and Path(one).is_file()
    }
    usual = tuple(STEPS.values())
    with Steps(tuple(STEPS), label="Study", show=show_progress, usual=usual) as steps:
        steps.start()
        articles = read_study_articles(path, settings, progress=show_progress)
        steps.n_articles = len(articles)
        study = study_articles(articles, definitions, settings, steps=steps)
    given = {"articles": path, **{name: one for name, one in written.items() if one}}
    named = {name: Path(one).name for name, one in given.items()}
    return replace(study, inputs=named, definitions=held)


class SharesOverTime(NamedTuple):
    """Shares of articles and words per period; without copies; with the outlets held fixed."""

    periods: pd.DataFrame
    word_periods: pd.DataFrame
    periods_without_copies: pd.DataFrame
    periods_outlets_fixed: pd.DataFrame


def shares_over_time(
    calendar: Calendar, themes: ThemeResults, duplicates: pd.DataFrame
) -> SharesOverTime:
    """Compute the shares of the themes per period, with and without near-duplicates."""
    scores = themes.scores.dropna(how="all")
    periods = without = calendar.shares(scores, "Share of articles")
    originals = weigh_copies(calendar.articles, duplicates, keep="first")
    if not originals.equals(calendar.weights):
        without = calendar.shares(scores, "Share of articles", weights=originals)
    words = calendar.shares(themes.word_scores, "Mean share of words")
    return SharesOverTime(periods, words, without, calendar.shares_of_fixed_outlets(scores))


def study_articles(
    articles: pd.DataFrame, definitions: Definitions, settings: Settings, *, steps: Steps
) -> Study:
    """Analyse cleaned articles; each call of ``steps.start`` begins the next of `STEPS`."""
    articles, languages = keep_languages(articles, settings)
    check_named_pairs(short_columns(articles), settings)
    show, limits = steps.show, [*languages.limits, *date_limits(articles)]
    steps.start()
    duplicates = near_duplicates(articles, progress=show)
    weights = weigh_copies(articles, duplicates, keep=settings.copies)
    steps.start()
    options = {**languages.options, "aliases": definitions.aliases}
    words = count_words(articles, options=options, limits=limits, progress=show)
    steps.start()
    themes = count_themes(
        words.tokens,
        definitions.themes,
        articles,
        min_matches=settings.min_matches,
        limits=limits,
    )
    steps.start()
    facts = short_columns(articles)
    calendar = Calendar(facts, settings, limits, weights=weights)
    limits.extend(empty_year_sentences(calendar.dates))
    shares = shares_over_time(calendar, themes, duplicates)
    steps.start()
    inputs = TopicInputs(articles, words, duplicates, calendar)
    topics = learn_topics(inputs, settings=settings, limits=limits, recipe=definitions.recipe)
    steps.start()
    parts = ComparisonInputs(
        kept_rows(facts, weights > 0),
        words.dtm,
        themes.scores,
        topics,
        settings,
        calendar.span,
        themes.matches,
    )
    comparisons = compare_all(parts, limits)
    effects = calendar.effects(themes.scores[weights > 0], definitions.events)
    study = Study(
        settings=settings,
        freq=calendar.freq,
        articles=articles,
        ledger=ledger(articles),
        tokens=words.tokens,
        dtm=words.dtm,
        themes=definitions.themes,
        coverage=calendar.coverage(),
        **shares._asdict(),
        **themes.tables(),
        duplicates=duplicates,
        words=leading_words(words.dtm, articles),
        topics=topics,
        comparisons=tuple(comparisons),
        limits=tuple(limits),
        made_with=(words.tokens, definitions.themes, *([topics.model] if topics else [])),
        events=definitions.events,
        event_effects=effects,
    )
    record = step_record(study, words, calendar)
    return replace(study, steps={**record, "languages": languages.record})
