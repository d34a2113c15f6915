"""A shared study and a copy of its articles -> which numbers come out equal, and which do not."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core.staged_folder import FILES
from toolkit.archive.article_matches import (
    MISSING,
    SAME,
    Matches,
    as_in_study,
    match_articles_by_hash,
)
from toolkit.archive.check_text import check_sentences
from toolkit.archive.environment import environment_differences, frozen_environment
from toolkit.archive.handover import SCHEMA, SHARE
from toolkit.archive.number_checks import COLUMNS, cells_of, compare_counts, compare_tables, key_of
from toolkit.archive.recalculation import from_articles, from_tables
from toolkit.archive.term_counts import named_counts
from toolkit.cleaning import clean_articles
from toolkit.errors import InputError, IntegrityError, ReadingError
from toolkit.reading import read_articles
from toolkit.reporting.page.report_checks import check_report, is_report
from toolkit.reporting.study.config import read_config
from toolkit.reporting.tables.long_tables import stored_csv
from toolkit.tables.display import Summarized, Summary

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from toolkit.reporting.study.config import StudyConfig

FUNCTION = "verify_study"


@dataclass(frozen=True, repr=False)
class StudyCheck(Summarized):
    """What became of the check of a shared study.

    Attributes
    ----------
    agrees : bool
        Whether every file is as written, every article is found with the same words, and every
        number that was computed again is equal.
    sentences : tuple of str
        The result in plain words.
    files : DataFrame
        ``file``, ``state`` and ``reason``, as from `toolkit check`.
    articles : DataFrame
        One row per article of the study: ``article_id``, ``date``, ``source``, ``state`` ("same",
        "changed" or "missing"), ``found_as`` (its id in the copy) and ``note``. Empty if no
        articles were given.
    numbers : DataFrame
        One row per table: ``table``, ``verdict`` ("equal", "different", or "not
        compared" where no value is left to compare), ``n_values``,
        ``n_equal``, ``n_different``, ``n_absent`` (one side lacks them), ``largest_difference`` (of
        fractions) and ``largest_count_difference``.
    """

    agrees: bool
    sentences: tuple[str, ...]
    files: pd.DataFrame = field(repr=False)
    articles: pd.DataFrame = field(repr=False)
    numbers: pd.DataFrame = field(repr=False)

    def __str__(self) -> str:
        """Return the sentences, one a line."""
        return "\n".join(self.sentences)

    def _summary(self) -> Summary:
        facts = (("agrees", "yes" if self.agrees else "no"), ("tables", len(self.numbers)))
        return Summary("Check of a study", facts, self.sentences, rows=self.numbers)


def verify_study(
    folder: str | os.PathLike[str],
    articles: str | os.PathLike[str] | pd.DataFrame | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
    show_progress: bool = False,
) -> StudyCheck:
    r"""Check a study that `share_study` wrote, against one's own copy of its articles if any.

    Parameters
    ----------
    folder : path-like
        The folder of the study.
    articles : path-like or DataFrame, optional
        A file or folder of articles, as for `read_articles`, or what that returned. The order, the
        format and further articles make no difference. Without it, the files are checked, and what
        follows from the tables alone is computed again.
    mapping : mapping of str to str, optional
        Columns of the reader's tables, as for `read_articles`; by default, those of the study.
    source : str, optional
        Outlet of articles that do not name one; by default, that of the study.
    show_progress : bool
        Whether to show progress bars.

    Returns
    -------
    StudyCheck
        ``.agrees``, ``.sentences`` and the tables ``.files``, ``.articles`` and ``.numbers``.

    Raises
    ------
    InputError
        When the folder holds no shared study.
    IntegrityError
        When a file that the check needs is damaged, or a newer toolkit wrote it.
    ReadingError
        When there are no articles to read.

    Notes
    -----
    Articles are matched by the hash of their words. Matched articles are analysed again with the
    settings, definitions and seed of the study, under its ids, dates and outlets and in its order,
    so that a difference comes from the words, from absent articles or from another version of a
    package. Rows of single articles are compared for the articles found; all other numbers rest on
    all articles, and may differ as soon as one is absent or changed.

    Examples
    --------
    >>> import tempfile, toolkit as tt
    >>> here = Path(tempfile.mkdtemp())
    >>> lines = [{"title": f"Talks {n}", "date": f"2016-05-{n:02}", "body": f"War talks {n}."}
    ...          for n in range(1, 13)]
    >>> _ = (here / "news.json").write_text(json.dumps(lines))
    >>> _ = (here / "themes.toml").write_text('[war]\nterms = ["war"]')
    >>> study = tt.run_study(here / "news.json", here / "themes.toml", show_progress=False)
    >>> folder = tt.share_study(study, here / "share")
    >>> tt.verify_study(folder, here / "news.json").sentences[1]
    'All 12 articles of the study are in the copy, with the same words.'
    """
    where = Path(folder)
    facts = _share_of(where)
    files = check_report(where)
    config = read_config(where / "study.toml")
    theirs = _articles_of(where)
    found: Matches | None = None
    if articles is None:
        mine = from_tables(where, theirs, config)
    else:
        read = _read(articles, config, mapping=mapping, source=source, progress=show_progress)
        found = match_articles_by_hash(theirs, read)
        placed = as_in_study(read, theirs, found)
        mine = from_articles(placed, config, facts, progress=show_progress) if len(placed) else {}
    numbers = _compared(where, facts, mine, found)
    made = _json(where / "environment" / "environment.json")
    others = environment_differences(made, frozen_environment(made["packages"]))
    sentences = check_sentences(files, found, numbers, others)
    return StudyCheck(
        agrees=_agrees(files, found, numbers),
        sentences=sentences,
        files=files,
        articles=pd.DataFrame() if found is None else found.table,
        numbers=numbers,
    )


def _agrees(files: pd.DataFrame, found: Matches | None, numbers: pd.DataFrame) -> bool:
    is_whole = (files["state"] == "current").all()
    has_all = found is None or (found.table["state"] == SAME).all()
    return bool(is_whole and has_all and (numbers["verdict"] != "different").all())


def _share_of(where: Path) -> dict[str, Any]:
    if not (where / SHARE).is_file() or not is_report(where):
        message = (
            f"{FUNCTION}: {str(where)!r} holds no shared study: {SHARE} or {FILES} is missing. "
            f"tt.share_study writes both."
        )
        raise InputError(message)
    facts = _json(where / SHARE)
    if not isinstance(facts, dict) or not isinstance(facts.get("schema"), int):
        raise _damaged(SHARE)
    if facts["schema"] > SCHEMA:
        message = (
            f"{FUNCTION}: {SHARE} was written by a newer version of the toolkit. "
            f"Upgrade: pip install -U theme-toolkit"
        )
        raise IntegrityError(message)
    return facts


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path.name) from error


def _damaged(name: str) -> IntegrityError:
    return IntegrityError(
        f"{FUNCTION}: {name} is missing or damaged. Take a new copy of the study."
    )


def _articles_of(where: Path) -> pd.DataFrame:
    """Return the table of articles of a study, from its CSV file if it is whole."""
    name = "articles.csv"
    try:
        table: pd.DataFrame = pd.read_csv(
            _stored(where / "tables", "articles"),
            dtype="str",
            keep_default_na=False,
            encoding="utf-8",
        )
        table["date"] = pd.to_datetime(table["date"], format="ISO8601").astype("datetime64[us]")
        table["n_words"] = table["n_words"].astype("int64")
        table = table.set_index("article_id")
        if not table.index.is_unique or not {"text_hash", "source"} <= set(table.columns):
            raise _damaged(name)
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(name) from error
    return table


def _stored(folder: Path, name: str) -> io.BytesIO:
    """Return a table as a CSV file; `FileNotFoundError` if there is none."""
    content = stored_csv(folder, name)
    if content is None:
        raise FileNotFoundError(name)
    return io.BytesIO(content)


def _read(
    articles: str | os.PathLike[str] | pd.DataFrame,
    config: StudyConfig,
    *,
    mapping: Mapping[str, str] | None,
    source: str | None,
    progress: bool,
) -> pd.DataFrame:
    settings = config.settings
    if not isinstance(articles, pd.DataFrame):
        if not Path(articles).exists():
            message = f"{FUNCTION}: there are no articles at {str(articles)!r}. Check the spelling."
            raise ReadingError(message)
        articles = read_articles(
            articles,
            mapping=dict(mapping or settings.mapping) or None,
            source=source or settings.source,
            date_order=settings.date_order,
            progress=progress,
        )
    return clean_articles(articles, text=settings.text, progress=progress)


def _compared(
    where: Path, facts: dict[str, Any], mine: dict[str, Any], found: Matches | None
) -> pd.DataFrame:
    """Compare each table of the study that can be computed again."""
    left_out: set[str] = set()
    if found is not None:
        left_out = set(found.table.loc[found.table["state"] == MISSING, "article_id"])
    rows = []
    for name in facts["tables"] if found is not None else mine:
        key = key_of(name)
        stored = None if key is None else stored_csv(where / "tables", name)
        if key is None or stored is None:
            continue
        theirs = cells_of(stored, key)
        ours = cells_of(mine[name], key) if name in mine and len(mine[name]) else None
        rows.append(compare_tables(name, theirs, ours, left_out=left_out))
    if found is not None and mine:
        rows += [
            compare_counts(name, theirs, named_counts(name, mine), left_out=left_out)
            for name, theirs in _shared_counts(where, facts["counts"])
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _shared_counts(where: Path, counts: str) -> list[tuple[str, pd.DataFrame]]:
    """Return the counts of a share, by the words that they are of."""
    names = {"sums": "term-sums", "matrix": "term-counts"}
    if counts not in names:
        return []
    try:
        tables = {
            name: pd.read_csv(
                _stored(where / "counts", name), keep_default_na=False, encoding="utf-8"
            )
            for name in ("terms", names[counts])
        }
        return [(names[counts], named_counts(names[counts], tables))]
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise _damaged("counts/") from error
