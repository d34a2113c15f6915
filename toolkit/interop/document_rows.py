"""Which row of a model belongs to which article, and which articles have no words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.interop.topic_tables import TOLERANCE
from toolkit.tables import ARTICLE_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

FUNCTION = "import_topics"
DEFAULT_NAME = re.compile(r"doc_(\d{1,12})")


def check_ids(function: str, article_id: Any) -> pd.Index:
    """Return the index of articles; each must occur once."""
    index: pd.Index = pd.Index(article_id, name=ARTICLE_ID)
    if not index.is_unique:
        twice = index[index.duplicated()][0]
        message = f"{function}: article_id {twice!r} occurs twice; each article has one row."
        raise InputError(message)
    return index


def rows_by_name(ids: pd.Index, names: Sequence[str] | None) -> NDArray[np.intp] | None:
    """Return the row of each article (-1: none) if every document of the model is named after one.

    Examples
    --------
    >>> rows_by_name(pd.Index(["a", "b", "c"]), ["c", "a"])
    array([ 1, -1,  0])
    """
    if not names or len(set(names)) < len(names) or "" in names:
        return None
    if not set(names) <= {str(one) for one in ids}:
        return None
    row = {name: number for number, name in enumerate(names)}
    return np.array([row.get(str(one), -1) for one in ids], dtype=np.intp)


def rows_by_number(ids: pd.Index, names: Sequence[str] | None) -> NDArray[np.intp] | None:
    """Return the row of each article by topica's default names, which keep the original number.

    Examples
    --------
    >>> rows_by_number(pd.Index(["a", "b", "c"]), ["doc_0", "doc_2"])
    array([ 0, -1,  1])
    """
    found = [DEFAULT_NAME.fullmatch(name) for name in names or []]
    numbers = [int(match[1]) for match in found if match]
    if not numbers or len(numbers) < len(found) or max(numbers) >= len(ids):
        return None
    rows = np.full(len(ids), -1, dtype=np.intp)
    rows[numbers] = np.arange(len(numbers))
    return rows


def rows_by_words(
    ids: pd.Index, n_rows: int, kept: Iterable[NDArray[np.bool_]]
) -> NDArray[np.intp] | None:
    """Return the row of each article from masks of the documents that a program may have kept.

    Masks of as many documents as the model has rows must agree, or none is used.

    Examples
    --------
    >>> rows_by_words(pd.Index(["a", "b", "c"]), 2, [np.array([True, False, True])])
    array([ 0, -1,  1])
    """
    fitting = {mask.tobytes(): mask for mask in kept if len(mask) == len(ids)}
    fitting = {key: mask for key, mask in fitting.items() if mask.sum() == n_rows}
    if len(fitting) != 1:
        return None
    mask = next(iter(fitting.values()))
    return np.where(mask, np.cumsum(mask) - 1, -1).astype(np.intp)


def in_order(function: str, ids: pd.Index, n_rows: int, advice: str) -> NDArray[np.intp]:
    """Return the rows in order, if there are as many as articles."""
    if len(ids) != n_rows:
        message = f"{function}: {n_rows:,} documents for {len(ids):,} article ids. {advice}"
        raise InputError(message)
    return np.arange(n_rows, dtype=np.intp)


def token_counts(documents: Any, vocabulary: Iterable[str]) -> NDArray[np.int64]:
    """Return how many tokens of the vocabulary each list of tokens has."""
    known = set(vocabulary)
    lists = list(documents)
    for number, tokens in enumerate(lists):
        if isinstance(tokens, str):
            message = (
                f"{FUNCTION}: documents must be lists of words, as the model was given; document "
                f"{number} is a text."
            )
            raise InputError(message)
    return np.array([sum(word in known for word in tokens) for tokens in lists], dtype=np.int64)


def share_rows(
    program: str,
    shares: Any,
    rows: NDArray[np.intp],
    *,
    ids: pd.Index,
    has_words: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return the article x topic table of a model's shares.

    Parameters
    ----------
    program : str
        For messages.
    shares : array-like of shape (n_rows, n_topics)
        Each row sums to 1, or to 0 where the program assigns a document to no topic.
    rows : ndarray of int, shape (n_articles,)
        Row of each article; -1: the program dropped it.
    ids : Index
        The articles.
    has_words : ndarray of bool, shape (n_rows,)
        Which documents have words in the model.

    Returns
    -------
    DataFrame
        Rows of articles without words are missing. Documents with words but without a topic have
        all their mass in column -1.
    """
    values = np.asarray(shares, dtype=np.float64)
    _check_shares(program, values[has_words])
    total = values.sum(axis=1, keepdims=True)
    values = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    outside = has_words & (total[:, 0] <= 0)
    table = np.full((len(ids), values.shape[1] + 1), np.nan)
    known = (rows >= 0) & np.append(has_words, False)[rows]  # the last entry stands for row -1
    table[known] = np.column_stack([values, outside])[rows[known]]
    columns = pd.Index([*range(values.shape[1]), -1], name="topic")
    framed = pd.DataFrame(table, index=ids, columns=columns)
    if outside.any():
        return framed
    return framed.drop(columns=-1).set_axis(pd.RangeIndex(values.shape[1], name="topic"), axis=1)


def _check_shares(program: str, values: NDArray[np.float64]) -> None:
    if values.ndim != 2 or values.shape[1] == 0:
        message = f"{FUNCTION}: {program} has no table of documents x topics; got {values.shape}."
        raise InputError(message)
    sums = values.sum(axis=1)
    wrong = ~np.isfinite(sums) | (values < 0).any(axis=1)
    wrong |= (np.abs(sums - 1) > TOLERANCE) & (sums != 0)
    if wrong.any():
        first = int(wrong.argmax())
        message = (
            f"{FUNCTION}: the numbers of {program} are not topic shares: {int(wrong.sum()):,} of "
            f"{len(values):,} rows have negative numbers or do not sum to 1, the first "
            f"{values[first].round(3).tolist()[:5]}. Only models with shares can be imported."
        )
        raise InputError(message)
