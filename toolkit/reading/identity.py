"""Article ids: a hash of the content, never a row number or a random value."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BODY_START = 500
SEPARATOR = "\x1f"


def article_id(source: str, date_raw: str, title: str, body: str) -> str:
    """Return 16 hexadecimal digits: BLAKE2b of source, printed date, title and body start.

    For an article without a body, pass its URL as ``body``.

    Examples
    --------
    >>> article_id("Arab News", "22 October 2018", "Summit", "ANKARA: Talks began.")
    'b5489e81c00f1f35'
    """
    content = SEPARATOR.join((source, date_raw, title, body[:BODY_START]))
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def numbered_id(identity: str, copy: int) -> str:
    """Return the id of the second, third ... article with the same content hash."""
    return hashlib.blake2b(f"{identity}#{copy}".encode(), digest_size=8).hexdigest()


class Identities:
    """Makes ids unique within one call: identical articles get different, stable ids."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._repeated: dict[int, int] = {}

    def unique(self, identity: str) -> tuple[str, int]:
        """Return an unused id, and how many earlier articles had the same one."""
        before = self._count(int(identity, 16))
        return (identity, 0) if before == 0 else (numbered_id(identity, before), before)

    def count(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return how many earlier articles had the same id, for each of several in order."""
        numbers = keys.tolist()
        distinct = set(numbers)
        if len(distinct) == len(numbers) and self._seen.isdisjoint(distinct):
            self._seen |= distinct
            return np.zeros(len(numbers), np.int64)
        return np.array(list(map(self._count, numbers)), np.int64)

    def _count(self, number: int) -> int:
        if number not in self._seen:
            self._seen.add(number)
            return 0
        before = self._repeated.get(number, 1)
        self._repeated[number] = before + 1
        return before

    def n_repeated(self, keys: NDArray[np.uint64]) -> int:
        """Return how many of several articles would be repeated, without counting them."""
        return len(keys) - len(set(keys.tolist()) - self._seen)
