"""Strings of Arrow looked at as the bytes they lie in, all at once: their order, what they hold.

The order is that of `pyarrow.compute.sort_indices`: in UTF-8, the order of bytes is that of code
points. Eight bytes are compared at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.tokenizing.buffers import cut_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WIDE, _NARROW = 8, 5
"""Bytes of a string that are compared at first, and then beside the number of its group."""

_MOST_GROUPS = 1 << 24

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
    begins, sizes, data = _bytes_of(strings)
    first = _bytes_at(data, begins, sizes, _WIDE)
    order = np.argsort(first)
    groups, tied = _groups(first[order], sizes[order], _WIDE)
    if len(tied) and int(groups[-1]) < _MOST_GROUPS:
        some = order[tied]
        rest = np.maximum(sizes[some] - _WIDE, 0)
        keys = groups[tied].astype(np.uint64) << np.uint64(8 * _NARROW)
        keys |= _bytes_at(data, begins[some] + np.minimum(sizes[some], _WIDE), rest, _NARROW)
        inner = np.argsort(keys)
        order[tied] = some = some[inner]
        tied = tied[_groups(keys[inner], sizes[some], _WIDE + _NARROW)[1]]
    if len(tied):  # all that Arrow sorts between them stands in the right group already
        some = order[tied]
        order[tied] = some[pc.sort_indices(strings.take(pa.array(some))).to_numpy()]
    return order


def drop_repeated(strings: Any, order: NDArray[np.int64]) -> tuple[Any, NDArray[np.int32]]:
    """Return sorted strings, each once, and for every string its number among them.

    Parameters
    ----------
    strings : pyarrow.Array of large strings
        None of them missing.
    order : ndarray of int64
        From `sort_strings`.

    Examples
    --------
    >>> strings = pa.array(["talks", "peace", "talks"], type=pa.large_string())
    >>> unique, numbers = drop_repeated(strings, sort_strings(strings))
    >>> unique.to_pylist(), numbers.tolist()
    (['peace', 'talks'], [1, 0, 1])
    """
    begins, sizes, data = _bytes_of(strings)
    first = _bytes_at(data, begins, sizes, _WIDE)[order]
    begins, sizes = begins[order], sizes[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (first[1:] != first[:-1]) | (sizes[1:] != sizes[:-1])
    unsure = np.flatnonzero(~is_new & (sizes > _WIDE))
    one, other = (
        _bytes_at(data, begins[places] + _WIDE, sizes[places] - _WIDE, _WIDE)
        for places in (unsure, unsure - 1)
    )
    is_new[unsure] = one != other
    unsure = np.flatnonzero(~is_new & (sizes > 2 * _WIDE))
    one, other = (strings.take(pa.array(order[places])) for places in (unsure, unsure - 1))
    is_new[unsure] = pc.not_equal(one, other).to_numpy(zero_copy_only=False)
    numbers = np.empty(len(order), dtype=np.int32)
    numbers[order] = np.cumsum(is_new, dtype=np.int32) - 1
    return strings.take(pa.array(order[is_new])), numbers


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


def _bytes_of(strings: Any) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Return where strings begin, their sizes, and their bytes with a few more behind them."""
    data, offsets = cut_array(strings)
    low, high = (int(offsets[0]), int(offsets[-1])) if len(offsets) else (0, 0)
    padded = np.zeros(high - low + _WIDE, dtype=np.uint8)
    padded[: high - low] = data[low:high]
    return offsets[:-1] - low, np.diff(offsets), padded


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
