"""Write a corpus to a folder, part by part."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit._core import drafts
from toolkit._core.atomic import write_text
from toolkit._core.garbage import collect_rarely
from toolkit._core.together import recover
from toolkit._core.write_errors import naming
from toolkit.errors import InputError, IntegrityError, shorten
from toolkit.reading.corpus import Corpus, open_corpus
from toolkit.reading.corpus_folder import (
    ARTICLES_FOLDER,
    LIST,
    CorpusList,
    PartFacts,
    checked_facts,
    open_part,
    part_name,
    read_list,
    write_list,
)
from toolkit.reading.corpus_parts import SectionedLedger, write_part
from toolkit.reading.ledgers import FILE_NOTES, ledger_rows
from toolkit.reading.storage import open_articles, pack_articles
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

ROWS_PER_PART = 5000
"""A table in memory is cut into parts of this many articles."""
MOST_SECTIONS = 16


@collect_rarely()
def save_corpus(
    parts: pd.DataFrame | Iterable[pd.DataFrame], folder: str | os.PathLike[str]
) -> Corpus:
    """Write articles to a folder part by part, for work that does not fit in memory.

    Each part is a file of `save_articles` with its own ledger, written whole or not at all. After
    a kill, or a full disk, the same call goes on at the last whole part; a damaged part is
    written again. A corpus grows by the same call with more articles at the end.

    Parameters
    ----------
    parts : DataFrame or iterable of DataFrame
        Tables from `iter_articles`, each of which becomes a part; or one table, which is cut
        into parts of 5,000 articles.
    folder : path-like
        Made if it is missing.

    Returns
    -------
    Corpus
        As `open_corpus` returns it.

    Raises
    ------
    InputError
        When the folder holds other articles than these, or an article id repeats.
    WritingError
        When the disk is full or cannot be written, or another process is writing the corpus.

    Examples
    --------
    >>> import tempfile, toolkit as tt
    >>> from toolkit.reading.samples import sample_path
    >>> folder = tempfile.mkdtemp() + "/big"
    >>> corpus = tt.save_corpus(tt.iter_articles(sample_path(), chunk_size=100), folder)
    >>> corpus.n_parts, len(corpus)
    (3, 257)
    """
    tables, attrs = _tables(parts)
    root = Path(folder)
    with naming(root):
        _refuse_other_files(root)
        (root / ARTICLES_FOLDER).mkdir(parents=True, exist_ok=True)
        recover(root / ARTICLES_FOLDER)
    with contextlib.ExitStack() as stack:
        with naming(root):  # the errors of what is read have names of their own
            stack.enter_context(drafts.folder_lock(root / ARTICLES_FOLDER))
        writer = CorpusWriter(root)
        for table in tables:
            writer.add(table)
        writer.finish(options={}, attrs=attrs)
    return open_corpus(root)


def _refuse_other_files(root: Path) -> None:
    """Refuse a folder whose files of articles are not parts of a corpus: they are someone's own."""
    inner = root / ARTICLES_FOLDER
    first = inner / part_name(0)
    if (root / LIST).exists() or first.with_suffix(".json").exists() or not inner.is_dir():
        return
    for file in sorted(inner.iterdir()):
        if file.name.startswith("."):
            continue
        if file == first and _is_part(file):  # a kill came before its note was written
            continue
        message = (
            f"save_corpus: {inner} holds {file.name}, which is not a part of a corpus. Choose a "
            f"new folder."
        )
        raise InputError(message)


def _is_part(file: Path) -> bool:
    with contextlib.suppress(IntegrityError):
        open_articles(file)
        return True
    return False


def _tables(parts: Any) -> tuple[Iterator[pd.DataFrame], dict[str, Any]]:
    if isinstance(parts, Corpus):
        return parts.parts(), dict(parts.listed.attrs)
    if isinstance(parts, pd.DataFrame):
        attrs = {str(k): v for k, v in parts.attrs.items() if k not in {*FILE_NOTES, "ledger"}}
        return _cut(parts), attrs
    if isinstance(parts, str | bytes | Path) or not hasattr(parts, "__iter__"):
        message = (
            f"save_corpus: parts must be tables of articles; got {shorten(parts)}. "
            f"Pass tt.iter_articles(path)."
        )
        raise InputError(message)
    return iter(parts), {}


def _cut(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut a table into parts, each with its rows of the ledger."""
    ids = table.index.astype("str")
    bounds = [*range(0, len(table), ROWS_PER_PART), len(table)] if len(table) else [0, 0]
    sections = _cut_ledger(table, ids) if "ledger" in table.attrs else None
    for number, (start, end) in enumerate(pairwise(bounds)):
        part = table.iloc[start:end].copy(deep=False)
        part.attrs = {k: v for k, v in table.attrs.items() if k in FILE_NOTES and number == 0}
        if sections is not None:
            part.attrs["ledger"] = SectionedLedger(sections[number])
        yield part


def _cut_ledger(table: pd.DataFrame, ids: pd.Index[Any]) -> list[list[list[tuple[Any, ...]]]]:
    """Return the rows of each part in sections: a new one begins where the parts begin again.

    A row of no article belongs to the part of the row before it.
    """
    part_of = {name: row // ROWS_PER_PART for row, name in enumerate(ids)}
    n_parts = max(1, -(-len(table) // ROWS_PER_PART))
    cut: list[list[list[tuple[Any, ...]]]] = [[[]] for _ in range(n_parts)]
    place, section = 0, 0
    for row in ledger_rows(table):
        before, place = place, part_of.get(row[0], place)
        section = min(section + (place < before), MOST_SECTIONS)
        rows = cut[place]
        rows.extend([] for _ in range(section + 1 - len(rows)))
        rows[section].append(row)
    return cut


class CorpusWriter:
    """Adds parts to the folder of a corpus; those that are there and whole are kept."""

    def __init__(self, root: Path) -> None:
        self.root, self.parts = root, list[PartFacts]()
        self.known = self._known()

    def _known(self) -> list[PartFacts]:
        """Return the facts of the parts that an earlier call wrote."""
        with contextlib.suppress(InputError):
            return list(read_list(self.root).parts)
        known: list[PartFacts] = []
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError):
            while True:
                note = json.loads(self._note(len(known)).read_text(encoding="utf-8"))
                known.append(checked_facts(note))
        return known

    def _path(self, number: int) -> Path:
        return self.root / ARTICLES_FOLDER / part_name(number)

    def _note(self, number: int) -> Path:
        return self._path(number).with_suffix(".json")

    def add(self, table: pd.DataFrame) -> None:
        """Add the next part, or check that it is the one that is there."""
        number = len(self.parts)
        table = table.set_axis(pd.Index(table.index.astype("str"), name=ARTICLE_ID))
        packed = pack_articles(table)
        content = packed.digest()
        known = self.known[number] if number < len(self.known) else None
        if known is not None and known.content != content and not self._grows(known, table):
            raise self._other_articles(number)
        if known is not None and known.content == content and self._is_whole(known):
            self.parts.append(known)
            return
        self._begin()
        facts = write_part(table, self._path(number), packed)
        write_text(self._note(number), json.dumps(asdict(facts)) + "\n")
        self.parts.append(facts)

    def _grows(self, known: PartFacts, table: pd.DataFrame) -> bool:
        """Say whether a part is the last one that is there, with more articles at its end."""
        is_last = len(self.parts) + 1 == len(self.known) and len(table) >= known.n_articles
        if not is_last:
            return False
        try:
            held = open_part(self._path(len(self.parts)), known.sha256).articles()
        except IntegrityError:
            return False
        first = table.iloc[: known.n_articles]
        names = [name for name in ("title", "body", "date") if name in first]
        return held.index.equals(first.index) and held[names].equals(first[names])

    def _is_whole(self, known: PartFacts) -> bool:
        try:
            open_part(self._path(len(self.parts)), known.sha256)
        except IntegrityError:
            return False
        return True

    def _begin(self) -> None:
        """Before the first part is written: a corpus that changes is an unfinished one."""
        if (self.root / LIST).exists():
            for number, facts in enumerate(self.known):
                write_text(self._note(number), json.dumps(asdict(facts)) + "\n")
            (self.root / LIST).unlink()

    def _other_articles(self, number: int) -> InputError:
        return InputError(
            f"save_corpus: {self.root} holds other articles than these: part {number} differs. "
            f"Choose another folder, or delete this one."
        )

    def finish(self, *, options: dict[str, Any], attrs: dict[str, Any]) -> None:
        """Write the list of the parts, which makes the folder a corpus."""
        if len(self.parts) < len(self.known):
            message = (
                f"save_corpus: {self.root} holds {len(self.known):,} parts, but only "
                f"{len(self.parts):,} were given. Choose another folder, or delete this one."
            )
            raise InputError(message)
        if not self.parts:
            raise InputError("save_corpus: there is no part. Check where the articles come from.")
        write_list(self.root, CorpusList(tuple(self.parts), options, attrs))
        for number in range(len(self.parts)):
            self._note(number).unlink(missing_ok=True)
