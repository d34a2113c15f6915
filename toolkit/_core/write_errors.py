"""What went wrong while a file was written, in one sentence that says what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit._core.control_characters import printable
from toolkit.errors import WritingError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 255
"""Bytes in a file name, on every file system in use."""

_DENIED = ("there is no permission to write there", "Choose a folder of your own.")
_DENIED_OR_OPEN = (  # Windows lets nobody replace a file that somebody reads
    "there is no permission to write there, or another program has the file open",
    "Close it there, or choose a folder of your own.",
)
_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose a folder on another disk."),
    errno.EFBIG: (
        "the file is larger than the limit on files here",
        "Raise the limit (ulimit -f), or choose another disk.",
    ),
    errno.EROFS: ("the disk is read-only", "Choose another folder."),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "Choose another folder."),
    errno.EEXIST: ("a part of the path is a file, not a folder", "Choose another folder."),
    errno.EISDIR: ("a folder with that name is there", "Choose another name."),
    errno.ELOOP: ("the path is a loop of links", "Give the path of the file itself."),
    errno.EIO: ("the disk reports an error", "Check the disk, or choose another."),
    errno.EMFILE: ("too many files are open", "Close some, or raise the limit (ulimit -n)."),
}
if hasattr(errno, "EDQUOT"):
    _REASONS[errno.EDQUOT] = ("your quota of disk space is used up", "Free some space.")
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextlib.contextmanager
def naming(target: Path, *, size: int | None = None) -> Iterator[None]:
    """Turn an `OSError` of the block into a `WritingError` that names ``target``.

    Parameters
    ----------
    target : Path
        The file or folder that the caller asked for.
    size : int, optional
        Bytes to be written, where that is known.
    """
    try:
        yield
    except WritingError:
        raise
    except (OSError, ValueError) as error:
        if isinstance(error, ValueError) and "null" not in str(error):
            raise
        raise writing_error(target, error, size=size) from error


def writing_error(target: Path, error: Exception, *, size: int | None = None) -> WritingError:
    """Return the error that says why ``target`` was not written.

    Examples
    --------
    >>> full = OSError(errno.EROFS, "Read-only file system")
    >>> print(writing_error(Path("figures/a.svg"), full))
    cannot write figures/a.svg: the disk is read-only. Choose another folder.
    """
    code = getattr(error, "errno", None)
    if "\0" in str(target):
        error = ValueError("a name cannot contain the character NUL")
    reason, advice = _REASONS.get(code or 0, ("", "Choose another place, or look into the reason."))
    if reason == _DENIED[0] and sys.platform == "win32":
        reason, advice = _DENIED_OR_OPEN
    if not reason:
        reason = printable(getattr(error, "strerror", None) or str(error)).strip(". ")
    if code in _FULL:
        reason += _space(target, size)
    found = WritingError(f"cannot write {printable(target)}: {reason}. {advice}")
    found.errno, found.filename = code, str(target)
    return found


def is_within(error: OSError, stage: Path) -> bool:
    """Say whether an error is about a hidden folder, or a file in it."""
    return Path(os.fsdecode(error.filename or "")).is_relative_to(stage)


def renamed(error: OSError, stage: Path, target: Path, *, size: int | None = None) -> WritingError:
    """Return an error about a file in a hidden folder with the name it would have had in the end.

    Parameters
    ----------
    error : OSError
        It is about ``stage``, or a file in it.
    stage, target : Path
        The hidden folder, and the folder whose place it, or its content, takes.
    size : int, optional
        Bytes to be written, where that is known.
    """
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    path = Path(os.fsdecode(error.filename)).relative_to(stage)
    return writing_error(target / path, cause, size=size)


def _space(target: Path, size: int | None) -> str:
    """Say how much room there is, and how much is needed."""
    folder = next((one for one in target.absolute().parents if one.is_dir()), None)
    parts = [] if size is None else [f"{megabytes(size)} needed"]
    with contextlib.suppress(OSError):
        if folder is not None:
            parts.append(f"{megabytes(shutil.disk_usage(folder).free)} free")
    return f" ({', '.join(parts)})" if parts else ""


def megabytes(size: int) -> str:
    """Return a size to read.

    Examples
    --------
    >>> megabytes(2_340_000)
    '2.34 MB'
    """
    return f"{size / 1e6:,.2f} MB"


def check_name(path: str | os.PathLike[str]) -> Path:
    """Return a path that suffixes are added to; raise where it names no file, as "." and "/"."""
    base = Path(path)
    if base.name.strip(".") == "":
        message = f"cannot write {printable(path)}: the path ends without a name. Add one."
        raise WritingError(message)
    return base


def check_target(target: Path) -> None:
    """Raise before anything is written where a file cannot take the place of ``target``."""
    if len(os.fsencode(target.name)) > LONGEST_NAME:
        raise writing_error(target, OSError(errno.ENAMETOOLONG, ""))
    if target.is_dir():
        raise writing_error(target, OSError(errno.EISDIR, ""))
    if target.exists() and not target.is_file():
        message = f"cannot write {printable(target)}: a pipe, socket or device has that name. "
        raise WritingError(message + "Choose another name.")
    if target.exists() and not os.access(target, os.W_OK):
        message = f"cannot write {printable(target)}: the file there is write-protected. "
        raise WritingError(message + "Lift the protection, or choose another name.")
