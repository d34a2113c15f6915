"""Rows of the articles table as columns, before they are a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit._core.freed_memory import return_freed_memory
from toolkit.tables import ARTICLE_ID, ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

NUMBERS = {column.name: column.dtype for column in ARTICLES if column.dtype[:3] in {"int", "dat"}}
"""Columns that are kept as arrays of NumPy, and their types."""

OBJECTS = tuple(column.name for column in ARTICLES if column.dtype.startswith(("list", "dict")))
"""Columns that are kept as arrays of Python objects. All others are texts, kept in Arrow."""


CATEGORIES = tuple(column.name for column in ARTICLES if column.dtype == "category")

LARGE = 2_000_000
"""Bytes of text."""

MANY = 16
"""Blocks."""


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """Some articles, column by column.

    Attributes
    ----------
    columns : dict of str to column
        The columns of `ARTICLES` and ``article_id``: texts as pyarrow.LargeStringArray, numbers
        and dates as arrays, lists and dictionaries as arrays of objects.
    n_pieces : int64 array of shape (n_articles,)
        The rows that each article has in the ledger.
    """

    columns: dict[str, Any]
    n_pieces: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.n_pieces)

    def part(self, start: int, stop: int) -> ArticleBlock:
        """Return the articles from ``start`` to before ``stop``."""
        columns = {name: column[start:stop] for name, column in self.columns.items()}
        return ArticleBlock(columns, self.n_pieces[start:stop])

    def with_codes(self) -> ArticleBlock:
        """Return the same articles, with numbers of distinct texts where categories belong."""
        coded = {name: _encoded(self.columns[name]) for name in CATEGORIES}
        return ArticleBlock(self.columns | coded, self.n_pieces)

    def alone(self) -> ArticleBlock:
        """Return the same articles, whose texts share no memory with others."""
        import pyarrow as pa

        columns = {
            name: pa.concat_arrays([column]) if isinstance(column, pa.Array) else column
            for name, column in self.columns.items()
        }
        return ArticleBlock(columns, self.n_pieces)


Finished = tuple[str, dict[str, Any]] | ArticleBlock
"""An article with its id, or many of them."""


def table_of(blocks: Sequence[ArticleBlock]) -> pd.DataFrame:
    """Return articles as a table; it takes columns out of blocks, so that none is held twice."""
    ids = pd.Index(_series([block.columns.pop(ARTICLE_ID) for block in blocks]), name=ARTICLE_ID)
    columns = {}
    for number, column in enumerate(ARTICLES):
        if len(blocks) >= MANY and number % 4 == 0:  # arrays of blocks lie scattered when freed
            return_freed_memory(search=False)
        parts = [block.columns.pop(column.name) for block in blocks]
        values = _categories(parts) if column.name in CATEGORIES else _series(parts)
        columns[column.name] = pd.Series(values, index=ids, copy=False)
    return pd.DataFrame(columns, index=ids, copy=False)


def block_of_rows(index: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> ArticleBlock:
    """Return articles that were made one by one as a block, without counting their pieces."""
    import pyarrow as pa

    columns: dict[str, Any] = {ARTICLE_ID: pa.array(index, pa.large_string())}
    for column in ARTICLES:
        values = [row[column.name] for row in rows]
        if column.name in NUMBERS:
            columns[column.name] = np.array(values, column.dtype)
        elif column.name in OBJECTS:
            columns[column.name] = np.fromiter(values, object, len(values))
        else:
            columns[column.name] = pa.array(values, pa.large_string())
    return ArticleBlock(columns, np.zeros(len(rows), np.int64))


def joined(blocks: Sequence[ArticleBlock]) -> ArticleBlock:
    """Return several blocks as one."""
    if len(blocks) == 1:
        return blocks[0]
    names = blocks[0].columns
    columns = {name: _joined([block.columns[name] for block in blocks]) for name in names}
    return ArticleBlock(columns, np.concatenate([block.n_pieces for block in blocks]))


def interleaved(block: ArticleBlock, rows: ArticleBlock, places: Sequence[int]) -> ArticleBlock:
    """Return a block with the articles of another at certain places of the result."""
    parts = []
    at_block = at_rows = 0
    for at, run in _runs(places):
        n_before = at - at_block - at_rows
        parts.append(block.part(at_block, at_block + n_before))
        parts.append(rows.part(at_rows, at_rows + run))
        at_block, at_rows = at_block + n_before, at_rows + run
    parts.append(block.part(at_block, len(block)))
    return joined([part for part in parts if len(part)])


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the beginnings and lengths of runs of successive numbers."""
    starts = [at for at in range(len(places)) if not at or places[at] != places[at - 1] + 1]
    ends = [*starts[1:], len(places)]
    return [(places[start], end - start) for start, end in zip(starts, ends, strict=True)]


def _joined(parts: list[Any]) -> Any:
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    import pyarrow as pa

    return pa.concat_arrays(parts)


class HeldArticles:
    """Articles that wait until there are enough for a block."""

    def __init__(self) -> None:
        self._blocks: list[ArticleBlock] = []
        self._rows: list[tuple[str, dict[str, Any]]] = []
        self._n = 0
        self._is_cut = False
        self.is_large = False
        """Whether so much text is held that it is better left where it is than copied."""

    def __len__(self) -> int:
        return self._n

    def add(self, item: Finished, most: int) -> ArticleBlock | None:
        """Add an article, or as many of a block as there is room for; return the others."""
        if isinstance(item, tuple):
            self._rows.append(item)
            self._n += 1
            return None
        self._close_rows()
        room = most - self._n
        first = item if len(item) <= room else item.part(0, room)
        self._blocks.append(first)
        self._n += len(first)
        self._is_cut |= first is not item
        self.is_large |= first.columns["body"].nbytes > LARGE
        return None if first is item else item.part(room, len(item))

    def _close_rows(self) -> None:
        if self._rows:
            index, rows = zip(*self._rows, strict=True)
            self._blocks.append(block_of_rows(index, rows))
            self._rows = []

    def block(self) -> ArticleBlock:
        """Return what is held as one block, and hold nothing."""
        self._close_rows()
        blocks, is_cut = self._blocks, self._is_cut
        self._blocks, self._n, self.is_large = [], 0, False
        return blocks[0].alone() if is_cut and len(blocks) == 1 else joined(blocks)


def _encoded(column: Any) -> Any:
    """Return the distinct texts of a column, and numbers of them."""
    import pyarrow as pa

    n = len(column)
    _, bounds, content = column.buffers()
    if n > 1:
        places = np.frombuffer(bounds, np.int64)[column.offset : column.offset + n + 1]
        width = int(places[1] - places[0])
        if places[-1] - places[0] == n * width and (np.diff(places) == width).all():
            texts = np.frombuffer(content or b"", np.uint8)[places[0] : places[-1]]
            if (texts[width:] == texts[: len(texts) - width]).all():  # the same text everywhere
                text = pa.array(column[:1].to_pylist(), column.type)  # holds nothing of the column
                return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), text)
    return column.dictionary_encode()


def _series(parts: list[Any]) -> Any:
    """Return a column as pandas holds it; texts stay where they are."""
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    import pyarrow as pa

    return pd.array(pa.chunked_array(parts), dtype=TEXT)


def _categories(parts: list[Any]) -> pd.Categorical[Any]:
    """Return texts, or numbers of distinct ones, as the categories that pandas makes of them."""
    import pyarrow as pa

    coded = [part if pa.types.is_dictionary(part.type) else part.dictionary_encode()
             for part in parts]  # fmt: skip
    distinct, place_of, kind = categories_of(
        text for part in coded for text in part.dictionary.to_pylist()
    )
    codes = [
        np.array([place_of[text] for text in part.dictionary.to_pylist()], kind)[part.indices]
        for part in coded
    ]
    return pd.Categorical.from_codes(np.concatenate(codes), distinct)


def categories_of(texts: Iterable[str]) -> tuple[pd.Index[str], dict[str, int], np.dtype[Any]]:
    """Return the categories that pandas makes of texts, the place of each, and the type of codes.

    Examples
    --------
    >>> distinct, place_of, kind = categories_of(["en", "de", "en"])
    >>> distinct.tolist(), place_of["en"], kind.name
    (['de', 'en'], 1, 'int8')
    """
    distinct = sorted(set(texts))
    place_of = {text: place for place, text in enumerate(distinct)}
    return pd.Index(distinct, dtype=TEXT), place_of, np.min_scalar_type(-max(1, len(distinct)))


TEXT = pd.Series([], dtype="str").dtype
"""The type of texts, which depends on how pandas is set up."""
