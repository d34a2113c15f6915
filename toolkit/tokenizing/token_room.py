"""Room for the tokens of all parts, filled by the threads that find them."""

from __future__ import annotations

from threading import Condition
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from toolkit._core.growing_arrays import GrowingArray

if TYPE_CHECKING:
    from numpy.typing import NDArray


class TokenArrays(NamedTuple):
    """Some tokens: numbers of their forms, their characters, and what precedes them."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    gaps: NDArray[np.uint8]


def empty_tokens(n: int) -> TokenArrays:
    """Return arrays for some tokens, to be filled."""
    made: list[Any] = [np.empty(n, dtype) for dtype in (np.int32, np.int32, np.int32, np.uint8)]
    return TokenArrays(*made)


class TokenRoom:
    """The tokens of one part after another; on disk when they no longer fit.

    The thread that found the tokens of a part writes them where they belong, which it knows once
    those of all parts before are counted. Whatever comes after the expected number is held by its
    thread and added in turn.
    """

    def __init__(self, expected: int) -> None:
        three = (GrowingArray(np.int32, expected) for _ in range(3))
        self._arrays = (*three, GrowingArray(np.uint8, expected))
        self._rooms: list[NDArray[Any]] = [array.room for array in self._arrays]
        self._left = min(map(len, self._rooms))
        self._begin, self._next = 0, 0
        self._turn = Condition()

    def place(self, number: int, n: int) -> tuple[TokenArrays, bool]:
        """Return arrays for the ``n`` tokens of a part, and whether they are in the room.

        Parts are counted in order, so a thread waits here for those that have earlier ones.
        """
        with self._turn:
            self._turn.wait_for(lambda: self._next >= number)
            begin = self._begin
            fits = n <= self._left
            self._left = self._left - n if fits else -1  # nothing stands behind what is missing
            self._begin += n
            self._next = max(self._next, number + 1)
            self._turn.notify_all()
        if not fits:
            return empty_tokens(n), False
        placed: list[Any] = [room[begin : begin + n] for room in self._rooms]
        return TokenArrays(*placed), True

    def give_up(self) -> None:
        """Let nobody wait for a part that failed."""
        with self._turn:
            self._left, self._next = -1, np.iinfo(np.int64).max
            self._turn.notify_all()

    def add(self, part: TokenArrays, *, is_placed: bool) -> None:
        """Add the tokens of a part, in the order of parts."""
        if not is_placed:
            self._rooms = []  # all that were placed are filled; arrays that grow leave this memory
        given: list[Any] = list(part)
        for array, values in zip(self._arrays, given, strict=True):
            if is_placed:
                array.take(len(values))
            else:
                array.append(values)

    def finish(self) -> TokenArrays:
        """Return all tokens."""
        self._rooms = []
        finished: list[Any] = [array.finish() for array in self._arrays]
        return TokenArrays(*finished)
