"""What is derived from the parts of a corpus: files that are made once and found again.

A stage lies in ``<corpus>/.derived/<name>-<key>/``, where the key is a digest of all that the
result depends on, so that other options never meet an older result. Each part is written whole or
not at all, with a note beside it that holds its SHA-256; a part that is there and whole is taken
as it is, which is how a stopped job goes on. All of ``.derived`` may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core import drafts
from toolkit._core.atomic import sha256_of, write_text
from toolkit._core.part_engine import map_parts
from toolkit._core.together import recover
from toolkit._core.user_warnings import warn_user
from toolkit._core.write_errors import is_within, naming, renamed
from toolkit.errors import WritingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

DERIVED = ".derived"
_LONGEST_NOTE = 2**28


@dataclass(frozen=True)
class Stage:
    """A derived stage of a corpus: its folder, and how its files are called.

    Parameters
    ----------
    root : Path
        The folder of the corpus.
    name : str
        Name of the stage, a word.
    key : str
        See `stage_key`.
    suffix : str
        Suffix of the files, with the dot; "" for a stage of one folder.
    inner : str
        A folder inside the stage's own, for the files; "" for none.
    """

    root: Path
    name: str
    key: str
    suffix: str = ""
    inner: str = ""

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self.root / DERIVED / f"{self.name}-{self.key}" / self.inner

    def path(self, number: int) -> Path:
        """Return the file of a part."""
        return self.folder / f"part-{number:05d}{self.suffix}"


@dataclass(frozen=True)
class DerivedPart:
    """A derived file that is whole, and what its maker said of it."""

    path: Path
    facts: dict[str, Any]


def stage_key(name: str, version: int, options: Mapping[str, Any], inputs: Sequence[str]) -> str:
    """Return 16 hexadecimal digits for all that a stage depends on.

    Parameters
    ----------
    name : str
        Name of the stage.
    version : int
        Raised whenever the code gives another result for the same input.
    options : mapping
        Values that JSON can hold.
    inputs : sequence of str
        Digests of what is read.

    Examples
    --------
    >>> stage_key("tokens", 1, {"phrases": True}, ["ab12"])
    '582a2f90681051dc'
    """
    told = json.dumps([name, version, options, list(inputs)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()[:16]


def make_parts(
    stage: Stage,
    function: Callable[[Any], Mapping[str, Any]],
    tasks: Sequence[Mapping[str, Any]],
    *,
    label: str,
    wanted: Sequence[int] | None = None,
) -> list[DerivedPart]:
    """Make the files of a stage that are not there yet, and return all of them.

    Parameters
    ----------
    stage : Stage
        Where they lie.
    function : callable
        A function of a module. It takes a task and writes the file ``task["path"]``, whole or
        not at all (`toolkit._core.atomic`); it returns small facts that JSON can hold.
    tasks : sequence of mappings
        One for each part, of values that JSON can hold; ``path`` is added.
    label : str
        What the progress bar says; "" for none.
    wanted : sequence of int, optional
        Numbers of the parts whose files are needed. Of any other part, what is noted is enough:
        its file may have been deleted when it was no longer needed.

    Returns
    -------
    list of DerivedPart
        In the order of the tasks.

    Examples
    --------
    >>> import tempfile
    >>> stage = Stage(Path(tempfile.mkdtemp()), "words", stage_key("words", 1, {}, []), ".txt")
    >>> make_parts(stage, _written_words, [{"text": "one"}, {"text": "two words"}], label="")[1]
    DerivedPart(path=...part-00001.txt'), facts={'n': 2})
    """
    with naming(stage.folder):
        stage.folder.mkdir(parents=True, exist_ok=True)
        recover(stage.folder)
    needed = set(range(len(tasks)) if wanted is None else wanted)
    find = {True: find_part, False: find_noted}
    found = [find[number in needed](stage, number) for number in range(len(tasks))]
    missing = [number for number, part in enumerate(found) if part is None]
    todo = [{**tasks[number], "path": str(stage.path(number))} for number in missing]
    made = map_parts(partial(_make, function), todo, label=label)
    for number, facts in zip(missing, made, strict=True):
        found[number] = DerivedPart(stage.path(number), facts)
    return [part for part in found if part is not None]


def missing_parts(stage: Stage, n_parts: int) -> list[int]:
    """Return the numbers of the parts that are not there, or damaged."""
    return [number for number in range(n_parts) if find_part(stage, number) is None]


def _make(function: Callable[[Any], Mapping[str, Any]], task: Mapping[str, Any]) -> dict[str, Any]:
    path = Path(task["path"])
    facts = dict(function(task))
    note = {"bytes": path.stat().st_size, "sha256": sha256_of(path), "facts": facts}
    write_text(_note_of(path), json.dumps(note) + "\n")
    return facts


def _written_words(task: Mapping[str, Any]) -> dict[str, Any]:
    write_text(task["path"], str(task["text"]))
    return {"n": len(str(task["text"]).split())}


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def find_part(stage: Stage, number: int) -> DerivedPart | None:
    """Return a part if it is there and whole; a damaged one is named in a warning."""
    path = stage.path(number)
    note = read_note(_note_of(path))
    if note is None or not path.is_file():
        return None
    if path.stat().st_size == note["bytes"] and sha256_of(path) == note["sha256"]:
        return DerivedPart(path, note["facts"])
    warn_user(f"{path.parent.name}/{path.name} is damaged: it is made again.")
    return None


def find_noted(stage: Stage, number: int) -> DerivedPart | None:
    """Return what is noted of a part, whether or not its file is still there."""
    path = stage.path(number)
    note = read_note(_note_of(path))
    return None if note is None else DerivedPart(path, dict(note["facts"]))


def read_note(path: Path) -> dict[str, Any] | None:
    """Return a note of a part; None where there is none that can be relied on."""
    try:
        if path.stat().st_size > _LONGEST_NOTE:
            return None
        note = json.loads(path.read_text(encoding="utf-8"))
        is_sound = isinstance(note["facts"], dict) and isinstance(note["sha256"], str)
        return note if is_sound and type(note["bytes"]) is int else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Yield a hidden folder that takes the place of ``target`` if the block succeeds.

    Another process that made the same folder meanwhile was first: its folder stays.

    Parameters
    ----------
    target : Path
        The folder to make; a damaged one that stands there goes.
    """
    with naming(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target.parent)
        stage = drafts.open_stage(target.parent)
    try:
        with naming(target):
            yield stage
            for file in stage.iterdir():
                drafts.sync(file)
            _place(stage, target)
    except WritingError as error:
        if not is_within(error, stage):
            raise
        raise renamed(error, stage, target) from error
    finally:
        drafts.discard(stage)


def _place(stage: Path, target: Path) -> None:
    try:
        stage.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    drafts.sync(target.parent)
