"""Articles of a file that was read elsewhere, some of which were read before in other files.

A worker reads a file as if it were the only one, so it knows of repeated articles within that file
alone. What is otherwise when the same article stands in an earlier file: the id, a mark in
``quality``, and the last of the article's rows in the ledger. These are put right here, so that the
file need not be read again.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.fixed_lists import shared_list
from toolkit.reading.article_blocks import ArticleBlock
from toolkit.reading.identity import Identities, numbered_id
from toolkit.reading.rows import MAX_REMARKS, remark_rows, repeated
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.reading.article_blocks import Finished
    from toolkit.reading.read_ahead import FileRead

LedgerRow = tuple[Any, ...]


class NotedIdentities(Identities):
    """Identities that keep the articles in the order in which they were read."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: list[tuple[int, int]] = []

    def unique(self, identity: str) -> tuple[str, int]:
        """Return an unused id, and how many earlier articles had the same one."""
        found = super().unique(identity)
        self._noted.append((int(identity, 16), found[1]))
        return found

    def count(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return how many earlier articles had the same id, for each of several in order."""
        found = super().count(keys)
        self._noted += zip(keys.tolist(), found.tolist(), strict=True)
        return found

    def in_order(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return the number of each article's id, and how many earlier ones had the same."""
        keys, before = zip(*self._noted, strict=True) if self._noted else ((), ())
        return np.array(keys, np.uint64), np.array(before, np.int64)


def place_after(found: FileRead, identities: Identities) -> bool:
    """Change what was read of a file as if it were read after other files.

    Parameters
    ----------
    found : FileRead
    identities : Identities
        Of the files before; those of this file are added.

    Returns
    -------
    bool
        False if nothing is changed, because the ledger may have no room for so many remarks: who
        reads the file again knows for which.
    """
    if identities.n_repeated(found.keys) > MAX_REMARKS:
        return False
    before = identities.count(found.keys)
    if not np.array_equal(before, found.before):
        found.replace(list(_changed(found, before)))
    return True


def _changed(
    found: FileRead, before: NDArray[np.int64]
) -> Iterator[tuple[Finished | None, list[LedgerRow]]]:
    """Yield what was read and its rows of the ledger, with repeated articles put right."""
    at = 0
    for item, known in found.items():
        n = 0 if item is None else 1 if isinstance(item, tuple) else len(item)
        part = slice(at, at + n)
        at += n
        if n == 0 or np.array_equal(before[part], found.before[part]):
            yield item, known.ledger
            continue
        counts = zip(found.keys[part].tolist(), before[part].tolist(), found.before[part].tolist(),
                     strict=True)  # fmt: skip
        repeats = list(starmap(_Repeat, counts))
        if isinstance(item, tuple):
            yield _of_row(item, known.ledger, repeats[0])
        else:
            yield _of_block(item, known.ledger, repeats)


class _Repeat:
    """How often an article was read before, in all files and in its own."""

    def __init__(self, key: int, before: int, in_file: int) -> None:
        self.is_new = before > 0 and in_file == 0
        self.is_changed = before != in_file
        self._before = before
        self.name = numbered_id(f"{key:016x}", before) if before else f"{key:016x}"

    def rows(self, rows: Sequence[LedgerRow], file: str, line: int) -> list[LedgerRow]:
        """Return the rows of the ledger of this article; the last says that it is repeated."""
        renamed = [(self.name, *row[1:]) for row in rows]
        if not self.is_new:
            renamed.pop()
        remark = (*repeated(self._before), "")
        return [*renamed, *remark_rows([self.name], file, [line], [remark])]

    def marks(self, quality: list[str]) -> list[str]:
        """Return the marks of the article."""
        return shared_list([*quality, repeated(self._before)[0]]) if self.is_new else quality


def _of_row(
    item: tuple[str, dict[str, Any]], ledger: list[LedgerRow], repeat: _Repeat
) -> tuple[Finished, list[LedgerRow]]:
    name, row = item
    start = len(ledger)
    while start and ledger[start - 1][0] == name:
        start -= 1
    row["quality"] = repeat.marks(row["quality"])
    rows = repeat.rows(ledger[start:], row["file"], row["line"])
    return (repeat.name, row), [*ledger[:start], *rows]


def _of_block(
    block: ArticleBlock, ledger: list[LedgerRow], repeats: list[_Repeat]
) -> tuple[Finished, list[LedgerRow]]:
    import pyarrow as pa

    columns = dict(block.columns)
    names, quality = columns[ARTICLE_ID].to_pylist(), columns["quality"].copy()
    ends = len(ledger) - int(block.n_pieces.sum()) + np.cumsum(block.n_pieces)
    rows, taken, n_pieces = [], 0, block.n_pieces.copy()
    for at in np.flatnonzero([repeat.is_changed for repeat in repeats]).tolist():
        repeat, end = repeats[at], int(ends[at])
        start = end - int(block.n_pieces[at])
        line, file = int(columns["line"][at]), columns["file"][at].as_py()
        rows += ledger[taken:start] + repeat.rows(ledger[start:end], file, line)
        taken = end
        names[at], quality[at] = repeat.name, repeat.marks(quality[at])
        n_pieces[at] += repeat.is_new
    columns |= {ARTICLE_ID: pa.array(names, pa.large_string()), "quality": quality}
    return ArticleBlock(columns, n_pieces), rows + ledger[taken:]
