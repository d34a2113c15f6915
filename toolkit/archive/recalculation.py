"""The tables of a shared study, computed again: from articles, or from its own tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.progress_steps import Steps
from toolkit.archive.quotations import Passages
from toolkit.archive.term_counts import count_tables
from toolkit.archive.withheld_text import shared_tables, without_text
from toolkit.duplicates import weigh_copies
from toolkit.errors import InputError
from toolkit.periods import read_events
from toolkit.reporting.study.job import STEPS, Definitions, study_articles
from toolkit.reporting.study.timeline import Calendar
from toolkit.reporting.tables.long_tables import stored_csv
from toolkit.themes import read_themes
from toolkit.topics import read_recipe

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.reporting.study.config import StudyConfig
    from toolkit.reporting.study.results import Study
    from toolkit.reporting.study.settings import Settings


def from_articles(
    articles: pd.DataFrame, config: StudyConfig, facts: dict[str, Any], *, progress: bool
) -> dict[str, pd.DataFrame]:
    """Run the study again on articles; return its tables, and those of its counts, by name."""
    if config.themes is None:
        return {}
    definitions = Definitions(
        read_themes(config.themes),
        None if config.events is None else read_events(config.events),
        None if config.recipe is None else read_recipe(config.recipe),
        config.aliases,
    )
    study, has_topics = _study_again(articles, definitions, config.settings, progress=progress)
    tables = shared_tables(without_text(study, Passages(articles.head(0))))
    if not has_topics:
        tables = {name: table for name, table in tables.items() if "topic" not in name}
    if facts["counts"] == "none":
        return tables
    counted = count_tables(
        study.dtm, articles, counts=facts["counts"], min_articles=facts["min_articles"]
    )
    return tables | counted


def _study_again(
    articles: pd.DataFrame, definitions: Definitions, settings: Settings, *, progress: bool
) -> tuple[Study, bool]:
    """Return the study of articles, and whether its topics are those that the recipe is for.

    A recipe belongs to one model. If absent or changed articles give another one, the study is
    run without the recipe, and its topics are not those of the study.
    """
    try:
        with Steps(tuple(STEPS)[1:], label="Study", show=progress) as steps:
            return study_articles(articles, definitions, settings, steps=steps), True
    except InputError:
        if definitions.recipe is None:
            raise
    without = definitions._replace(recipe=None)
    with Steps(tuple(STEPS)[1:], label="Study", show=progress) as steps:
        return study_articles(articles, without, settings, steps=steps), False


def from_tables(
    where: Path, articles: pd.DataFrame, config: StudyConfig
) -> dict[str, pd.DataFrame]:
    """Compute again what follows from the scores and dates of single articles.

    Returns
    -------
    dict of str to DataFrame
        "theme-shares", "coverage" and, with events, "event-effects".
    """
    scores = _wide(where / "tables", "theme-scores").rename_axis(columns="theme")
    copies = _wide(where / "tables", "near-duplicates")
    weights = weigh_copies(articles, copies, keep=config.settings.copies)
    calendar = Calendar(articles, config.settings, [], weights=weights)
    scores = scores.reindex(articles.index)
    shares = calendar.shares(scores.dropna(how="all"), "Share of articles")
    tables = {"theme-shares": shares, "coverage": calendar.coverage()}
    if config.events is not None:
        effects = calendar.effects(scores[weights > 0], read_events(config.events))
        tables |= {} if effects is None else {"event-effects": effects}
    return {name: table for name, table in tables.items() if len(table)}


def _wide(folder: Path, name: str) -> pd.DataFrame:
    """Return a table of single articles; texts where a column is not of numbers."""
    content = stored_csv(folder, name)
    if content is None:
        raise FileNotFoundError(folder / f"{name}.csv")
    return pd.read_csv(io.BytesIO(content), index_col="article_id", dtype={"article_id": "str"})
