"""Files of a folder that workers of a cluster read, taken here in the order of their names.

A worker reads a file as if it were the only one. All that depends on other files is whether an
article was read before, which `place_after` puts right. Where anything is wrong with a file, it is
read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.part_engine import LocalEngine, current_engine, map_parts
from toolkit.reading.files import files_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.reading.files import Skipped
    from toolkit.reading.interface import ReadOptions

GROUP_BYTES = 2**21
GROUP_FILES = 200
"""Small files go to a worker together: up to 2 MiB or 200 of them."""
LARGEST = 2**28
"""A file of more than 256 MiB is read here, a piece at a time."""


class Known(NamedTuple):
    """What a pass over a folder knows beside the articles."""

    ledger: list[tuple[Any, ...]]
    files: dict[str, dict[str, Any]]
    mapping: dict[str, str]

    def sizes(self) -> tuple[int, ...]:
        """Return how much there is of each."""
        return tuple(map(len, self))

    def between(self, first: tuple[int, ...], last: tuple[int, ...]) -> Known:
        """Return what came between two moments, by the sizes then."""
        ledger, files, mapping = map(slice, first, last)
        return Known(self.ledger[ledger], _part(self.files, files), _part(self.mapping, mapping))


class FileRead:
    """What was read of one file: all that a pass over the folder keeps of it.

    Parameters
    ----------
    known : Known
        Grows while the file is read.
    skipped : list of Skipped
        Documents that are not read.
    used_overrides : set of str
        The user's corrections that fit an article of the file.

    Attributes
    ----------
    keys : uint64 array of shape (n_articles,)
        The numbers of the articles' ids, before repeated ones get others.
    before : int64 array of shape (n_articles,)
        How many articles before each one, in this file, are the same.
    """

    def __init__(self, known: Known, skipped: list[Skipped], used_overrides: set[str]) -> None:
        self.known, self.skipped, self.used_overrides = known, skipped, used_overrides
        self.keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self.before: NDArray[np.int64] = np.empty(0, np.int64)
        self._items: list[tuple[Any, tuple[int, ...]]] = []

    def add(self, item: Any) -> None:
        """Add what was read, with what is known by now."""
        self._items.append((item, self.known.sizes()))

    def items(self) -> Iterator[tuple[Any, Known]]:
        """Yield what was read, with what is known since the last; at the end None, and the rest."""
        before: tuple[int, ...] = (0, 0, 0)
        for item, now in [*self._items, (None, self.known.sizes())]:
            yield item, self.known.between(before, now)
            before = now

    def replace(self, items: Sequence[tuple[Any, list[tuple[Any, ...]]]]) -> None:
        """Put other items and rows of the ledger in the place of these, as `items` yields them."""
        ledger: list[tuple[Any, ...]] = []
        held: list[tuple[Any, tuple[int, ...]]] = []
        for (item, rows), (_, sizes) in zip(items, [*self._items, (None, ())], strict=True):
            ledger += rows
            if item is not None:
                held.append((item, (len(ledger), *sizes[1:])))
        self.known, self._items = self.known._replace(ledger=ledger), held


class FileToRead(NamedTuple):
    """A file, and its size here: a worker that sees another one does not see the same folder."""

    file: Path
    n_bytes: int


def is_shared_out() -> bool:
    """Say whether there are workers that could read files."""
    return not isinstance(current_engine(), LocalEngine)


def read_by_workers(
    folder: Path,
    options: ReadOptions,
    read: Callable[[dict[str, Any]], list[FileRead | None]],
) -> Iterator[tuple[Path, FileRead | None]]:
    """Yield every file of a folder, with what a worker read of it; None if nobody did."""
    groups = groups_of([FileToRead(file, _size(file)) for file in files_of(folder)])
    tasks = [
        {"under": folder.absolute(), "options": options, "files": _absolute(group)}
        for group in groups
        if group[0].n_bytes <= LARGEST
    ]
    found = map_parts(read, tasks, label="")
    for group in groups:
        held = next(found) if group[0].n_bytes <= LARGEST else [None] * len(group)
        for one, result in zip(group, held, strict=True):
            yield one.file, result


def groups_of(files: Sequence[FileToRead]) -> list[list[FileToRead]]:
    """Cut a list of files into groups for one worker each; a large file is alone.

    Examples
    --------
    >>> from pathlib import Path
    >>> sizes = [10, GROUP_BYTES, 10, 20]
    >>> [len(group) for group in groups_of([FileToRead(Path(), size) for size in sizes])]
    [1, 1, 2]
    """
    groups: list[list[FileToRead]] = []
    held = 0
    for one in files:
        held += one.n_bytes
        if not groups or held > GROUP_BYTES or len(groups[-1]) == GROUP_FILES:
            groups.append([])
            held = one.n_bytes
        groups[-1].append(one)
    return groups


def _part(held: dict[str, Any], part: slice) -> dict[str, Any]:
    return dict(list(held.items())[part])


def _absolute(group: list[FileToRead]) -> list[FileToRead]:
    return [FileToRead(one.file.absolute(), one.n_bytes) for one in group]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # a link to nothing: whoever reads it says so
        return 0
