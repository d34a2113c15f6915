"""Characters in UTF-8 bytes, and the runs of bytes that may belong to words; parts of kernels."""

# ruff: noqa: PLR0917
# kernels take arrays as separate arguments and compare numbers without building sets

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Words = NDArray[np.uint64]

_ONES, _TWOS = (np.uint64(bits * 0x0101010101010101) for bits in (1, 2))
_PAIRS, _FOURS = np.uint64(0x0003000300030003), np.uint64(0x0000000F0000000F)
_GENERAL, _PUNCTUATION = np.uint8(0xE2), np.uint8(0x80)
_EVERY, _NONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0)


@helper
def decode(data: Bytes, at: int) -> Any:
    """Return the code point at byte ``at`` and its width in bytes."""
    first = np.int64(data[at])
    if first < 0x80:
        return first, 1
    if first < 0xE0:
        return ((first & 0x1F) << 6) | (np.int64(data[at + 1]) & 0x3F), 2
    second = np.int64(data[at + 1]) & 0x3F
    third = np.int64(data[at + 2]) & 0x3F
    if first < 0xF0:
        return ((first & 0x0F) << 12) | (second << 6) | third, 3
    fourth = np.int64(data[at + 3]) & 0x3F
    return ((first & 0x07) << 18) | (second << 12) | (third << 6) | fourth, 4


@helper
def flags_at(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the flags of the character at ``at`` and its width in bytes; (0, 0) at the end."""
    if at >= stop:
        return 0, 0
    first = np.int64(data[at])
    if first < 0x80:
        return np.int64(flags[first]), 1
    code, width = decode(data, at)
    return np.int64(flags[code]), width


@helper
def run_end(data: Bytes, at: int, stop: int, flags: Bytes, wanted: int) -> Any:
    """Return the end of the run of characters with any of the ``wanted`` flags."""
    while at < stop:
        first = np.int64(data[at])
        if first < 0x80:
            if flags[first] & wanted == 0:
                return at
            at += 1
        else:
            code, width = decode(data, at)
            if flags[code] & wanted == 0:
                return at
            at += width
    return at


@helper
def class_bytes(data: Bytes, sign: int, kinds: Bytes) -> None:
    """Class the bytes of all texts: 1 may belong to a word, 3 does so and is not ASCII, else 0.

    ``sign`` is one more byte that may belong to a word. General Punctuation (“ ” ’ – …: E2 80 and
    one more byte) has no letters, marks or digits. No branch and no place that could be negative,
    so that the compiler makes it a loop over many bytes at a time.
    """
    n = len(data) - 3
    first, second, third, fourth = data[:n], data[1 : n + 1], data[2 : n + 2], data[3:]
    kinds = kinds[2 : n + 2]
    for at in range(n):
        byte = third[at]
        is_sign = (
            ((byte == _GENERAL) & (fourth[at] == _PUNCTUATION))
            | ((second[at] == _GENERAL) & (byte == _PUNCTUATION))
            | ((first[at] == _GENERAL) & (second[at] == _PUNCTUATION))
        )
        is_word = (
            ((byte >= np.uint8(97)) & (byte <= np.uint8(122)))
            | ((byte >= np.uint8(65)) & (byte <= np.uint8(90)))
            | ((byte >= np.uint8(48)) & (byte <= np.uint8(57)))
            | (byte == sign)
        )
        is_far = (byte >= np.uint8(128)) & (is_sign == 0)
        kinds[at] = np.uint8(3) if is_far else np.uint8(is_word)


@helper
def mark_runs(groups: Words, start: int, stop: int, places: Bytes, edges: Ints, high: Ints) -> Any:
    """Find the runs of bytes that may belong to a word; return their number.

    Run ``r`` is ``edges[2 * r]`` to ``edges[2 * r + 1]``. ``groups`` are the classes of eight bytes
    at a time. Each becomes one number with a bit set where a run begins or ends, and four or eight
    table entries of that number are written whether used or not, so that hardly a branch depends
    on the text. ``high[g]`` counts the groups of the text before group ``g`` that are
    not pure ASCII.
    """
    n: Any = 0
    before: Any = 0
    n_high = np.int32(0)
    last = (stop + 7) >> 3
    for group in range(start >> 3, last):
        at = 8 * group
        kinds = groups[group]
        if at < start:  # what stands before belongs to the text before
            kinds &= _EVERY << np.uint64((start - at) << 3)
        if at + 8 > stop:
            kinds &= ~(_EVERY << np.uint64((stop - at) << 3))
        ones = kinds & _ONES
        ones = (ones | ones >> np.uint64(7)) & _PAIRS
        ones = (ones | ones >> np.uint64(14)) & _FOURS
        bits = np.int64((ones | ones >> np.uint64(28)) & np.uint64(0xFF))
        marks = (bits ^ (bits << 1 | before)) & 0xFF
        before = bits >> 7
        for k in range(4):
            edges[n + k] = at + np.int64(places[marks, k])
        if places[marks, 8] > 4:
            for k in range(4, 8):
                edges[n + k] = at + np.int64(places[marks, k])
        n += np.int64(places[marks, 8])
        high[group] = n_high
        n_high += (kinds & _TWOS) != _NONE
    high[last] = n_high
    edges[n] = stop
    return (n + before) >> 1


@helper
def is_ascii(begin: int, end: int, high: Ints) -> Any:
    """Return whether bytes of a text are known to be ASCII, to the precision of groups of eight."""
    return high[begin >> 3] == high[(end + 7) >> 3]
