"""Folders that a process has in use, which no other process may delete meanwhile.

Several processes may use a folder at once. Windows, and some network drives, have no such locks:
there, a folder always counts as free.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_entered: dict[Path, int] = {}
"""The folders in use by this process, and the descriptor that holds the lock on each."""


def enter(folder: Path) -> None:
    """Mark a folder as in use, until `leave` or the end of the process.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> enter(folder)
    >>> is_free(folder) or sys.platform == "win32"
    False
    >>> leave(folder)
    >>> is_free(folder)
    True
    """
    if sys.platform == "win32" or folder.absolute() in _entered:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        _entered[folder.absolute()] = handle
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


def leave(folder: Path) -> None:
    """Take the marks of this process off a folder and those within it."""
    for path in [path for path in _entered if path.is_relative_to(folder.absolute())]:
        os.close(_entered.pop(path))


def is_free(folder: Path) -> bool:
    """Say whether no process has marked a folder as in use."""
    if sys.platform == "win32":
        return True
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        os.close(handle)
    return True
