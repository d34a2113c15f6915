"""The folder of a corpus: sealed parts of articles, and the file that lists them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.atomic import write_text
from toolkit._core.derived_parts import DERIVED
from toolkit._core.stored_files import as_damage
from toolkit.errors import InputError, IntegrityError
from toolkit.reading.storage import StoredArticles, open_articles

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import pandas as pd

LIST, ARTICLES_FOLDER = "corpus.json", "articles"
FORMAT, VERSION = "toolkit corpus", 1
CATEGORIES = "categories"
"""Option of a corpus: categories by column, where its parts may not use all."""
_PART_NAME = re.compile(r"part-\d{5,9}\.parquet")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PartFacts:
    """What the list of a corpus says of one part.

    Parameters
    ----------
    name : str
        Its file, in the folder ``articles``.
    n_articles, n_characters : int
        Articles, and characters of their titles and bodies.
    first_date, last_date : str
        Earliest and latest date, "2018-06-30"; "" if no article has one.
    sha256 : str
        Of the file, computed with zeros in place of the digest in its footer.
    content : str
        SHA-256 of what it says, before compression.
    sections : list of int
        Rows of its ledger in each section: the ledger of the corpus is the first section of
        every part, then the second of every part, and so on.
    """

    name: str
    n_articles: int
    n_characters: int
    first_date: str
    last_date: str
    sha256: str
    content: str
    sections: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class CorpusList:
    """The list of a corpus: its parts in order, how it was made, and what is told of all."""

    parts: tuple[PartFacts, ...]
    options: dict[str, Any]
    attrs: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of all parts together."""
        return hashlib.sha256("".join(part.sha256 for part in self.parts).encode()).hexdigest()


def is_corpus(path: str | os.PathLike[str]) -> bool:
    """Return whether a folder holds a corpus on disk that is finished."""
    return (Path(path) / LIST).is_file()


def part_name(number: int) -> str:
    """Return the file name of a part.

    Examples
    --------
    >>> part_name(7)
    'part-00007.parquet'
    """
    return f"part-{number:05d}.parquet"


def write_list(folder: Path, listed: CorpusList) -> None:
    """Write the list of a corpus, which makes it one."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "options": listed.options,
        "attrs": listed.attrs,
        "parts": [asdict(part) for part in listed.parts],
    }
    sealed = {**content, "sha256": _seal_of(content)}
    write_text(folder / LIST, json.dumps(sealed, indent=1, ensure_ascii=False) + "\n")


def _seal_of(content: Mapping[str, Any]) -> str:
    told = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def read_list(folder: Path, *, reader: str = "open_corpus") -> CorpusList:
    """Return the list of a corpus.

    Raises
    ------
    InputError
        When the folder holds no corpus, or one that is not finished.
    IntegrityError
        When the list is damaged, or made by a newer version of the toolkit.
    """
    path = folder / LIST
    if not path.is_file():
        raise InputError(f"{reader}: {_absence(folder)}")
    damaged = IntegrityError(
        f"{reader}: {path} is damaged. Take it from a copy, or run tt.save_corpus again on the "
        f"files that the corpus came from: parts that are whole are kept."
    )
    with as_damage(lambda _: damaged):
        content = json.loads(path.read_text(encoding="utf-8"))
        seal = content.pop("sha256")
        if content["format"] != FORMAT or seal != _seal_of(content):
            raise damaged
        if content["version"] > VERSION:
            message = (
                f"{reader}: {path} was written by a newer version of the toolkit (version "
                f"{content['version']}; this one reads up to {VERSION}). "
                f"Upgrade: pip install -U theme-toolkit"
            )
            raise IntegrityError(message)
        parts = tuple(checked_facts(part) for part in content["parts"])
        if [part.name for part in parts] != [part_name(number) for number in range(len(parts))]:
            raise damaged
    return CorpusList(parts, dict(content["options"]), dict(content["attrs"]))


def _absence(folder: Path) -> str:
    if not folder.exists():
        return f"there is no folder {str(folder)!r}. Check the spelling."
    found = sorted((folder / ARTICLES_FOLDER).glob("part-*.parquet"))
    if found:
        return (
            f"{folder} holds {len(found):,} parts of a corpus that was not finished. Run the same "
            f"tt.save_corpus again: it goes on at the last whole part."
        )
    return (
        f"{folder} is not a corpus on disk: it has no {LIST}. Make one with "
        f"tt.save_corpus(tt.iter_articles({str(folder)!r}), 'a-new-folder')."
    )


def checked_facts(part: Mapping[str, Any]) -> PartFacts:
    """Return the facts of a part that a file tells; `ValueError` if they are made up."""
    facts = PartFacts(**part)
    counts = [facts.n_articles, facts.n_characters, *facts.sections]
    texts = [facts.first_date, facts.last_date]
    is_sound = (
        _PART_NAME.fullmatch(facts.name)
        and all(_DIGEST.fullmatch(one) for one in (facts.sha256, facts.content))
        and all(type(count) is int and count >= 0 for count in counts)
        and all(isinstance(text, str) for text in texts)
    )
    if not is_sound:
        message = "not the facts of a part"
        raise ValueError(message)
    return facts


def open_part(path: Path, sha256: str, *, reader: str = "open_corpus") -> StoredArticles:
    """Open a part, every byte of it verified against the list.

    Parameters
    ----------
    path : Path
        The file.
    sha256 : str
        What the list says of it.
    reader : str
        The function that reads, for its messages.

    Raises
    ------
    IntegrityError
        When it is missing or damaged; the message names it.
    """
    problem = "is missing"
    if path.is_file():
        problem = "is damaged: its content does not fit its checksum"
        with contextlib.suppress(IntegrityError):
            stored = open_articles(path)
            if stored.digest == sha256:
                return stored
    again = "run tt.save_corpus again on the files that the corpus came from"
    if DERIVED in path.parts:
        again = "call the function again that made it, such as tt.clean_articles"
    message = (
        f"{reader}: {path} {problem}. Take it from a copy, or {again}: only this part is made."
    )
    raise IntegrityError(message)


def load_part(path: str, sha256: str, *, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a part of a corpus, or some of its columns without the ledger.

    Parameters
    ----------
    path : str
        The file, as in `Corpus.tasks`.
    sha256 : str
        Its digest, as in `Corpus.tasks`.
    columns : sequence of str, optional
        The columns to read; by default all, with the ledger.

    Raises
    ------
    IntegrityError
        When it is missing or damaged.
    """
    return open_part(Path(path), sha256).articles(columns)


def part_tasks(folder: Path, listed: CorpusList) -> list[dict[str, str]]:
    """Return, for each part, where it lies and its digest, for `load_part`."""
    return [
        {"articles": str(folder / ARTICLES_FOLDER / facts.name), "sha256": facts.sha256}
        for facts in listed.parts
    ]
