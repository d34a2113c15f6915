"""Drafts: the temporary files and folders that stand beside what they will replace.

The name of every draft begins with ``.toolkit-``. As long as its process lives it holds a lock on
it, so that the next writer in the folder can tell a draft in use from one that a killed process
left behind. Windows has no such locks; there, a draft of yesterday counts as left behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT, STAGE, JOURNAL = ".draft", ".stage", ".journal"
PREFIX = ".toolkit-"
_NAME = re.compile(r"\.toolkit-[0-9a-f]{16}\.(draft|stage|journal)(\.\w{1,12})?")
SECONDS_FOR_A_LOCK = 20.0
SECONDS_TO_GROW_OLD = 86_400.0
_held: dict[str, int] = {}
"""Drafts of this process, and the descriptor that holds the lock on each (-1: none)."""


def draft_name(kind: str, suffix: str = "") -> str:
    """Return a name that no file has yet; a usual suffix is kept at its end."""
    kept = suffix if re.fullmatch(r"\.\w{1,12}", suffix) else ""
    return f"{PREFIX}{secrets.token_hex(8)}{kind}{kept}"


def open_draft(folder: Path, kind: str, suffix: str = "") -> Path:
    """Make an empty draft file in ``folder`` and lock it."""
    while True:
        path = folder / draft_name(kind, suffix)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        if _hold(path, os.open(path, flags, 0o666)):
            return path


def open_stage(folder: Path) -> Path:
    """Make an empty folder of drafts in ``folder`` and lock it."""
    while True:
        path = folder / draft_name(STAGE)
        path.mkdir()
        if sys.platform == "win32":
            _held[str(path)] = -1
            return path
        with contextlib.suppress(FileNotFoundError):  # another process took it for one left behind
            if _hold(path, os.open(path, os.O_RDONLY)):
                return path


def _hold(path: Path, handle: int) -> bool:
    """Lock a new draft; False if another process took it for one left behind meanwhile."""
    _held[str(path)] = handle
    if sys.platform == "win32":
        os.close(handle)
        _held[str(path)] = -1
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        taken = error.errno in {errno.EWOULDBLOCK, errno.EACCES}
    else:
        taken = os.fstat(handle).st_nlink == 0
    if taken:
        discard(path)
    return not taken


def release(path: Path) -> None:
    """Take the lock off a draft; it stays where it is."""
    handle = _held.pop(str(path), -1)
    if handle >= 0:
        os.close(handle)


def discard(path: Path) -> None:
    """Remove a draft of this process, if it is still there; one that was released stays."""
    if str(path) in _held:
        remove(path)
        release(path)


def remove(path: Path) -> None:
    """Remove a file or a folder; silent where that is not allowed."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def leftovers(folder: Path) -> list[Path]:
    """Return the drafts in a folder that may have been left behind, journals first."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(PREFIX)]
    except OSError:
        return []
    found = [folder / name for name in names if _NAME.fullmatch(name)]
    mine = [path for path in found if str(path) not in _held]
    return sorted(mine, key=lambda path: (JOURNAL not in path.suffixes, path.name))


@contextlib.contextmanager
def abandoned(path: Path) -> Iterator[bool]:
    """Say whether the process of a draft is gone; in the block nobody else can take it."""
    if sys.platform == "win32":
        yield time.time() - path.stat().st_mtime > SECONDS_TO_GROW_OLD
        return
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Try to lock; False where another holds the lock, or the file system has none."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Keep other processes, and other threads, from moving files into ``folder`` meanwhile."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + SECONDS_FOR_A_LOCK
        while not _lock(handle) and _is_waiting(handle):
            if time.monotonic() > until:
                message = f"another process has been writing in it for {SECONDS_FOR_A_LOCK:.0f} s"
                raise OSError(errno.EBUSY, message)
            time.sleep(0.005)
        yield
    finally:
        os.close(handle)


def _is_waiting(handle: int) -> bool:
    """Say whether a lock is held by another, not merely unknown to the file system."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in {errno.EWOULDBLOCK, errno.EACCES}
    return False


def sync(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are on the disk."""
    is_folder = path.is_dir()
    if is_folder and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        if not (is_folder and error.errno == errno.EINVAL):  # some file systems sync no folder
            raise
    finally:
        os.close(handle)
