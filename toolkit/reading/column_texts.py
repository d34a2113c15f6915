"""A column of texts in Arrow, measured in one pass: words, letters, white space at its ends."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Numbers = NDArray[np.int64]


def constant(text: str, n: int) -> Any:
    """Return a column that holds one text in each of its rows."""
    import pyarrow as pa

    if n > _ROWS:
        return pa.repeat(pa.scalar(text, pa.large_string()), n)
    return _repeated(text)[:n]


_ROWS = 20_000


@lru_cache(maxsize=8)
def _repeated(text: str) -> Any:
    """Return a column that all blocks of articles share."""
    import pyarrow as pa

    return pa.repeat(pa.scalar(text, pa.large_string()), _ROWS)


def texts_at(content: Any, places: NDArray[np.int64]) -> Any:
    """Return the texts that stand at places of a buffer of UTF-8.

    Parameters
    ----------
    content : buffer
    places : int64 array of shape (n_texts, 2)
        Beginning and end of each text; ascending, so that texts and the gaps between them are an
        array without a copy.

    Examples
    --------
    >>> import numpy as np
    >>> texts_at(b"a, bc", np.array([[0, 1], [3, 5]])).to_pylist()
    ['a', 'bc']
    """
    import pyarrow as pa

    bounds = np.ascontiguousarray(places).reshape(-1)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(content)]
    with_gaps = pa.Array.from_buffers(pa.large_string(), len(bounds) - 1, buffers)
    return with_gaps.take(pa.array(np.arange(0, len(bounds), 2)))


_EMPTY = np.zeros(1, np.int64)
_HEAD = 500
"""Texts of which equal ones are looked for first."""


def _is_one_word_each(content: NDArray[np.uint8]) -> bool:
    """Return whether texts hold no white space, and nothing beyond ASCII."""
    return not len(content) or bool(content.min() > ord(" ") and content.max() < 0x80)


class TextColumn:
    """The texts of a column of a table, none of them missing.

    Parameters
    ----------
    texts : pyarrow.LargeStringArray

    Attributes
    ----------
    n_words, n_letters : int64 array of shape (n_texts,)
        Words, and characters that are no white space, as `measure_text` counts them.
    """

    def __init__(self, texts: Any) -> None:
        self._hold(texts)
        content = self._content[self._bounds[0] : self._bounds[-1]]
        if _is_one_word_each(content[:_HEAD]) and _is_one_word_each(content):
            self.n_letters = np.diff(self._bounds)
            self.n_words = (self.n_letters > 0).astype(np.int64)
            self._inner = np.column_stack([self._bounds[:-1], self._bounds[1:]])
        else:
            self._measure()

    def _measure(self) -> None:
        from toolkit._kernels.text_sizes import measure

        n = len(self)
        self.n_words, self.n_letters = np.empty(n, np.int64), np.empty(n, np.int64)
        self._inner = np.empty((n, 2), np.int64)
        measure(self._content, self._bounds, self.n_words, self.n_letters, self._inner)

    def _hold(self, texts: Any) -> None:
        self.texts, n = texts, len(texts)
        _, bounds, content = texts.buffers()
        first = texts.offset
        self._bounds = np.frombuffer(bounds, np.int64)[first : first + n + 1] if n else _EMPTY
        self._content = np.frombuffer(content if content is not None else b"", np.uint8)

    def filtered(self, rows: Bools) -> TextColumn:
        """Return some of the texts, without measuring them again."""
        import pyarrow as pa

        column = TextColumn.__new__(TextColumn)
        column._hold(self.texts.filter(pa.array(rows)))
        column.n_words, column.n_letters = self.n_words[rows], self.n_letters[rows]
        moved = column._bounds[:-1] - self._bounds[:-1][rows]
        column._inner = self._inner[rows] + moved[:, None]
        return column

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def is_filled(self) -> Bools:
        """Where a text has any letter."""
        return self.n_letters > 0

    @cached_property
    def stripped(self) -> Any:
        """The texts without white space at their ends."""
        if self._bounds[0] == self._bounds[-1]:
            return constant("", len(self))
        starts, ends = self._inner.T
        if np.array_equal(starts, self._bounds[:-1]) and np.array_equal(ends, self._bounds[1:]):
            return self.texts
        return texts_at(self.texts.buffers()[2], self._inner)

    def has(self, sign: bytes) -> Bools:
        """Return where a text holds a short sign, in UTF-8."""
        found = np.zeros(len(self), bool)
        first, last = self._bounds[0], self._bounds[-1]
        content = self._content[first:last]
        places = np.flatnonzero(content[: len(content) - len(sign) + 1] == sign[0])
        for at, byte in enumerate(sign[1:], start=1):
            places = places[content[places + at] == byte]
        places += first
        rows = np.searchsorted(self._bounds, places, "right") - 1
        is_whole = places + len(sign) <= self._bounds[rows + 1]
        found[rows[is_whole]] = True
        return found

    def begins_or_ends(self, sign: bytes) -> tuple[Bools, Bools]:
        """Return where the first letter is one byte, and where the last one is."""
        rows = np.flatnonzero(self.is_filled)
        begins, ends = np.zeros(len(self), bool), np.zeros(len(self), bool)
        begins[rows] = self._content[self._inner[rows, 0]] == sign[0]
        ends[rows] = self._content[self._inner[rows, 1] - 1] == sign[0]
        return begins, ends

    def has_length(self, n: int) -> Bools:
        """Return where a text has exactly ``n`` characters; ``n`` is 1 or more."""
        import pyarrow.compute as pc

        found = np.diff(self._bounds) >= n
        rows = np.flatnonzero(found)
        if len(rows):
            found[rows] = np.asarray(pc.utf8_length(self.texts.take(rows))) == n
        return found

    @cached_property
    def encoded(self) -> tuple[Numbers, list[str]] | None:
        """The number of each text among the distinct ones, and these; None if most are distinct."""
        head = self.texts[:_HEAD]
        if len(head) == _HEAD == len(head.unique()):
            return None
        encoded = self.texts.dictionary_encode()
        if 2 * len(encoded.dictionary) > len(self):
            return None
        return np.asarray(encoded.indices), encoded.dictionary.to_pylist()

    def strings(self) -> list[str]:
        """Return the texts as strings; where few differ, equal ones are one object."""
        if self.encoded is None:
            return list(self.texts.to_pylist())
        numbers, texts = self.encoded
        distinct = np.empty(len(texts), object)
        distinct[:] = texts
        return list(distinct[numbers].tolist())
