"""Texts of many articles as UTF-8, one behind the other: a Python string has up to four times that.

Columns of a table are read a block at a time, and texts that are made are kept here, so that
strings of no more than a block are in memory.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.growing_arrays import GrowingArray
from toolkit.reading.half_characters import has_half_characters, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

BLOCK_CHARACTERS = 2**22
BLOCK_ARTICLES = 2**13
_STR = pd.StringDtype(na_value=np.nan)


def texts_of(articles: pd.DataFrame, name: str) -> list[str]:
    """Return a column as strings, with '' for missing values or a missing column."""
    if name not in articles:
        return [""] * len(articles)
    values = articles[name].to_numpy(dtype=object)
    missing = articles[name].isna().to_numpy()
    if not missing.any() and isinstance(articles[name].dtype, pd.StringDtype):
        return values.tolist()
    return ["" if gone else str(value) for value, gone in zip(values, missing, strict=True)]


def block_bounds(articles: pd.DataFrame, names: Iterable[str]) -> list[tuple[int, int]]:
    """Return the first and the last row, exclusive, of blocks of about four million characters."""
    sizes = np.zeros(len(articles), dtype=np.int64)
    for name in names:
        if name in articles:
            sizes += _lengths(articles[name])
    before = np.cumsum(sizes) - sizes
    number = before // BLOCK_CHARACTERS
    starts = np.flatnonzero(np.diff(number, prepend=-1)).tolist()
    bounds = sorted({*starts, *range(0, len(articles), BLOCK_ARTICLES), len(articles)})
    return list(pairwise(bounds))


def _lengths(column: pd.Series[Any]) -> NDArray[np.int64]:
    if isinstance(column.dtype, pd.StringDtype):
        # np.asarray of a Series makes a hash table of its index, 125 bytes a row, that stays
        return column.str.len().fillna(0).to_numpy().astype(np.int64)
    lengths = (len(value) if isinstance(value, str) else 0 for value in column)
    return np.array(list(lengths), dtype=np.int64)


def as_arrow(texts: Sequence[str]) -> pa.Array:
    """Return strings as an Arrow array, halves of characters as U+FFFD."""
    import pyarrow as pa

    try:
        return pa.array(texts, type=pa.large_string())
    except UnicodeEncodeError:
        return pa.array([storable(text) for text in texts], type=pa.large_string())


class HeldTexts:
    """Strings that are added block by block, and read block by block.

    Examples
    --------
    >>> held = HeldTexts(["Talks", "Daesh’s"])
    >>> list(held), held.slice(1, 2)
    (['Talks', 'Daesh’s'], ['Daesh’s'])
    """

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._content = GrowingArray(np.uint8)
        self._ends = GrowingArray(np.int64)
        self._array: pa.Array | None = None
        self.halves: dict[int, str] = {}
        self.extend(texts)

    def __len__(self) -> int:
        """Return the number of strings."""
        return len(self._ends)

    def extend(self, texts: Sequence[str]) -> None:
        """Add strings at the end."""
        import pyarrow as pa

        if not len(texts):
            return
        try:
            array = pa.array(texts, type=pa.large_string())
        except UnicodeEncodeError:
            found = (at for at, text in enumerate(texts) if has_half_characters(text))
            self.halves |= {len(self) + at: texts[at] for at in found}
            array = as_arrow(texts)
        _, offsets, content = array.buffers()
        ends = np.frombuffer(offsets, np.int64)[1 : len(texts) + 1]
        self._ends.append(ends + len(self._content))
        self._content.append(np.frombuffer(content or b"", np.uint8)[: ends[-1]])

    def array(self) -> pa.Array:
        """Return all strings, to which no more are added, with halves of characters as U+FFFD."""
        import pyarrow as pa

        if self._array is None:
            n = len(self)
            offsets = np.concatenate([np.zeros(1, dtype=np.int64), self._ends.finish()])
            buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self._content.finish())]
            self._array = pa.Array.from_buffers(pa.large_string(), n, buffers)
        return self._array

    def column(self, index: pd.Index) -> pd.Series[str]:
        """Return all strings as a column of a table; halves of characters are U+FFFD."""
        return pd.Series(pd.array(self.array(), dtype=_STR), index=index)

    def slice(self, start: int, stop: int) -> list[str]:
        """Return some of the strings."""
        texts: list[str] = self.array()[start:stop].to_pylist()
        for at in self.halves.keys() & set(range(start, stop)) if self.halves else ():
            texts[at - start] = self.halves[at]
        return texts

    def beginnings(self, start: int, stop: int, n: int) -> list[str]:
        """Return the first ``n`` characters of some of the strings, halves of them as U+FFFD."""
        import pyarrow.compute as pc

        texts = self.array()[start:stop]
        found: list[str] = pc.utf8_slice_codeunits(texts, 0, n).to_pylist()
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the strings."""
        for start in range(0, len(self), 1000):
            yield from self.slice(start, start + 1000)
