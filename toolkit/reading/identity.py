"""Article ids: a hash of the content, never a row number or a random value."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BODY_START = 500
SEPARATOR = "\x1f"
N_COMPILED = 10_000
"""Articles from which on ids are hashed by compiled code, which takes a second to be made once."""


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


def content_keys(texts: Any, *, compiled: bool) -> NDArray[np.uint64]:
    """Return ids as numbers, of many texts that are each what `article_id` hashes.

    Parameters
    ----------
    texts : pyarrow.LargeStringArray
    compiled : bool
        Whether compiled code is used. The result is the same.

    Examples
    --------
    >>> import pyarrow as pa
    >>> content = SEPARATOR.join(["Arab News", "22 October 2018", "Summit", "ANKARA: Talks began."])
    >>> keys = content_keys(pa.array([content], pa.large_string()), compiled=False)
    >>> ids_of(keys).to_pylist()
    ['b5489e81c00f1f35']
    """
    import pyarrow as pa

    if not compiled:
        hashed, contents = hashlib.blake2b, texts.cast(pa.large_binary()).to_pylist()
        digests = b"".join([hashed(content, digest_size=8).digest() for content in contents])
        return np.frombuffer(digests, ">u8").astype(np.uint64)
    from toolkit._kernels.digests import hash_texts

    _, bounds, content = texts.buffers()
    keys = np.empty(len(texts), np.uint64)
    places = np.frombuffer(bounds, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    hash_texts(np.frombuffer(content, np.uint8), places, keys)
    return keys.byteswap()


def numbered_keys(
    keys: NDArray[np.uint64], copies: NDArray[np.int64], *, compiled: bool
) -> NDArray[np.uint64]:
    """Return what `numbered_id` gives, for many ids as numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = pa.array(copies).cast(pa.large_string())
    separator = pa.scalar("#", pa.large_string())
    together = pc.binary_join_element_wise(ids_of(keys), numbers, separator)
    return content_keys(together, compiled=compiled)


def ids_of(keys: NDArray[np.uint64]) -> Any:
    """Return ids, given as numbers, as texts."""
    import pyarrow as pa

    digits = keys.astype(">u8").tobytes().hex().encode()
    bounds = np.arange(0, len(digits) + 1, 16, dtype=np.int64)
    buffers = [None, pa.py_buffer(bounds), pa.py_buffer(digits)]
    return pa.Array.from_buffers(pa.large_string(), len(keys), buffers)


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
        order = _in_order(keys)
        distinct, numbers = _runs(keys[order])
        is_known = self._holds(distinct)
        self._add(distinct[~is_known])
        before = np.zeros(len(keys), np.int64)
        several = is_known | (numbers > 1)
        if several.any():
            rows = order[np.repeat(several, numbers)]
            before[rows] = self._numbered(distinct[several], numbers[several], is_known[several])
        return before

    def _numbered(
        self, keys: NDArray[np.uint64], numbers: NDArray[np.int64], is_known: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return how many came before each of the articles of some ids, which are now counted."""
        names = keys.tolist()
        earlier = np.array(list(map(self._repeated.get, names, is_known.astype(int).tolist())))
        self._repeated.update(zip(names, (earlier + numbers).tolist(), strict=True))
        starts = np.cumsum(numbers) - numbers
        before: NDArray[np.int64] = np.arange(numbers.sum()) + np.repeat(earlier - starts, numbers)
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
        distinct, _ = _runs(np.sort(keys))
        return len(keys) - int(np.count_nonzero(~self._holds(distinct)))


def _in_order(keys: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Return the rows in the order of their keys, equal ones as they come.

    Keys are hashes, so that their first 16 bits, by which they are sorted without comparing, place
    nearly all of them; what is left to the second sort is nearly in order.
    """
    roughly = np.argsort((keys >> np.uint64(48)).astype(np.uint16), kind="stable")
    return roughly[np.argsort(keys[roughly], kind="stable")]


def _runs(ascending: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct numbers, and how often each of them occurs."""
    starts = np.flatnonzero(np.diff(ascending, prepend=~ascending[:1]))
    return ascending[starts], np.diff(starts, append=len(ascending))


def _are_in(ascending: NDArray[np.uint64], keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    places = np.searchsorted(ascending, keys)
    found: NDArray[np.bool_] = ascending[np.minimum(places, len(ascending) - 1)] == keys
    return found
