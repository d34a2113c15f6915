"""Strings of Arrow looked at as the bytes they lie in, all at once: their order, what they hold.

The order is that of `pyarrow.compute.sort_indices`: in UTF-8, the order of bytes is that of code
points. Eight bytes are compared at a time.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.tokenizing.buffers import cut_array, run_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_WIDE, _NARROW = 8, 5
"""Bytes of a string that are compared at first, and then beside the number of its group."""

_MOST_GROUPS = 1 << 24

_SAMPLED = 1024
"""About as many strings are looked at to share out all."""

_FEW, _SHARE, _MOST_SHARES = 20_000, 50_000, 16
"""Strings up to which one thread does the work; about as many as a share of many has, since what is
needed besides the strings is several times as large; and most shares."""

_LEADING = np.array([2**64 - 2 ** (64 - 8 * n) for n in range(9)], dtype=np.uint64)
"""The first bits of 64, up to eight times eight."""


def sort_strings(strings: Any) -> NDArray[np.int64]:
    """Return the places of strings in the order of their bytes.

    Parameters
    ----------
    strings : pyarrow.Array of large strings
        None of them missing.

    Examples
    --------
    >>> sort_strings(pa.array(["talks", "peace", "US"], type=pa.large_string())).tolist()
    [2, 1, 0]
    """
    return _ordered(_read(strings), np.arange(len(strings)))


def drop_repeated(strings: Any) -> tuple[Any, NDArray[np.int32]]:
    """Return strings sorted, each once, and for every string its number among them.

    Of many, threads sort a share each: the lowest ones, and then higher ones.

    Parameters
    ----------
    strings : pyarrow.Array of large strings
        None of them missing.

    Examples
    --------
    >>> strings = pa.array(["talks", "peace", "talks"], type=pa.large_string())
    >>> unique, numbers = drop_repeated(strings)
    >>> unique.to_pylist(), numbers.tolist()
    (['peace', 'talks'], [1, 0, 1])
    """
    read = _read(strings)
    numbers = np.empty(len(strings), dtype=np.int32)
    found, n = [], 0
    for order, is_new in run_parts(partial(_once, read), _shares(read.first)):
        numbers[order] = np.cumsum(is_new, dtype=np.int32) + np.int32(n - 1)
        found.append(order[is_new])
        n += len(found[-1])
    return strings.take(pa.array(np.concatenate(found))), numbers


class _Read(NamedTuple):
    """Strings, where each begins in some bytes, its size, and its first bytes as a number."""

    strings: Any
    data: NDArray[np.uint8]
    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]
    first: NDArray[np.uint64]


def _shares(first: NDArray[np.uint64]) -> Iterator[NDArray[np.int64]]:
    """Yield the places of the strings with the lowest first bytes, then those of higher ones."""
    n_shares = number_of_shares(len(first))
    sampled = np.sort(first[:: max(len(first) // _SAMPLED, 1)])
    bounds = sampled[[len(sampled) * k // n_shares for k in range(1, n_shares)]]
    numbers = np.zeros(len(first), dtype=np.uint8)
    for bound in bounds:
        numbers += first >= bound
    for number in range(n_shares):
        yield np.flatnonzero(numbers == number)


def _once(read: _Read, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return some places in the order of their strings, and whether each is another string."""
    order = _ordered(read, places)
    first, begins, sizes = read.first[order], read.begins[order], read.sizes[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (first[1:] != first[:-1]) | (sizes[1:] != sizes[:-1])
    unsure = np.flatnonzero(~is_new & (sizes > _WIDE))
    one, other = (
        _bytes_at(read.data, begins[places] + _WIDE, sizes[places] - _WIDE, _WIDE)
        for places in (unsure, unsure - 1)
    )
    is_new[unsure] = one != other
    unsure = np.flatnonzero(~is_new & (sizes > 2 * _WIDE))
    one, other = (read.strings.take(pa.array(order[places])) for places in (unsure, unsure - 1))
    is_new[unsure] = pc.not_equal(one, other).to_numpy(zero_copy_only=False)
    return order, is_new


def _ordered(read: _Read, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return some places in the order of the bytes of their strings."""
    order = places[np.argsort(read.first[places])]
    groups, tied = _groups(read.first[order], read.sizes[order], _WIDE)
    if len(tied) and int(groups[-1]) < _MOST_GROUPS:
        some = order[tied]
        begins, sizes = read.begins[some], read.sizes[some]
        rest = np.maximum(sizes - _WIDE, 0)
        keys = groups[tied].astype(np.uint64) << np.uint64(8 * _NARROW)
        keys |= _bytes_at(read.data, begins + np.minimum(sizes, _WIDE), rest, _NARROW)
        inner = np.argsort(keys)
        order[tied] = some = some[inner]
        tied = tied[_groups(keys[inner], read.sizes[some], _WIDE + _NARROW)[1]]
    if len(tied):  # all that Arrow sorts between them stands in the right group already
        some = order[tied]
        order[tied] = some[pc.sort_indices(read.strings.take(pa.array(some))).to_numpy()]
    return order


def number_of_shares(n: int) -> int:
    """Return into how many shares work on strings is cut, the same for any number of threads.

    Examples
    --------
    >>> [number_of_shares(n) for n in (1_000, 50_000, 400_000, 9_000_000)]
    [1, 2, 8, 16]
    """
    return min(max(-(-n // _SHARE), 2), _MOST_SHARES) if n > _FEW else 1


def byte_table(*parts: bytes | range) -> NDArray[np.bool_]:
    """Return a boolean per byte: whether it is among some bytes.

    Examples
    --------
    >>> np.flatnonzero(byte_table(b"a@", range(254, 256))).tolist()
    [64, 97, 254, 255]
    """
    table = np.zeros(256, dtype=np.bool_)
    for part in parts:
        table[list(part)] = True
    return table


def holds_bytes(strings: Any, table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a boolean per string: whether one of its bytes is True in a table of 256.

    Examples
    --------
    >>> strings = pa.array(["a.b", "", "ab", "."], type=pa.large_string())
    >>> holds_bytes(strings, byte_table(b".")).tolist()
    [True, False, False, True]
    """
    data, offsets = cut_array(strings)
    data = data[offsets[0] : offsets[-1]]
    found, above = np.zeros(len(data), dtype=np.bool_), np.empty_like(data)
    for first, last in _runs_of(table):  # whole bytes at a time: a look into the table is ten times
        np.subtract(data, first, out=above)  # as slow
        found |= above <= last - first
    places = np.flatnonzero(found) + offsets[0]
    holds = np.zeros(len(strings), dtype=np.bool_)
    holds[np.searchsorted(offsets, places, side="right") - 1] = True
    return holds


def ends_with(strings: Any, ending: bytes) -> NDArray[np.bool_]:
    """Return a boolean per string: whether it ends in some bytes.

    Examples
    --------
    >>> ends_with(pa.array(["U.S.", "", "."], type=pa.large_string()), b".").tolist()
    [True, False, True]
    """
    data, offsets = cut_array(strings)
    ends = np.diff(offsets) >= len(ending)
    for back, byte in enumerate(reversed(ending), 1):
        ends[ends] = data[offsets[1:][ends] - back] == byte
    return ends


def _read(strings: Any) -> _Read:
    data, offsets = cut_array(strings)
    low, high = (int(offsets[0]), int(offsets[-1])) if len(offsets) else (0, 0)
    padded = np.zeros(high - low + _WIDE, dtype=np.uint8)
    padded[: high - low] = data[low:high]
    begins, sizes = offsets[:-1] - low, np.diff(offsets)
    return _Read(strings, padded, begins, sizes, _bytes_at(padded, begins, sizes, _WIDE))


def _bytes_at(
    data: NDArray[np.uint8], begins: NDArray[np.int64], sizes: NDArray[np.int64], most: int
) -> NDArray[np.uint64]:
    """Return up to ``most`` bytes of each string as one number, zeros behind its end."""
    every = np.ndarray(len(data) - 7, dtype=">u8", buffer=data, strides=(1,))
    used = every[begins].astype(np.uint64) & _LEADING[np.minimum(sizes, most)]
    return used >> np.uint64(8 * (8 - most))


def _runs_of(table: NDArray[np.bool_]) -> list[tuple[np.uint8, np.uint8]]:
    """Return the first and last byte of each run of True."""
    edges = np.flatnonzero(np.diff(table, prepend=False, append=False))
    return list(zip(edges[::2].astype(np.uint8), (edges[1::2] - 1).astype(np.uint8), strict=True))


def _groups(
    keys: NDArray[np.uint64], sizes: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the number of each group of equal sorted keys, and places that are not settled.

    They are those of groups of several strings. Where all are of one size, of which the key holds
    every byte, they are one string.
    """
    is_new = np.ones(len(keys) + 1, dtype=np.bool_)
    is_new[1:-1] = keys[1:] != keys[:-1]
    groups = np.cumsum(is_new[:-1]) - 1
    differs = sizes > most
    differs[1:] |= (sizes[1:] != sizes[:-1]) & ~is_new[1:-1]
    is_open = np.zeros(len(keys), dtype=np.bool_)
    is_open[groups[differs]] = True
    return groups, np.flatnonzero(~(is_new[:-1] & is_new[1:]) & is_open[groups])
