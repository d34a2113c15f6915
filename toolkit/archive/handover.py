"""A study -> a folder that may be handed on: all that is needed to check it, and no text."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.atomic import write_bytes, write_text
from toolkit._core.checks import check_count
from toolkit._core.number_words import count, listed
from toolkit._core.staged_folder import whole_folder
from toolkit.archive.citation import citation_text, read_authors
from toolkit.archive.crate import METADATA, crate_metadata
from toolkit.archive.environment import frozen_environment, requirements_text
from toolkit.archive.exposure import measure_exposure
from toolkit.archive.quotations import Passages, check_passages
from toolkit.archive.readme import CONTENTS, readme_text
from toolkit.archive.term_counts import COUNTS, MIN_ARTICLES, count_tables
from toolkit.archive.withheld_text import shared_tables, without_text
from toolkit.errors import InputError, check_option
from toolkit.models.storage import save_model
from toolkit.reporting.page.pictures import draw_pictures
from toolkit.reporting.page.writer import (
    build_page,
    default_title,
    study_record,
    suggested_recipe,
)
from toolkit.reporting.provenance_record import PACKAGES
from toolkit.reporting.study.config import config_text
from toolkit.reporting.tables.long_tables import save_tables

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from toolkit.reporting.study.results import Study

SHARE = "share.json"
SCHEMA = 1


def share_study(
    study: Study,
    folder: str | os.PathLike[str],
    *,
    counts: str = "none",
    min_articles: int = MIN_ARTICLES,
    authors: Sequence[str] = (),
    license: str = "",
    published: str | None = None,
) -> Path:
    r"""Write a study so that others can check and extend it, without the text of its articles.

    Parameters
    ----------
    study : Study
        Output of `run_study`.
    folder : path-like
        The folder to write into; created if missing. It is replaced as a whole or stays as it was.
    counts : {"none", "sums", "matrix"}
        Which counts of terms leave. "sums": of at least five articles together, those of an outlet
        and day where there are so many. "matrix": of each article.
    min_articles : int
        Terms of fewer articles are left out of the counts.
    authors : sequence of str
        "Family, Given", with an ORCID in parentheses if there is one, or the name of a group.
    license : str
        An address or a short name such as "CC-BY-4.0"; stands in the citation and the metadata.
    published : str, optional
        Day of publication, such as "2020-01-31"; by default, today. Give it for the same bytes on
        another day.

    Returns
    -------
    Path
        The folder: ``README.md``, ``tables/`` (ids, hashes of texts, dates, outlets and addresses
        of the articles; every table of the report), ``counts/``, ``definitions/``, ``model/``,
        ``report/``, ``environment/``, ``study.toml``, ``record.json``, ``share.json``,
        ``CITATION.cff``, ``ro-crate-metadata.json`` (RO-Crate 1.1) and ``files.json``.

    Raises
    ------
    InputError
        If a file would hold more than ten consecutive words of an article, or an option is
        unknown. Nothing is written then.
    WritingError
        When there is no room, or no permission.

    See Also
    --------
    verify_study : Check such a folder against one's own copy of the articles.

    Examples
    --------
    >>> import tempfile, toolkit as tt
    >>> here = Path(tempfile.mkdtemp())
    >>> lines = [{"title": f"Talks {n}", "date": f"2016-05-{n:02}", "body": f"War talks {n}."}
    ...          for n in range(1, 13)]
    >>> _ = (here / "news.json").write_text(json.dumps(lines))
    >>> _ = (here / "themes.toml").write_text('[war]\nterms = ["war"]')
    >>> study = tt.run_study(here / "news.json", here / "themes.toml", show_progress=False)
    >>> folder = tt.share_study(study, here / "share", authors=["Sen, Amina"])
    >>> sorted(path.name for path in folder.iterdir())[:4]
    ['CITATION.cff', 'README.md', 'definitions', 'environment']
    """
    check_option("share_study", "counts", counts, COUNTS)
    check_count("share_study", "min_articles", min_articles)
    people, day = read_authors(authors), _day(published)
    passages = Passages(study.articles)
    shared = without_text(study, passages)
    record = study_record(study)
    title = study.settings.title or default_title(study)
    counted = count_tables(study.dtm, study.articles, counts=counts, min_articles=min_articles)
    facts = _share_facts(study, shared, counts=counts, min_articles=min_articles)
    facts["exposure"] = measure_exposure(counted, study.articles)
    with whole_folder(folder) as stage:
        _write_results(shared, stage, record, title)
        save_tables(counted, stage / "counts")
        _write_environment(stage / "environment", record)
        _write_json(stage / SHARE, facts)
        about = {"title": title, "license": license, "published": day}
        _write_about(shared, stage, facts, about=about, authors=people)
        check_passages(stage, passages)
    return Path(folder)


def _day(published: str | None) -> str:
    try:
        chosen = published or datetime.date.today()
        return datetime.date.fromisoformat(str(chosen)).isoformat()
    except ValueError:
        message = f"share_study: published must be a day such as 2020-01-31; got {published!r}."
        raise InputError(message) from None


def _share_facts(study: Study, shared: Study, *, counts: str, min_articles: int) -> dict[str, Any]:
    cut = 0
    if "url" in study.articles and "url" in shared.articles:
        cut = int((study.articles["url"].fillna("") != shared.articles["url"]).sum())
    return {
        "format": "theme-toolkit share",
        "schema": SCHEMA,
        "n_articles": len(study.articles),
        "counts": counts,
        "min_articles": min_articles if counts != "none" else None,
        "n_addresses_cut": cut,
        "definitions": {name: f"definitions/{name}.toml" for name in study.definitions},
        "tables": sorted(shared_tables(shared)),
    }


def _write_results(shared: Study, stage: Path, record: dict[str, Any], title: str) -> None:
    """Write report, tables, model, definitions and settings."""
    pictures = draw_pictures(shared, stage / "report" / "figures", record)
    long = save_tables(shared_tables(shared), stage / "tables")
    page = build_page(shared, pictures, record, title=title, long=long)
    write_text(stage / "report" / "index.html", page)
    if shared.topics is not None:
        (stage / "model").mkdir()
        save_model(shared.topics.model, stage / "model" / "topics.model", made_by=record)
        suggested_recipe(shared.topics).save(stage / "topics.toml")
    for name, content in shared.definitions.items():
        write_bytes(stage / "definitions" / f"{name}.toml", content)
    paths = {name: f"definitions/{name}.toml" for name in shared.definitions}
    write_text(stage / "study.toml", config_text(paths, shared.settings))
    _write_json(stage / "record.json", record)


def _write_environment(folder: Path, record: dict[str, Any]) -> None:
    took_part = [name for name in record["versions"] if name not in PACKAGES]
    environment = frozen_environment(took_part)
    write_text(folder / "requirements.txt", requirements_text(environment))
    _write_json(folder / "environment.json", environment)


def _write_about(
    shared: Study,
    stage: Path,
    facts: dict[str, Any],
    *,
    about: dict[str, str],
    authors: Any,
) -> None:
    """Write README, citation and RO-Crate metadata, which describe all other files."""
    version = study_version(stage)
    themes = [name.replace("_", " ") for name in shared.themes]
    cited = {"published": about["published"], "license": about["license"]}
    text = citation_text(about["title"], authors, **cited, keywords=themes, version=version)
    write_text(stage / "CITATION.cff", text)
    has = {name: (stage / name).exists() or name == "README.md" for name in CONTENTS}
    write_text(stage / "README.md", readme_text(about["title"], facts, has=has))
    dates = shared.articles["date"].dropna()
    first, last = (f"{dates.min():%Y-%m-%d}", f"{dates.max():%Y-%m-%d}") if len(dates) else ("", "")
    told = (
        f"Shares of {listed(themes)} in {count(len(shared.articles), 'article')}, with ids, dates, "
        f"outlets and results; without the text of the articles."
    )
    described = {
        "name": about["title"], "description": told, "published": about["published"],
        "keywords": themes, "first": first, "last": last, "version": version,
    }  # fmt: skip
    metadata = crate_metadata(
        stage, described, authors=authors, license=about["license"], described=CONTENTS
    )
    _write_json(stage / METADATA, metadata)


def study_version(stage: Path) -> str:
    """Return the version of the toolkit from the frozen environment of a share."""
    held = json.loads((stage / "environment" / "environment.json").read_text(encoding="utf-8"))
    return str(held["packages"]["theme-toolkit"]["version"])


def _write_json(path: Path, content: Any) -> None:
    write_text(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
