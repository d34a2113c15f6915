"""Why a path cannot be read as a file, found out before it is opened.

A pipe would keep its reader waiting for ever, and a device has no end.
"""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

ABSENT = "there is no such file"
_WORDS = {
    errno.ENOENT: ABSENT,
    errno.ENOTDIR: ABSENT,
    errno.ENAMETOOLONG: "the name is too long",
    errno.EACCES: "there is no permission to read it",
    errno.ELOOP: "the path is a loop of links",
}


def read_problem(path: str | os.PathLike[str]) -> str:
    """Return why a path cannot be read as a file, "" where nothing speaks against it.

    Examples
    --------
    >>> read_problem("no-such-folder/a.toml")
    'there is no such file'
    >>> read_problem(".")
    'it is a folder, not a file'
    """
    if "\0" in str(path):
        return "a path cannot contain the character NUL"
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        return _WORDS.get(error.errno or 0, error.strerror or str(error))
    if stat.S_ISDIR(mode):
        return "it is a folder, not a file"
    return "" if stat.S_ISREG(mode) else "it is a pipe, socket or device, not a file"
