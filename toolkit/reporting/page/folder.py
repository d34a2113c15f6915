"""A folder of results that is replaced as a whole: nothing half-written, nothing left of old."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.atomic import write_text
from toolkit.errors import InputError, ToolkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD = "record.json"
MARKER = "INCOMPLETE"
SUFFIX = ".partial"
LAST = ("index.html", RECORD)
"""Files that are moved last, so that a page never stands beside the results of another run."""
OURS = ("figures", "tables")
"""Folders in which a file of another run could be taken for one of this report."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
MARKER_TEXT = (
    "The files in this folder were being replaced by those of another report (process {pid}).\n"
    "If this file is still here when no report is being written, run the report again.\n"
)


@contextlib.contextmanager
def whole_folder(out: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder beside ``out``; on success its files take the place of the old ones.

    Files that an earlier report wrote, as its record.json lists them, are removed unless they were
    changed since. Anything else in the folder stays. If the process ends early, ``out`` is as it
    was; if it ends while files are moved, ``out`` holds a file INCOMPLETE.

    Parameters
    ----------
    out : path-like
        The folder to write.

    Yields
    ------
    Path
        An empty folder on the same file system.

    Raises
    ------
    InputError
        When ``out`` is a file, or another process is writing into it.
    ToolkitError
        When the disk is full; the message names the folder.
    """
    target = Path(out).resolve()
    if target.exists() and not target.is_dir():
        message = f"write_report: {target.name!r} is a file. Give the name of a folder."
        raise InputError(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target)
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}")
    temporary.mkdir()
    try:
        yield temporary
        if target.exists():
            _move_into(temporary, target)
        else:
            temporary.rename(target)
    except OSError as error:
        if error.errno in FULL:
            size = sum(path.stat().st_size for path in temporary.rglob("*") if path.is_file())
            message = (
                f"write_report: no room for the report in {str(target.parent)!r} "
                f"({error.strerror}). It needs more than {size / 1e6:,.0f} MB. Free some space or "
                f"give another folder; what was there before is unchanged."
            )
            raise ToolkitError(message) from error
        raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def sweep(target: Path) -> None:
    """Remove temporary folders of ``target`` whose process has ended."""
    for path in target.parent.glob(f".{target.name}.*{SUFFIX}"):
        pid = path.name.removesuffix(SUFFIX).rpartition(".")[2].partition("-")[0]
        if pid.isdigit() and int(pid) != os.getpid() and not is_running(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def is_running(pid: int) -> bool:
    """Return whether a process exists.

    Examples
    --------
    >>> is_running(os.getpid())
    True
    """
    if os.name == "nt":  # os.kill would end the process there; assume that it runs
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _move_into(source: Path, target: Path) -> None:
    old = manifest(target)
    unchanged = [name for name, digest in old.items() if _digest(target / name) == digest]
    marker = target / MARKER
    _claim(marker)
    new = relative_files(source)
    for name in sorted(new, key=lambda one: (one in LAST, one)):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source / name, place)  # noqa: PTH105 - os.replace is the atomic call
    for name in set(unchanged) - set(new):
        (target / name).unlink(missing_ok=True)
    for name in {str(Path(name).parent) for name in old} - {"."}:
        with contextlib.suppress(OSError):  # not empty, or gone
            (target / name).rmdir()
    marker.unlink()


def _claim(marker: Path) -> None:
    """Create the marker, unless a process that still runs has created it."""
    if marker.exists():
        words = marker.read_text(encoding="utf-8", errors="replace")
        pid = words.partition("(process ")[2].partition(")")[0]
        if pid.isdigit() and int(pid) != os.getpid() and is_running(int(pid)):
            message = (
                f"write_report: process {pid} is writing a report into {marker.parent.name!r}. "
                f"Wait for it to end, or give another folder."
            )
            raise InputError(message)
    write_text(marker, MARKER_TEXT.format(pid=os.getpid()))


def relative_files(folder: Path) -> list[str]:
    """Return the files of a folder and its sub-folders, as sorted relative paths."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write record.json, with the SHA-256 of every other file of the folder."""
    files = {name: _digest(folder / name) for name in relative_files(folder)}
    text = json.dumps({**record, "files": files}, indent=1, ensure_ascii=False)
    write_text(folder / RECORD, text + "\n")


def manifest(folder: Path) -> dict[str, str]:
    """Return the files that the report in a folder consists of, with their SHA-256."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    files = record.get("files") if isinstance(record, dict) else None
    if not isinstance(files, dict):
        return {}
    known = {str(name): str(digest) for name, digest in files.items()}
    return {name: digest for name, digest in known.items() if not is_outside(name)}


def is_outside(name: str) -> bool:
    """Return whether a relative path leaves its folder.

    Examples
    --------
    >>> is_outside("figures/a.png"), is_outside("../a.png"), is_outside("/etc/hosts")
    (False, True, True)
    """
    path = Path(name)
    return path.is_absolute() or ".." in path.parts or not path.parts


def foreign_files(folder: Path) -> list[str]:
    """Return the files in figures/ and tables/ that the report in a folder did not write."""
    if not folder.is_dir():
        return []
    known = manifest(folder)
    return [
        name
        for name in relative_files(folder)
        if name.partition("/")[0] in OURS and known.get(name) != _digest(folder / name)
    ]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
