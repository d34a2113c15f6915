"""Rows of the articles table as columns, before they are a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.tables import ARTICLE_ID, ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

NUMBERS = {column.name: column.dtype for column in ARTICLES if column.dtype[:3] in {"int", "dat"}}
"""Columns that are kept as arrays of NumPy, and their types."""

OBJECTS = tuple(column.name for column in ARTICLES if column.dtype.startswith(("list", "dict")))
"""Columns that are kept as lists of Python objects. All others are texts, kept in Arrow."""


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """Some articles, column by column.

    Attributes
    ----------
    columns : dict of str to column
        The columns of `ARTICLES` and ``article_id``: texts as pyarrow.LargeStringArray, numbers
        and dates as arrays, lists and dictionaries as lists.
    n_pieces : int64 array of shape (n_articles,)
        The rows that each article has in the ledger.
    """

    columns: dict[str, Any]
    n_pieces: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.n_pieces)

    def cut(self, n: int) -> tuple[ArticleBlock, ArticleBlock]:
        """Return the first ``n`` articles, and the others."""
        if n >= len(self):
            return self, ArticleBlock({}, self.n_pieces[:0])
        first = {name: column[:n] for name, column in self.columns.items()}
        later = {name: column[n:] for name, column in self.columns.items()}
        return ArticleBlock(first, self.n_pieces[:n]), ArticleBlock(later, self.n_pieces[n:])


def table_of(blocks: Sequence[ArticleBlock]) -> pd.DataFrame:
    """Return articles as a table, with texts where categories belong."""
    parts = {name: [block.columns[name] for block in blocks] for name in blocks[0].columns}
    ids = pd.Index(_series(parts[ARTICLE_ID]), name=ARTICLE_ID)
    columns = {
        column.name: pd.Series(_series(parts[column.name]), index=ids, copy=False)
        for column in ARTICLES
    }
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
            columns[column.name] = values
        else:
            columns[column.name] = pa.array(values, pa.large_string())
    return ArticleBlock(columns, np.zeros(len(rows), np.int64))


def joined(
    blocks: Iterable[ArticleBlock], order: NDArray[np.int64] | None = None
) -> ArticleBlock:
    """Return several blocks as one, perhaps with the articles in another order."""
    held = list(blocks)
    if len(held) == 1 and order is None:
        return held[0]
    names = held[0].columns
    columns = {name: _joined([block.columns[name] for block in held], order) for name in names}
    n_pieces = np.concatenate([block.n_pieces for block in held])
    return ArticleBlock(columns, n_pieces if order is None else n_pieces[order])


def _joined(parts: list[Any], order: NDArray[np.int64] | None) -> Any:
    if isinstance(parts[0], list):
        together = [value for part in parts for value in part]
        return together if order is None else [together[at] for at in order.tolist()]
    if isinstance(parts[0], np.ndarray):
        array = np.concatenate(parts)
        return array if order is None else array[order]
    import pyarrow as pa

    texts = pa.concat_arrays(parts)
    return texts if order is None else texts.take(pa.array(order))


def _series(parts: list[Any]) -> Any:
    """Return a column as pandas holds it; texts stay where they are."""
    if isinstance(parts[0], list):
        values = np.empty(sum(map(len, parts)), object)
        values[:] = list(chain.from_iterable(parts))
        return values
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    import pyarrow as pa

    return pd.array(pa.chunked_array(parts), dtype=TEXT)


TEXT = pd.Series([], dtype="str").dtype
"""The type of texts, which depends on how pandas is set up."""
