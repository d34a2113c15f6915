"""How much memory a job may take, and arrays on disk for what does not fit."""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy as np

from toolkit._core.drafts import DRAFT, draft_name
from toolkit._core.mapped_arrays import mapped_file, release_pages
from toolkit._core.page_keeper import bounded_pages, noted
from toolkit._core.write_errors import naming
from toolkit.errors import InputError, ToolkitError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
         "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}  # fmt: skip
LARGE_SHARE = 32
"""An array that takes more than this fraction (1/32) of the budget lies on disk: a study holds
about ten large ones at once, and every step needs room for its own."""
LEAST_ASIDE = 2**22
_USUAL_FREE = 4 * 2**30


class _Budget(NamedTuple):
    n_bytes: int | None
    folder: Path | None


_budget: ContextVar[_Budget] = ContextVar("budget", default=_Budget(None, None))  # noqa: B039
_temporary: list[Path] = []


def parse_size(size: int | str, *, function: str = "use_memory") -> int:
    """Return a size in bytes.

    Examples
    --------
    >>> parse_size("4GiB"), parse_size("500 MB"), parse_size(1024)
    (4294967296, 500000000, 1024)
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*", str(size))
    unit = UNITS.get(found.group(2).upper()) if found else None
    if found is None or unit is None or isinstance(size, bool) or float(found.group(1)) <= 0:
        message = f'{function}: memory must be a size like "4GiB" or "500MB"; got {shorten(size)}.'
        raise InputError(message)
    return int(float(found.group(1)) * unit)


@contextmanager
def use_memory(size: int | str, *, folder: str | os.PathLike[str] | None = None) -> Iterator[int]:
    """Inside the block, a job takes about ``size`` of memory; what is larger lies on disk.

    Parameters
    ----------
    size : int or str
        Bytes, or a size like "4GiB" or "500MB". Without this block: half of the free memory.
    folder : path-like, optional
        Where scratch files lie; they go when they are no longer used. The system's temporary
        folder by default.

    Examples
    --------
    >>> with use_memory("1GiB") as n_bytes:
    ...     memory_budget() == n_bytes == 2**30
    True
    """
    n_bytes = parse_size(size)
    with _limited(n_bytes, folder), bounded_pages(n_bytes):
        yield n_bytes


@contextmanager
def use_folder(folder: Path | None) -> Iterator[None]:
    """Inside the block, scratch files lie in ``folder``; None leaves them where they are.

    Examples
    --------
    >>> with use_folder(Path(tempfile.gettempdir())):
    ...     work_folder() == Path(tempfile.gettempdir())
    True
    """
    with _limited(None, folder):
        yield


@contextmanager
def _limited(n_bytes: int | None, folder: str | os.PathLike[str] | None) -> Iterator[None]:
    """Set what is not None for the length of a block."""
    held = _budget.get()
    new = _Budget(n_bytes or held.n_bytes, held.folder if folder is None else Path(folder))
    token = _budget.set(new)
    try:
        yield
    finally:
        _budget.reset(token)


def memory_budget() -> int:
    """Return the bytes that a job may take: what `use_memory` says, else half of what is free."""
    return _budget.get().n_bytes or free_memory() // 2


def free_memory() -> int:
    """Return the bytes of memory that are free, by the system's account."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        facts = dict(line.split(":", 1) for line in lines)
        return int(facts["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return _USUAL_FREE


def work_folder() -> Path:
    """Return the folder for scratch files; a temporary one is deleted at the end."""
    folder = _budget.get().folder
    if folder is not None:
        with naming(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder
    if not _temporary or not _temporary[0].is_dir():
        with naming(Path("scratch files")):  # the reason names the folders that were tried
            _temporary[:] = [Path(tempfile.mkdtemp(prefix="toolkit-"))]
        atexit.register(shutil.rmtree, _temporary[0], ignore_errors=True)
    return _temporary[0]


def is_large(n_bytes: int) -> bool:
    """Say whether an array of this size lies on disk under the budget."""
    return n_bytes * LARGE_SHARE > memory_budget()


def scratch_file() -> BinaryIO:
    """Open an empty file in the work folder; its content lives as long as it is open or mapped."""
    folder = work_folder()
    path = folder / draft_name(DRAFT, ".scratch")
    with naming(folder):
        file = path.open("w+b")
    with contextlib.suppress(OSError):  # Windows keeps the file until the folder goes
        path.unlink()
    return file


def scratch_array(shape: int | tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Return an array to be filled: in memory, or on disk if it is large.

    Examples
    --------
    >>> with use_memory(1000):
    ...     type(scratch_array(3, "f4")).__name__, type(scratch_array(900, "f4")).__name__
    ('ndarray', 'memmap')
    """
    n_bytes = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    return _file_array(shape, dtype, n_bytes) if is_large(n_bytes) else np.empty(shape, dtype)


def laid_aside(values: NDArray[Any]) -> NDArray[Any]:
    """Return a copy on disk of an array that is needed again much later.

    Arrays below 4 MiB, those on disk already, and those for which the disk has no room are
    returned as they are; all are on Windows, where an open file stands in the way of its folder.

    Examples
    --------
    >>> laid_aside(np.arange(3)).tolist()
    [0, 1, 2]
    """
    if values.nbytes < LEAST_ASIDE or mapped_file(values) is not None or sys.platform == "win32":
        return values
    try:
        copy = _file_array(values.shape, values.dtype, values.nbytes)
    except (OSError, ToolkitError):
        return values
    copy[...] = values
    release_pages(copy)
    return copy


def _file_array(shape: int | tuple[int, ...], dtype: Any, n_bytes: int) -> NDArray[Any]:
    with naming(work_folder(), size=n_bytes), scratch_file() as file:
        _reserve(file, n_bytes)
        array = np.memmap(file, dtype, "w+", shape=shape)
    return noted(array)


def _reserve(file: BinaryIO, n_bytes: int) -> None:
    """Take the room on the disk now: a mapped page that finds none later ends the process."""
    if not hasattr(os, "posix_fallocate"):
        return
    try:
        os.posix_fallocate(file.fileno(), 0, n_bytes)
    except OSError as error:
        if error.errno not in {errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.ENODEV}:
            raise
