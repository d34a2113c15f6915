"""Files of one folder that change together, such as a table and its description.

All new contents are written and on the disk before the first takes its place. The moves are noted
in a journal first: a process that is killed among them leaves the journal, and the next reader or
writer of the toolkit in that folder makes the moves that are missing. No system moves several
files at once; other programs that read within that moment see some old and some new.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core import drafts
from toolkit._core.write_errors import check_target, naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

INCOMPLETE = "INCOMPLETE"
"""Stands in a folder as long as the files in it are being replaced."""
_WARNING = (
    "The files in this folder were being replaced when the program was stopped: some are old and\n"
    "some are new. Run the same command again.\n"
)


def write_together(
    folder: Path, contents: Mapping[str, bytes], *, remove: Iterable[str] = ()
) -> list[Path]:
    r"""Write files of one folder, all or none, and return their paths.

    Parameters
    ----------
    folder : Path
        Made if missing.
    contents : mapping
        Content by file name, in the order in which the files take their places.
    remove : iterable of str
        Names of files that no longer belong to the others.

    Raises
    ------
    WritingError
        When one of them cannot be written; all are then as they were.

    Examples
    --------
    >>> import tempfile
    >>> files = write_together(Path(tempfile.mkdtemp()), {"a.csv": b"n\n1\n", "a.json": b"{}"})
    >>> [file.name for file in files]
    ['a.csv', 'a.json']
    """
    targets = [resolve_target(folder / name) for name in contents]
    size = sum(map(len, contents.values()))
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
        recover(folder)
    made: list[Path] = []
    try:
        for target, content in zip(targets, contents.values(), strict=True):
            with naming(target, size=size):
                made.append(write_draft(target, content))
        with naming(folder):
            _publish(folder, list(zip(made, targets, strict=True)), list(remove))
    finally:
        for path in made:
            drafts.discard(path)
    return [folder / name for name in contents]


def resolve_target(path: Path) -> Path:
    """Return the file to write: where ``path`` is a link it stays, and its target is written."""
    with naming(path):
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        check_target(target)
    return target


def write_draft(target: Path, content: bytes) -> Path:
    """Write a draft beside ``target``; it is on the disk when this returns."""
    draft = drafts.open_draft(target.parent, drafts.DRAFT, target.suffix)
    try:
        draft.write_bytes(content)
        keep_mode(draft, target)
        drafts.sync(draft)
    except BaseException:
        drafts.discard(draft)
        raise
    return draft


def keep_mode(draft: Path, target: Path) -> None:
    """Give a draft the permissions of the file that it will replace."""
    with contextlib.suppress(OSError):
        draft.chmod(target.stat().st_mode & 0o7777)


def _publish(folder: Path, moves: list[tuple[Path, Path]], gone: list[str]) -> None:
    """Let the drafts take their places; links that lead elsewhere are left out of the journal."""
    noted = [(a.name, b.name) for a, b in moves if b.parent == folder]
    with drafts.folder_lock(folder):
        for draft, target in moves:
            if target.parent != folder:
                os.replace(draft, target)  # noqa: PTH105 - the atomic call of the system
        commit(folder, {"move": noted, "remove": gone})


def commit(folder: Path, steps: Mapping[str, Any]) -> None:
    """Note the steps in a journal, make them, and take the journal away.

    The caller holds the lock of the folder. ``move`` has pairs of a draft's name and its target,
    ``stage`` the name of a folder whose files all move up, ``remove`` the files to take away, all
    relative to ``folder``.
    """
    if len(steps["move"]) + len(steps["remove"]) == 1 and "stage" not in steps:
        _follow(folder, steps)  # one step needs no journal
        drafts.sync(folder)
        return
    draft = write_draft(folder / "journal", json.dumps(steps).encode())
    journal = folder / drafts.draft_name(drafts.JOURNAL)
    try:
        draft.replace(journal)  # from here on all steps are made, whatever happens
        drafts.sync(folder)
        _finish(folder, steps, journal)
    except OSError:
        if not journal.exists():
            raise
        _finish_or_leave(folder, steps, journal)
    except BaseException:  # an interrupt, say, between two moves
        if journal.exists():
            _finish_or_leave(folder, steps, journal)
        raise
    finally:
        drafts.discard(draft)


def _finish(folder: Path, steps: Mapping[str, Any], journal: Path) -> None:
    _follow(folder, steps)
    journal.unlink(missing_ok=True)
    drafts.sync(folder)


def _finish_or_leave(folder: Path, steps: Mapping[str, Any], journal: Path) -> None:
    """Try again; where the disk still refuses, journal and drafts stay for the next process."""
    try:
        _finish(folder, steps, journal)
    except OSError:
        for name in [*(draft for draft, _ in steps["move"]), steps.get("stage", "")]:
            drafts.release(folder / name)
        raise


def _follow(folder: Path, steps: Mapping[str, Any]) -> None:
    """Make those steps that have not been made."""
    for draft, target in steps["move"]:
        if os.path.lexists(folder / draft):
            os.replace(folder / draft, folder / target)  # noqa: PTH105 - as above
    stage = folder / steps["stage"] if "stage" in steps else None
    if stage is not None and stage.is_dir():
        (folder / INCOMPLETE).write_text(_WARNING, encoding="utf-8")
        for file in sorted(path for path in stage.rglob("*") if path.is_file()):
            target = folder / file.relative_to(stage)
            target.parent.mkdir(parents=True, exist_ok=True)
            _place(file, target)
    for name in steps["remove"]:
        (folder / name).unlink(missing_ok=True)
    if stage is not None:
        drafts.remove(stage)
        (folder / INCOMPLETE).unlink(missing_ok=True)


def _place(file: Path, target: Path) -> None:
    """Move a file; a link in the place of the target stays, and its own target is replaced."""
    real = Path(os.path.realpath(target))
    try:
        os.replace(file, real)  # noqa: PTH105 - as above
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        os.replace(write_draft(real, file.read_bytes()), real)  # noqa: PTH105 - on another disk


def recover(folder: Path) -> None:
    """End what killed processes left in a folder: moves are completed, drafts are removed.

    Where the folder cannot be written, all stays as it is.
    """
    for path in drafts.leftovers(folder):
        with contextlib.suppress(OSError), drafts.abandoned(path) as is_left:
            if not is_left:
                continue
            if drafts.JOURNAL in path.suffixes:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    _resume(folder, path)
            drafts.remove(path)


def _resume(folder: Path, journal: Path) -> None:
    with drafts.folder_lock(folder):
        if journal.exists():
            steps = json.loads(journal.read_bytes())
            _check(steps)
            _follow(folder, steps)


def _check(steps: Mapping[str, Any]) -> None:
    """Refuse a journal made up by a stranger: it may move drafts only, and within the folder."""
    ours = [draft for draft, _ in steps["move"]] + [steps.get("stage", drafts.PREFIX)]
    inside = [target for _, target in steps["move"]] + steps["remove"]
    if not all(name.startswith(drafts.PREFIX) and "/" not in name for name in ours):
        message = "not a journal"
        raise ValueError(message)
    for name in inside:
        if Path(name).is_absolute() or ".." in Path(name).parts or "\\" in name:
            message = "not a journal"
            raise ValueError(message)
