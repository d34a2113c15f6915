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
    """Makes ids unique within one call: identical articles get different, stable ids.

    Ids of batches are kept in sorted arrays, 8 bytes each where a set takes 60.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._runs: list[NDArray[np.uint64]] = []
        self._repeated: dict[int, int] = {}

    def unique(self, identity: str) -> tuple[str, int]:
        """Return an unused id, and how many earlier articles had the same one."""
        before = self._count(int(identity, 16))
        return (identity, 0) if before == 0 else (numbered_id(identity, before), before)

    def count(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return how many earlier articles had the same id, for each of several in order."""
        order = np.argsort(keys)
        distinct, numbers = np.unique(keys[order], return_counts=True)
        is_known = self._holds(distinct)
        self._add(distinct[~is_known])
        before = np.zeros(len(keys), np.int64)
        rows = np.sort(order[np.repeat(is_known | (numbers > 1), numbers)])
        known = dict.fromkeys(distinct[is_known].tolist(), 1)
        for at, number in zip(rows.tolist(), keys[rows].tolist(), strict=True):
            before[at] = earlier = self._repeated.get(number, known.get(number, 0))
            self._repeated[number] = earlier + 1
        return before

    def _count(self, number: int) -> int:
        if number not in self._seen and not self._is_in_runs(number):
            self._seen.add(number)
            return 0
        before = self._repeated.get(number, 1)
        self._repeated[number] = before + 1
        return before

    def _is_in_runs(self, number: int) -> bool:
        key = np.array([number], np.uint64)
        return any(_are_in(run, key)[0] for run in self._runs)

    def _holds(self, distinct: NDArray[np.uint64]) -> NDArray[np.bool_]:
        found = np.zeros(len(distinct), bool)
        for run in self._runs:
            found |= _are_in(run, distinct)
        if self._seen:
            found |= np.array([number in self._seen for number in distinct.tolist()], bool)
        return found

    def _add(self, run: NDArray[np.uint64]) -> None:
        """Keep sorted numbers, in few arrays each of which is at most half of the one before."""
        while self._runs and 2 * len(run) > len(self._runs[-1]):
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        if len(run):
            self._runs.append(run)

    def n_repeated(self, keys: NDArray[np.uint64]) -> int:
        """Return how many of several articles would be repeated, without counting them."""
        distinct = np.unique(keys)
        return len(keys) - int(np.count_nonzero(~self._holds(distinct)))


def _are_in(ascending: NDArray[np.uint64], keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    places = np.searchsorted(ascending, keys)
    found: NDArray[np.bool_] = ascending[np.minimum(places, len(ascending) - 1)] == keys
    return found
