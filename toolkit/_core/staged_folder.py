"""A folder of results that is replaced as a whole."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core import drafts
from toolkit._core.atomic import sha256_of, write_text
from toolkit._core.together import commit, recover
from toolkit._core.write_errors import check_target, is_within, naming, renamed

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = "files.json"
"""In such a folder: every file of the run that filled it, with its size and SHA-256."""


@contextlib.contextmanager
def whole_folder(path: str | os.PathLike[str], *, listed: bool = True) -> Iterator[Path]:
    """Yield a hidden folder inside ``path``; its files move up into ``path`` if the block succeeds.

    Files of an earlier run that this one does not write are removed, if nobody has changed them;
    all else in the folder stays. While the files move, a file ``INCOMPLETE`` stands there; a
    process that is killed among the moves is completed by the next one.

    Parameters
    ----------
    path : path-like
        The folder to fill; made if missing.
    listed : bool
        Write ``files.json``, by which the next run knows the files of this one.

    Yields
    ------
    Path
        Where to write. If the block fails, it is removed and ``path`` is as it was.

    Raises
    ------
    WritingError
        When there is no room, no permission, or something else in the place of a folder.

    Examples
    --------
    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp()) / "report"
    >>> with whole_folder(out) as stage:
    ...     _ = write_text(stage / "index.html", "<p>")
    >>> sorted(file.name for file in out.iterdir())
    ['files.json', 'index.html']
    """
    folder = Path(path)
    with naming(folder):
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        recover(folder)
        stage = drafts.open_stage(folder)
    try:
        yield stage
        with naming(folder):
            _move_in(stage, folder, listed=listed)
    except OSError as error:
        if not is_within(error, stage):
            raise
        size = sum(file.stat().st_size for file in stage.rglob("*") if file.is_file())
        raise renamed(error, stage, folder, size=size) from error
    finally:
        drafts.discard(stage)
        if is_new:
            with contextlib.suppress(OSError):
                folder.rmdir()  # only if nothing was written


def check_folder(path: str | os.PathLike[str]) -> None:
    """Raise before any work is done where `whole_folder` could write nothing.

    Parameters
    ----------
    path : path-like
        The folder to fill, which need not exist.

    Raises
    ------
    WritingError
        When it cannot be made or written.
    """
    folder = Path(path)
    with naming(folder):
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            drafts.discard(drafts.open_draft(folder, drafts.DRAFT))
        finally:
            if is_new:
                folder.rmdir()


def _move_in(stage: Path, folder: Path, *, listed: bool) -> None:
    found = sorted(file for file in stage.rglob("*") if file.is_file())
    names = [file.relative_to(stage).as_posix() for file in found]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        check_target(folder / name)
    if listed:
        sums = {name: _facts(file) for name, file in zip(names, found, strict=True)}
        write_text(stage / FILES, json.dumps({"files": sums}, indent=1, ensure_ascii=False) + "\n")
    with drafts.folder_lock(folder):
        gone = stale_files(folder, keep=set(names)) if listed else []
        commit(folder, {"stage": stage.name, "move": [], "remove": gone})
        for name in gone:
            with contextlib.suppress(OSError):
                (folder / name).parent.rmdir()  # only if it is empty now


def _facts(file: Path) -> dict[str, Any]:
    return {"bytes": file.stat().st_size, "sha256": sha256_of(file)}


def listed_files(folder: Path) -> dict[str, Any]:
    """Return what a folder's list says of each file; empty where there is no list to rely on."""
    try:
        listed = json.loads((folder / FILES).read_text(encoding="utf-8"))["files"]
        return {
            name: facts
            for name, facts in listed.items()
            if not Path(name).is_absolute() and ".." not in Path(name).parts and "sha256" in facts
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def stale_files(folder: Path, *, keep: set[str]) -> list[str]:
    """Return the files of the earlier run, as it left them, that are not among ``keep``."""
    return [
        name
        for name, facts in listed_files(folder).items()
        if name not in keep
        and (folder / name).is_file()
        and sha256_of(folder / name) == facts["sha256"]
    ]
