"""A corpus on disk, which every function takes as it takes a table of articles."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import pandas as pd

from toolkit._core.argument_errors import explain_methods
from toolkit._core.atomic import write_text
from toolkit._core.column_files import ColumnWriter
from toolkit._core.derived_parts import Stage, stage_key
from toolkit._core.mapped_columns import MappedTable, open_columns, open_or_build
from toolkit._core.progress_bars import progress
from toolkit.errors import InputError
from toolkit.reading.corpus_folder import (
    ARTICLES_FOLDER,
    CATEGORIES,
    open_part,
    part_tasks,
    read_list,
)
from toolkit.reading.corpus_ledger import CorpusLedger
from toolkit.reading.corpus_selection import keep_rows
from toolkit.reading.ledgers import FILE_NOTES, share_notes
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.reading.corpus_folder import CorpusList

LISTS = ("quality",)
"""Columns of lists that the table has: few different ones, which are shared by the articles."""
ATTRS = "attrs.json"
COLUMNS_VERSION = 1


def open_corpus(folder: str | os.PathLike[str]) -> Corpus:
    """Open a corpus on disk, made by `save_corpus`.

    Parameters
    ----------
    folder : path-like
        The folder.

    Returns
    -------
    Corpus
        A table of articles whose columns lie on the disk. Every function that takes a table of
        articles takes it.

    Raises
    ------
    InputError
        When the folder holds no corpus, or one that is not finished.
    IntegrityError
        When the list of parts, or a part that is read, is damaged; the message names it.

    Examples
    --------
    >>> import tempfile, toolkit as tt
    >>> folder = tempfile.mkdtemp() + "/big"
    >>> _ = tt.save_corpus(tt.load_sample(), folder)
    >>> corpus = tt.open_corpus(folder)
    >>> len(corpus), corpus["title"].equals(tt.load_sample()["title"])
    (257, True)
    """
    return Corpus._open(Path(folder))


@explain_methods("part", "kept")
class Corpus(pd.DataFrame):
    """A table of articles that lies in a folder on disk; see `open_corpus`.

    Its columns are mapped into memory and take room only where they are looked at. It cannot be
    changed; whatever is made of it, such as ``corpus[corpus["source"] == "A"]``, is a plain table
    in memory. Columns of lists and dictionaries other than ``quality`` are in the parts alone.

    Attributes
    ----------
    folder : Path
        Where it lies.
    listed : CorpusList
        Its parts, and how it was made.
    """

    folder: Path = Path()
    listed: CorpusList
    _mapped: MappedTable

    @classmethod
    def _open(cls, folder: Path) -> Corpus:
        listed, folder = read_list(folder), folder.absolute()  # wherever a worker runs
        table, attrs = _mapped_articles(folder, listed)
        corpus = cls(table.frame(ARTICLE_ID), copy=False)
        for name, value in (("folder", folder), ("listed", listed), ("_mapped", table)):
            object.__setattr__(corpus, name, value)
        corpus.attrs.update(attrs)
        if any(facts.sections for facts in listed.parts):
            corpus.attrs["ledger"] = CorpusLedger(folder, listed)
        return corpus

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    @property
    def n_parts(self) -> int:
        """Number of parts."""
        return len(self.listed.parts)

    @property
    def digest(self) -> str:
        """SHA-256 of all parts together."""
        return self.listed.digest

    def part(self, number: int) -> pd.DataFrame:
        """Return part ``number``, from 0, as a whole table in memory, with its ledger.

        Raises
        ------
        InputError
            When there is no such part.
        IntegrityError
            When it is damaged.
        """
        if not 0 <= number < self.n_parts:
            message = f"Corpus.part: there are parts 0 to {self.n_parts - 1}; got {number!r}."
            raise InputError(message)
        facts = self.listed.parts[number]
        return open_part(self.folder / ARTICLES_FOLDER / facts.name, facts.sha256).articles()

    def parts(self) -> Iterator[pd.DataFrame]:
        """Yield each part in turn, as a whole table in memory."""
        return map(self.part, range(self.n_parts))

    def kept(
        self, mask: pd.Series[bool] | Sequence[bool], *, notes: Sequence[Mapping[str, str]] = ()
    ) -> Corpus:
        """Return the articles of a mask as a corpus on disk, as ``articles[mask]`` does in memory.

        Parameters
        ----------
        mask : Series of bool, or sequence of bool
            One value for each article; a Series is matched by ``article_id``.
        notes : sequence of mappings, optional
            Rows to add to the ledger, one for each article that goes, in order.

        Raises
        ------
        InputError
            When it has no value for an article, or not one for each.
        """
        chosen = mask.reindex(self.index) if isinstance(mask, pd.Series) else pd.Series(mask)
        if len(chosen) != len(self) or chosen.isna().any():
            message = (
                f"Corpus.kept: mask must have one value for each of the {len(self):,} articles; "
                f"got {len(mask):,}, or another index."
            )
            raise InputError(message)
        rows = chosen.to_numpy(dtype=bool)
        listed = replace(self.listed, options={**self.listed.options, **self._categories()})
        return Corpus._open(keep_rows(self.folder, listed, rows, notes=notes))

    def _categories(self) -> dict[str, Any]:
        """Return all categories, of which a selection may use some."""
        kinds = {name: kind for name, kind in self.dtypes.items() if kind == "category"}
        named = {str(name): [*map(str, kind.categories)] for name, kind in kinds.items()}
        return {CATEGORIES: named}

    def tasks(self) -> list[dict[str, str]]:
        """Return what a job needs to read each part: see `toolkit.reading.corpus_folder`."""
        return part_tasks(self.folder, self.listed)

    def starts(self) -> list[int]:
        """Return the first row of each part, and the number of rows at the end."""
        starts = [0]
        for facts in self.listed.parts:
            starts.append(starts[-1] + facts.n_articles)
        return starts

    def release(self) -> None:
        """Give the pages back that have been looked at; they are read again when needed."""
        self._mapped.release()

    def __reduce__(self) -> tuple[Any, ...]:  # copies travel as the name of the folder
        return open_corpus, (str(self.folder),)

    def _refuse(self, *_: object, **__: object) -> Never:
        message = (
            f"a corpus on disk ({self.folder}) cannot be changed. Make a table in memory of it "
            f"first: articles = corpus.assign(...), or articles = corpus[wanted].copy()."
        )
        raise InputError(message)

    __setitem__ = insert = pop = update = _update_inplace = _refuse
    __delitem__ = _refuse  # type: ignore[misc]  # the stubs call it final

    def __setattr__(self, name: str, value: Any) -> None:
        if name in {"index", "columns"} or name in self.columns:
            self._refuse()
        super().__setattr__(name, value)

    @property
    def loc(self) -> Any:
        """Rows by ``article_id``; see `pandas.DataFrame.loc`."""
        return _read_only(super().loc)

    @property
    def iloc(self) -> Any:
        """Rows by position; see `pandas.DataFrame.iloc`."""
        return _read_only(super().iloc)

    @property
    def at(self) -> Any:
        """One value by ``article_id`` and column; see `pandas.DataFrame.at`."""
        return _read_only(super().at)

    @property
    def iat(self) -> Any:
        """One value by position; see `pandas.DataFrame.iat`."""
        return _read_only(super().iat)


def _read_only(indexer: Any) -> Any:
    kind = type(indexer)
    refuse = {"__setitem__": lambda self, *_: self.obj._refuse()}
    return type(kind.__name__, (kind,), refuse)(indexer.name, indexer.obj)


def _mapped_articles(root: Path, listed: CorpusList) -> tuple[MappedTable, dict[str, Any]]:
    """Return the columns of a corpus and its attrs; they are made where they are missing."""
    categories = listed.options.get(CATEGORIES, {})
    options = {CATEGORIES: categories}
    stage = Stage(root, "columns", stage_key("columns", COLUMNS_VERSION, options, [listed.digest]))

    def build(folder: Path) -> None:
        attrs: dict[str, Any] = {}
        with ColumnWriter(folder, lists=LISTS, categories=categories) as writer:
            for task in progress(part_tasks(root, listed), label="Opening the corpus", unit="part"):
                stored = open_part(Path(task["articles"]), task["sha256"])
                writer.append(_with_ids(stored.articles(stored.plain_columns(*LISTS))))
                _add_attrs(attrs, stored.attrs())
            write_text(folder / ATTRS, json.dumps(attrs, ensure_ascii=False))
        _check_ids(root, open_columns("open_corpus", folder))

    table = open_or_build(stage.folder, build)
    told = json.loads((stage.folder / ATTRS).read_text(encoding="utf-8"))
    return table, {**share_notes(told), **listed.attrs}


def _with_ids(articles: pd.DataFrame) -> pd.DataFrame:
    ids = articles.index.astype("str")  # pyarrow before 24 reads no ids as objects
    return articles.set_axis(ids.rename(ARTICLE_ID)).reset_index()


def _add_attrs(attrs: dict[str, Any], more: dict[str, Any]) -> None:
    for name in FILE_NOTES:
        if name in more:
            attrs.setdefault(name, {}).update(more[name])


def _check_ids(root: Path, table: MappedTable) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = pd.Series(table.columns[ARTICLE_ID])
    if pc.count_distinct(pa.array(ids.array)).as_py() == table.n_rows:
        return
    first = ids[ids.duplicated()].iloc[0]
    message = (
        f"open_corpus: {root} holds the article {first!r} more than once; the parts were read "
        f"separately. Read all files in one go: tt.save_corpus(tt.iter_articles(...), folder)."
    )
    raise InputError(message)
