"""Files written whole or not at all.

Every file of the toolkit is written as a draft beside its target, flushed to the disk and renamed
over the old file, so that a full disk, an interrupt or a kill leaves the earlier file as it was.
Where the target is a link, the link stays and the file that it leads to is replaced. Permissions
stay those of the earlier file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit._core import drafts
from toolkit._core.together import keep_mode, recover, resolve_target
from toolkit._core.write_errors import naming

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def atomic_path(path: str | os.PathLike[str], *, size: int | None = None) -> Iterator[Path]:
    """Yield a temporary path beside ``path``, renamed to ``path`` if the block succeeds.

    Parameters
    ----------
    path : path-like
        The file to write. Its folder is made if it is missing.
    size : int, optional
        Bytes that will be written, for the message if the disk is full.

    Yields
    ------
    Path
        A file in the same folder, removed if the block fails.

    Raises
    ------
    WritingError
        When the file cannot be written; the message says why and what to do.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> target = pathlib.Path(tempfile.mkdtemp()) / "numbers.csv"
    >>> with atomic_path(target) as temporary:
    ...     _ = temporary.write_text("1,2")
    >>> target.read_text()
    '1,2'
    """
    asked = Path(path)
    target = resolve_target(asked)
    with naming(asked, size=size):
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target.parent)
        draft = drafts.open_draft(target.parent, drafts.DRAFT, target.suffix)
        try:
            yield draft
            drafts.sync(draft)
            keep_mode(draft, target)
            os.replace(draft, target)  # noqa: PTH105 - the atomic call of the system
            drafts.sync(target.parent)
        finally:
            drafts.discard(draft)


def write_bytes(path: str | os.PathLike[str], content: bytes) -> Path:
    """Write ``content`` to ``path`` atomically and return the path."""
    with atomic_path(path, size=len(content)) as temporary:
        temporary.write_bytes(content)
    return Path(path)


def write_text(path: str | os.PathLike[str], content: str) -> Path:
    """Write ``content`` to ``path`` atomically, as UTF-8 with line feeds, and return the path."""
    return write_bytes(path, content.encode("utf-8"))


def sha256_of(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
