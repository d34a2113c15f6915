"""A folder of articles and a file of themes -> every table of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.progress_bars import progress
from toolkit.cleaning import clean_articles
from toolkit.duplicates import near_duplicates, weigh_copies
from toolkit.errors import InputError
from toolkit.periods import read_events
from toolkit.reading import read_articles
from toolkit.reading.ledger import ledger
from toolkit.reporting.study.common_terms import leading_words
from toolkit.reporting.study.groups import ComparisonInputs, compare_all
from toolkit.reporting.study.results import Settings, Study
from toolkit.reporting.study.timeline import Calendar, date_limits
from toolkit.reporting.study.topic_steps import MIN_ARTICLES_FOR_TOPICS, learn_topics
from toolkit.themes import (
    Themes,
    find_themes,
    read_themes,
    score_themes,
    theme_contexts,
    theme_coverage,
    theme_overlap,
)
from toolkit.tokenizing import Tokens, tokenize
from toolkit.vectorizing import count_terms

if TYPE_CHECKING:
    import os

    from tqdm import tqdm

N_CONTEXTS = 12


def run_study(
    path: str | os.PathLike[str],
    themes: str | os.PathLike[str],
    *,
    aliases: str | os.PathLike[str] | None = None,
    events: str | os.PathLike[str] | None = None,
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
    settings : Settings, optional
        The settings; the defaults are those of ``toolkit report``.
    show_progress : bool
        Whether to show progress bars.

    Returns
    -------
    Study
        The results, which `write_report` turns into a page. Parts for which there are too few
        articles are missing, and ``limits`` says which and why.

    Raises
    ------
    ReadingError
        When there are no articles to read.
    InputError
        When no article is dated between the first and last day.
    """
    settings = settings or Settings()
    definitions = read_themes(themes)
    known = None if events is None else read_events(events)
    steps: tqdm[Any] = progress(total=7, label="Study", unit="step", show=show_progress)
    with steps:
        articles = _between(read_articles(path, source=settings.source), settings)
        articles = clean_articles(articles, progress=show_progress)
        steps.update()
        duplicates = near_duplicates(articles, progress=show_progress)
        steps.update()
        tokens = tokenize(articles["text"], aliases=aliases, phrases=True, progress=show_progress)
        dtm = count_terms(tokens, **_pruning(len(articles)))
        steps.update()
        found = find_themes(tokens, definitions)
        scores = score_themes(
            tokens, definitions, measure="present", min_matches=settings.min_matches, found=found
        )
        steps.update()
        limits = date_limits(articles)
        weights = weigh_copies(articles, duplicates, keep=settings.copies)
        calendar = Calendar(articles, settings, limits, weights=weights)
        steps.update()
        topics = learn_topics(dtm, articles, settings=settings, freq=calendar.freq, limits=limits)
        steps.update()
        counted = articles[weights > 0]
        comparisons = compare_all(ComparisonInputs(counted, dtm, scores, topics, settings), limits)
        periods = calendar.shares(scores, "Share of articles")
        originals = weigh_copies(articles, duplicates, keep="first")
        without_copies = periods
        if not originals.equals(weights):
            without_copies = calendar.shares(scores, "Share of articles", weights=originals)
        words = score_themes(tokens, definitions, found=found)
        study = Study(
            settings=settings,
            freq=calendar.freq,
            articles=articles,
            ledger=ledger(articles),
            tokens=tokens,
            dtm=dtm,
            themes=definitions,
            scores=scores,
            periods=periods,
            word_periods=calendar.shares(words, "Mean share of words"),
            periods_without_copies=without_copies,
            coverage=calendar.coverage(),
            patterns=theme_coverage(tokens, definitions, found=found),
            overlap=theme_overlap(scores),
            contexts=_contexts(tokens, definitions, articles, found),
            duplicates=duplicates,
            words=leading_words(dtm, articles),
            topics=topics,
            comparisons=tuple(comparisons),
            limits=tuple(limits),
            made_with=(definitions, *([topics.model] if topics else [])),
            events=known,
            event_effects=None if known is None else calendar.effects(scores[weights > 0], known),
        )
        steps.update()
    return study


def _between(articles: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if settings.first is None and settings.last is None:
        return articles
    first = pd.Timestamp(settings.first) if settings.first else articles["date"].min()
    last = pd.Timestamp(settings.last) if settings.last else articles["date"].max()
    kept = articles[articles["date"].between(first, last)]
    if kept.empty:
        span = f"{articles['date'].min():%Y-%m-%d} to {articles['date'].max():%Y-%m-%d}"
        message = (
            f"run_study: none of the {len(articles):,} articles is dated from "
            f"{settings.first or 'the start'} to {settings.last or 'the end'}. "
            f"They run from {span}."
        )
        raise InputError(message)
    return kept


def _pruning(n_articles: int) -> dict[str, Any]:
    """Return the vocabulary pruning: none for few articles, mild for hundreds."""
    if n_articles < MIN_ARTICLES_FOR_TOPICS:
        return {"min_docs": 1, "max_doc_share": 1.0}
    return {"min_docs": 3 if n_articles < 1000 else 5, "max_doc_share": 0.5}


def _contexts(
    tokens: Tokens, themes: Themes, articles: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    tables = [
        theme_contexts(tokens, themes, name, n=N_CONTEXTS, found=found)
        for name in themes
        if (found["theme"] == name).any()
    ]
    if not tables:
        return pd.DataFrame(columns=["article_id", "theme", "match", "left", "right"])
    contexts = pd.concat(tables, ignore_index=True)
    return contexts.join(articles[["date", "source", "title"]], on="article_id")
