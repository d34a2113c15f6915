"""A finished study -> a folder with one self-contained page, figures, tables and a record."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.atomic import write_bytes, write_text
from toolkit._core.html import Markup, join, tag
from toolkit._core.number_words import count, listed
from toolkit._core.progress_steps import Steps
from toolkit._core.staged_folder import check_folder, whole_folder
from toolkit._core.user_warnings import warn_user
from toolkit.errors import check_option
from toolkit.explorer.inputs import TEXTS
from toolkit.reporting.page.explorer_parts import study_explorer
from toolkit.reporting.page.methods import methods_paragraph
from toolkit.reporting.page.names import slug
from toolkit.reporting.page.pictures import Picture, draw_pictures
from toolkit.reporting.page.report_checks import edited_files, foreign_files
from toolkit.reporting.page.sections import SECTIONS
from toolkit.reporting.page.stylesheet import STYLESHEET
from toolkit.reporting.provenance_record import provenance
from toolkit.reporting.study.config import config_text
from toolkit.reporting.tables.long_tables import long_tables_sentence, save_tables
from toolkit.tables import FRAGILE_MARK
from toolkit.topics import topic_recipe

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from toolkit.reporting.study.results import Comparison, Study, TopicResults
    from toolkit.reporting.tables.long_tables import LongTable
    from toolkit.topics import TopicRecipe

WRITING = {
    "Drawing figures": 8.0,
    "Writing tables": 4.0,
    "Writing the page": 1.0,
    "Writing the explorer": 5.0,
}
"""The steps of writing, with the part of the time of a report, in percent, that each takes."""
EXPLORER = "explorer.html"
KEPT = "{} was written or changed by a person and stays as it is; {}."
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_report(
    study: Study,
    out: str | os.PathLike[str],
    *,
    title: str = "",
    explorer_text: str = "none",
    show_progress: bool = False,
) -> Path:
    """Write the report of a study.

    Parameters
    ----------
    study : Study
        Output of `run_study`.
    out : path-like
        The folder to write into; created if missing.
    title : str
        Title of the page; by default, that of the settings, else the themes and the years.
    explorer_text : {"none", "passages", "full"}
        How much text goes along in ``explorer.html``, as in `explore`.
    show_progress : bool
        Whether to show what is being written.

    Returns
    -------
    Path
        ``out/index.html``, one page that needs no network and runs no script. The folder also
        holds ``explorer.html`` (the same results to walk through, see `explore`), ``figures/``
        (PNG, SVG, PDF, CSV, JSON, caption), ``tables/`` (CSV and Parquet), ``record.json``
        (settings, corpus hash, what ran, versions), ``study.toml`` (to run it again), with topics
        ``topics.toml`` (names to edit), and ``files.json``, which lists them all. The report is
        written aside and moved in as a whole: until then an earlier one stays as it is. Files of
        an earlier report that this one does not have are removed. What a person put there or
        changed stays, and the page names such files among the results.

    Raises
    ------
    WritingError
        When there is no room, or no permission; nothing is changed then.
    """
    check_option("write_report", "explorer_text", explorer_text, TEXTS)
    check_folder(out)
    foreign, edited = foreign_files(Path(out)), edited_files(Path(out))
    record = study_record(study)
    title = title or study.settings.title or default_title(study)
    with (
        whole_folder(out) as folder,
        Steps(tuple(WRITING), label="Report", show=show_progress) as steps,
    ):
        steps.start()
        pictures = draw_pictures(study, folder / "figures", record)
        steps.start()
        long = save_tables(study_tables(study), folder / "tables", change=AS_WRITTEN)
        steps.start()
        _write_unless_edited(folder, study, edited)
        _keep_recipe(folder, study, Path(out) / "topics.toml")
        others = [name for name in foreign if not (folder / name).exists()]
        about: dict[str, Any] = {
            "title": title,
            "explorer": EXPLORER,
            "foreign": others,
            "long": long,
        }
        page = build_page(study, pictures, record, **about)
        write_text(folder / "index.html", page)
        text = json.dumps(record, indent=1, ensure_ascii=False)
        write_text(folder / "record.json", f"{text}\n")
        steps.start()
        study_explorer(study, text=explorer_text, title=title).save(folder / EXPLORER)
    return Path(out) / "index.html"


def _keep_recipe(folder: Path, study: Study, recipe: Path) -> None:
    """Keep the recipe of the study where it is the one of an earlier report in the same folder."""
    if recipe.is_file() and recipe.read_bytes() == study.definitions.get("recipe"):
        write_bytes(folder / recipe.name, recipe.read_bytes())


def _write_unless_edited(folder: Path, study: Study, edited: Sequence[str]) -> None:
    """Write the files that a person may edit, but for those that a person has edited."""
    if "study.toml" in edited:
        warn_user(KEPT.format("study.toml", "the settings of this report stand at its end"))
    else:
        write_text(folder / "study.toml", config_text(study.inputs, study.settings))
    if study.topics is None or study.topics.recipe is not None:
        return
    if "topics.toml" in edited:
        warn_user(KEPT.format("topics.toml", "its names come with --recipe"))
    else:
        suggested_recipe(study.topics).save(folder / "topics.toml")


def study_record(study: Study) -> dict[str, Any]:
    """Return the record of a study: corpus, settings, what ran, versions; JSON-ready."""
    choices = {one.name: getattr(study.settings, one.name) for one in fields(study.settings)}
    if study.events is not None:
        choices["events_sha256"] = study.events.attrs["sha256"]
    return provenance(study.articles, *study.made_with, **choices) | {"steps": study.steps}


def suggested_recipe(topics: TopicResults) -> TopicRecipe:
    """Return a recipe that names each topic by its leading terms, for a person to edit.

    Other names to choose from stand in a note.
    """
    recipe = topic_recipe(topics.model)
    candidates = dict(zip(topics.summary["topic"], topics.summary["candidates"], strict=True))
    for topic, label in topics.labels.items():
        if isinstance(topic, int):
            name = label.partition(": ")[2].removesuffix(f" {FRAGILE_MARK}")
            recipe = recipe.name(topic, name)
            others = [one for one in str(candidates.get(topic, "")).split(" | ") if one != name]
            recipe = recipe.note(topic, f"other names: {' | '.join(others)}")
    return recipe


def study_tables(study: Study) -> dict[str, pd.DataFrame]:
    """Return every table of a study by file name, as it is before `AS_WRITTEN`."""
    facts = ["title", "date", "date_kind", "date_precision", "date_raw", "source", "section"]
    tables = {
        "articles": study.articles[[*facts, "n_words", "file", "line"]],
        "ledger": study.ledger,
        "theme-scores": study.scores,
        "theme-shares": study.periods,
        "theme-words": study.word_periods,
        "theme-shares-without-copies": study.periods_without_copies,
        "theme-shares-outlets-fixed": study.periods_outlets_fixed,
        "words": study.words,
        "theme-patterns": study.patterns,
        "theme-overlap": study.overlap,
        "theme-passages": study.contexts,
        "coverage": study.coverage,
        "near-duplicates": study.duplicates,
    }
    if study.events is not None:
        tables["events"] = study.events
    if study.event_effects is not None:
        tables["event-effects"] = study.event_effects
    if study.topics is not None:
        tables |= {
            "topic-terms": study.topics.terms,
            "topic-shares": study.topics.shares,
            "topic-periods": study.topics.periods,
            "topic-summary": study.topics.summary,
            "topic-articles": study.topics.readings,
            "topic-stability": study.topics.stability,
        }
    for comparison in study.comparisons:
        tables |= _comparison_tables(comparison)
    return {name: rows for name, rows in tables.items() if len(rows)}


def _comparison_tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    name = slug(comparison.title)
    tables = {
        f"{name}-themes": comparison.themes,
        f"{name}-terms": comparison.terms,
        f"{name}-topics": comparison.topics,
        f"{name}-themes-outlets-fixed": comparison.themes_fixed,
        f"{name}-topics-outlets-fixed": comparison.topics_fixed,
        f"{name}-terms-outlets-fixed": comparison.terms_fixed,
        f"{name}-wording": comparison.wording,
    }
    return {name: rows for name, rows in tables.items() if rows is not None}


def _without_the_story(ledger: pd.DataFrame) -> pd.DataFrame:
    """Blank the paragraphs that were kept: a report may be passed on, an article may not."""
    story = (ledger["action"] == "kept") & (ledger["field"] == "body")
    return ledger.assign(text=ledger["text"].where(~story, ""))


AS_WRITTEN = {"ledger": _without_the_story}
"""What is done to the rows of a table before they are written; none contains a full text then."""


def default_title(study: Study) -> str:
    """Return a title such as "Conflict, diplomacy and online extremism, 2014 to 2019"."""
    names = listed([name.replace("_", " ") for name in study.themes])
    names = names[:1].upper() + names[1:]
    dates = study.articles["date"].dropna()
    if dates.empty:
        return names
    first, last = dates.min().year, dates.max().year
    return f"{names}, {first if first == last else f'{first} to {last}'}"


def build_page(
    study: Study,
    pictures: dict[str, Picture],
    record: dict[str, Any],
    *,
    title: str,
    foreign: Sequence[str] = (),
    explorer: str = "",
    long: Sequence[LongTable] = (),
) -> str:
    """Return the page as HTML; every text from the corpus is escaped.

    ``foreign`` names files beside the page that are no part of it, ``explorer`` that of the
    explorer if there is one, ``long`` the tables that are whole in Parquet only.
    """
    sections = [section(study, pictures) for section in SECTIONS]
    contents = tag(
        "nav",
        tag(
            "ul", *(tag("li", tag("a", one.title, href=f"#{one.name}")) for one in sections if one)
        ),
        aria_label="Contents",
    )
    body = join(
        [
            tag("header", tag("h1", title), _to_explorer(explorer)),
            contents,
            *(one.markup() for one in sections if one),
            _methods(study, record, foreign, long),
        ]
    )
    head = join(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("title", title),
            tag("style", Markup(STYLESHEET)),
        ]
    )
    page = tag("html", tag("head", head), tag("body", tag("main", body)), lang="en")
    return f"<!doctype html>\n{page}\n"


def _to_explorer(name: str) -> Markup:
    """Return the way from the page to the explorer beside it."""
    if not name:
        return Markup("")
    return tag(
        "p",
        tag("a", "Explore the corpus", href=name),
        ": the same numbers to walk through, from a curve to the articles behind it. It runs a "
        "script, which this page does not.",
    )


def _methods(
    study: Study, record: dict[str, Any], foreign: Sequence[str], long: Sequence[LongTable]
) -> Markup:
    text = json.dumps(record, indent=1, ensure_ascii=False)
    again = config_text(study.inputs, study.settings)
    told = long_tables_sentence(long)
    others = Markup("")
    if foreign:
        are = "is" if len(foreign) == 1 else "are"
        others = tag(
            "p",
            f"This folder also holds {count(len(foreign), 'file')} that {are} not part of this "
            f"report: {listed(list(foreign), most=10)}.",
        )
    return tag(
        "section",
        tag("h2", "How this was made"),
        tag("p", methods_paragraph(record["steps"])),
        others,
        tag(
            "details",
            tag("summary", "Run it again: toolkit report --config study.toml"),
            tag("p", "Set the paths in study.toml, which lies beside this page:"),
            tag("pre", again),
        ),
        tag("p", told) if told else Markup(""),
        tag("details", tag("summary", "Settings, corpus hash and versions"), tag("pre", text)),
        id="methods",
    )
