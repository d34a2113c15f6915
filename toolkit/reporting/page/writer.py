"""A finished study -> a folder with one self-contained page, figures, tables and a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from toolkit._core.atomic import write_text
from toolkit._core.html import Markup, join, tag
from toolkit._core.whole_folder import whole_folder
from toolkit.reporting.page.pictures import Picture, draw_pictures
from toolkit.reporting.page.prose import methods_paragraph
from toolkit.reporting.page.sections import SECTIONS
from toolkit.reporting.page.stylesheet import STYLESHEET
from toolkit.reporting.provenance_record import provenance
from toolkit.reporting.tables.export import save_table

if TYPE_CHECKING:
    import os

    from toolkit.reporting.study.results import Study

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_report(study: Study, out: str | os.PathLike[str], *, title: str = "") -> Path:
    """Write the report of a study.

    Parameters
    ----------
    study : Study
        Output of `run_study`.
    out : path-like
        The folder to write into; created if missing.
    title : str
        Title of the page; by default, the themes and the span of the dates.

    Returns
    -------
    Path
        ``out/index.html``, one page that needs no network and runs no script. The folder also
        holds ``figures/`` (PNG, SVG, PDF, CSV, JSON, caption), ``tables/`` (CSV and Parquet) and
        ``record.json`` (settings, corpus hash, versions), and ``files.json`` lists them all. The
        report is written aside and moved in as a whole: until then an earlier one stays as it is.
        Files of an earlier report that this one does not have are removed; what a person put
        there, or changed, stays.

    Raises
    ------
    WritingError
        When there is no room, or no permission; nothing is changed then.
    """
    choices = dict(vars(study.settings))
    if study.events is not None:
        choices["events_sha256"] = study.events.attrs["sha256"]
    record = provenance(study.articles, *study.made_with, **choices)
    with whole_folder(out) as folder:
        pictures = draw_pictures(study, folder / "figures", record)
        for name, rows in study_tables(study).items():
            save_table(rows, folder / "tables" / name)
        write_text(folder / "record.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")
        page = build_page(study, pictures, record, title=title or default_title(study))
        write_text(folder / "index.html", page)
    return Path(out) / "index.html"


def study_tables(study: Study) -> dict[str, pd.DataFrame]:
    """Return every table of a study by file name; none contains the full text of articles."""
    facts = ["title", "date", "date_kind", "date_precision", "date_raw", "source", "section"]
    tables = {
        "articles": study.articles[[*facts, "n_words", "file", "line"]],
        "ledger": _without_the_story(study.ledger),
        "theme-scores": study.scores,
        "theme-shares": study.periods,
        "theme-words": study.word_periods,
        "theme-shares-without-copies": study.periods_without_copies,
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
            "topic-prevalence": study.topics.prevalence,
            "topic-articles": study.topics.readings,
            "topic-stability": study.topics.stability,
        }
    for comparison in study.comparisons:
        name = comparison.title.lower().replace(" ", "-")
        tables[f"{name}-themes"] = comparison.themes
        tables[f"{name}-terms"] = comparison.terms
        if comparison.topics is not None:
            tables[f"{name}-topics"] = comparison.topics
    return {name: rows for name, rows in tables.items() if len(rows)}


def _without_the_story(ledger: pd.DataFrame) -> pd.DataFrame:
    """Blank the paragraphs that were kept: a report may be passed on, an article may not."""
    story = (ledger["action"] == "kept") & (ledger["field"] == "body")
    return ledger.assign(text=ledger["text"].where(~story, ""))


def default_title(study: Study) -> str:
    """Return a title such as "Conflict, diplomacy and online extremism, 2014 to 2019"."""
    names = [name.replace("_", " ") for name in study.themes]
    listed = ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
    dates = study.articles["date"].dropna()
    if dates.empty:
        return listed.capitalize()
    first, last = dates.min().year, dates.max().year
    return f"{listed.capitalize()}, {first if first == last else f'{first} to {last}'}"


def build_page(
    study: Study, pictures: dict[str, Picture], record: dict[str, object], *, title: str
) -> str:
    """Return the page as HTML; every text from the corpus is escaped."""
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
            tag("header", tag("h1", title)),
            contents,
            *(one.markup() for one in sections if one),
            _methods(study, record),
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


def _methods(study: Study, record: dict[str, object]) -> Markup:
    text = json.dumps(record, indent=1, ensure_ascii=False)
    return tag(
        "section",
        tag("h2", "How this was made"),
        tag("p", methods_paragraph(study)),
        tag("details", tag("summary", "Settings, corpus hash and versions"), tag("pre", text)),
        id="methods",
    )
