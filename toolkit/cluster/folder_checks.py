"""Whether the workers see the folders that the tasks name, and the same files in them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit._core.drafts import DRAFT, discard, open_draft
from toolkit.cluster.worker_checks import SECONDS_TO_ANSWER, ask_workers
from toolkit.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

PATHS = ("path", "root", "folder", "source")
"""Keys of tasks whose texts are paths."""


def folders_of(tasks: Any) -> set[Path]:
    """Return the folders of the paths in tasks.

    Examples
    --------
    >>> sorted(str(one) for one in folders_of([(Path(os.sep), {"into": Path(os.devnull)})]))
    ['/', '/dev']
    """
    return {_existing_folder(path) for path in _paths(tasks)}


def check_folder(client: Client, folder: Path, *, seconds: float = SECONDS_TO_ANSWER) -> None:
    """Make sure that every worker sees the files of a folder.

    A file with a random name is put there for a moment: a folder of the same name on a worker's
    own disk does not have it.

    Raises
    ------
    ClusterError
        When a worker does not see it; the message names the worker.
    """
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        _compare(client, folder, folder, seconds)
        return
    probe = open_draft(folder, DRAFT, ".probe")
    try:
        _compare(client, folder, probe, seconds)
    finally:
        discard(probe)


def is_there(path: str) -> bool:
    """Say whether this process sees a file; runs on workers."""
    found = Path(path)
    with contextlib.suppress(OSError):
        os.listdir(found.parent)  # noqa: PTH208 - a network file system looks again
    return found.exists()


def _compare(client: Client, folder: Path, probe: Path, seconds: float) -> None:
    here = probe.exists()
    for worker, seen in ask_workers(client, is_there, str(probe), seconds=seconds).items():
        if isinstance(seen, OSError):  # it is gone, and so are its tasks
            continue
        if seen != here:
            message = (
                f"use_cluster: the worker {worker} does not see the folder {str(folder)!r} of this "
                f"machine. Files that pass between machines must lie where all find them under the "
                f"same path, such as a network drive: use_cluster(…, folder=…), or toolkit report "
                f"--work, says where; a corpus lies where it was saved."
            )
            raise ClusterError(message)


def _existing_folder(path: Path) -> Path:
    """Return the folder of a path, or the nearest above it that exists."""
    found = path if path.is_dir() else path.parent
    while not found.is_dir() and found != found.parent:
        found = found.parent
    return found


def _paths(value: Any) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, Mapping):
        named = (Path(one) for key, one in value.items() if key in PATHS and isinstance(one, str))
        yield from _paths([*value.values(), *named])
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _paths(one)
