"""Intern, join and count tokens."""

# ruff: noqa: PLR0913, PLR0917
# kernels take arrays as separate arguments

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Counts = NDArray[np.int32] | NDArray[np.int64]

_LOW_BITS = (1 << 28) - 1
_FEW = 14
_SEQUENCE = 0x077CB531
_PLACES = np.zeros(32, dtype=np.uint8)
_PLACES[[(_SEQUENCE << place & 0xFFFFFFFF) >> 27 for place in range(32)]] = range(32)


@helper
def last_bytes(words: Words, end: int, size: int) -> Any:
    """Return up to seven bytes before ``end`` (of ``size``), packed into one integer.

    ``words`` is the text as little-endian 64-bit integers.
    """
    size = 7 if size > 7 else (0 if size < 0 else size)
    shift = np.uint64((end & 7) << 3)
    low, high = words[(end >> 3) - 1], words[end >> 3]
    both = (low >> shift) | ((high << (np.uint64(63) - shift)) << np.uint64(1))
    return np.int64((both >> np.uint64(1)) >> np.uint64(63 - 8 * size))


@helper
def mix(last: int, prior: int, more: int) -> Any:
    """Return a hash of the last seven bytes, the seven before them, and the rest."""
    code = (last & _LOW_BITS) * 0x5BD1E995 + (last >> 28) * 0x1B873593
    code ^= (prior & _LOW_BITS) * 0x27D4EB2F + (prior >> 28) * 0x165667B1
    code ^= more
    return code ^ (code >> 31)


@helper
def hash_rest(data: Bytes, begin: int, end: int) -> Any:
    """Return the FNV-1a hash of the bytes that are not packed."""
    code = np.int64(2166136261)
    for at in range(begin, end):
        code = ((code ^ np.int64(data[at])) * 16777619) & 0xFFFFFFFF
    return code


@helper
def tag_of(code: int) -> Any:
    """Return 31 bits of a hash that are nearly independent of its lowest bits."""
    return (code >> 28) & 0x7FFFFFFF


@helper
def place_entries(table: Longs, mask: int, hashes: Longs, n: int) -> None:
    """Fill an empty table of ``mask + 1`` slots with the first ``n`` entries."""
    for slot in range(mask + 1):
        table[slot] = 0
    for entry in range(n):
        slot = hashes[entry] & mask
        while table[slot]:
            slot = (slot + 1) & mask
        table[slot] = tag_of(hashes[entry]) << 32 | (entry + 1)


@kernel
def intern(
    data: Bytes,
    words: Words,
    begins: Ints,
    sizes: Ints,
    all_caps: Bytes,
    state: Longs,
    table: Longs,
    hashes: Longs,
    entries: Longs,
    bounds: Longs,
    keys: Bytes,
    ids: Ints,
) -> None:
    """Give equal byte strings one id, the same in every call with these arrays.

    Fills ``ids`` per token. ``state`` holds the number of ids and the last slot of the table. Id
    ``i`` stands for ``keys[bounds[i]:bounds[i + 1]]``, which begins with a byte 1 if the form is
    marked ``all_caps``; ``entries[3 * i:]`` holds its last seven bytes, the seven before them, and
    its size with the mark.

    A slot of the open-addressing table holds part of the hash and ``id + 1``. Candidates are
    compared byte by byte, so a hash collision costs time but never gives a wrong id. Frequent
    words come early, so their entries are close together in memory.
    """
    n, mask = state[0], state[1]
    for token in range(len(begins)):
        begin, size = np.int64(begins[token]), np.int64(sizes[token])
        last = last_bytes(words, begin + size, size)
        prior = last_bytes(words, begin + size - 7, size - 7)
        mark = size << 1 | np.int64(all_caps[token])
        more = mark if size <= _FEW else mark ^ hash_rest(data, begin, begin + size - _FEW)
        code = mix(last, prior, more)
        tag = tag_of(code)
        slot = code & mask
        found: Any = np.int64(-1)
        while table[slot]:
            if table[slot] >> 32 == tag:
                other = (table[slot] & 0xFFFFFFFF) - 1
                row = 3 * other
                same = entries[row] == last and entries[row + 1] == prior
                same = same and entries[row + 2] == mark
                if same and size > _FEW:
                    at = bounds[other] + np.int64(all_caps[token])
                    k = size - _FEW - 1
                    while k >= 0 and keys[at + k] == data[begin + k]:
                        k -= 1
                    same = k < 0
                if same:
                    found = other
                    break
            slot = (slot + 1) & mask
        if found < 0:
            found = n
            table[slot] = tag << 32 | (n + 1)
            hashes[n] = code
            entries[3 * n], entries[3 * n + 1], entries[3 * n + 2] = last, prior, mark
            at = bounds[n]
            keys[at] = 1
            at += np.int64(all_caps[token])
            for place in range(size):
                keys[at + place] = data[begin + place]
            n += 1
            bounds[n] = at + size
            if 2 * n > mask:
                mask = 2 * mask + 1
                place_entries(table, mask, hashes, n)
        ids[token] = found
    state[0], state[1] = n, mask


@helper
def match_at(
    token: int,
    stop: int,
    keys: Ints,
    exact: Ints,
    gaps: Bytes,
    listed_keys: Ints,
    listed_exact: Ints,
    crosses: Bytes,
    bounds: Longs,
    first: Longs,
) -> Any:
    """Return the first listed sequence that begins at a token, or -1 if none does."""
    for candidate in range(first[keys[token]], first[keys[token] + 1]):
        low, size = bounds[candidate], bounds[candidate + 1] - bounds[candidate]
        same = token + size <= stop
        k = 0
        while same and k < size:
            at = token + k
            want = listed_exact[low + k]
            is_open = k == 0 or gaps[at] == 0 or crosses[low + k] != 0
            same = keys[at] == listed_keys[low + k] and is_open
            same = same and (want < 0 or exact[at] == want)
            k += 1
        if same:
            return candidate
    return -1


@kernel
def join_sequences(
    keys: Ints,
    exact: Ints,
    gaps: Bytes,
    offsets: Longs,
    listed_keys: Ints,
    listed_exact: Ints,
    crosses: Bytes,
    bounds: Longs,
    first: Longs,
    ranks: Longs,
    first_token: Longs,
    last_token: Longs,
    found: Longs,
    new_offsets: Longs,
) -> Any:
    """Replace each listed sequence by one token; return the number of remaining tokens.

    Token ``t`` of the new stream spans the old tokens ``first_token[t]`` to ``last_token[t]``;
    ``found[t]`` is the sequence, or -1 for an unchanged token. A sequence crosses a gap above 0
    only where ``crosses`` is set. Of two overlapping sequences the
    one with the lower rank is joined; at equal rank, the one that begins first.
    """
    written = 0
    for text in range(len(offsets) - 1):
        start, stop = offsets[text], offsets[text + 1]
        for back in range(stop - start):
            token = stop - 1 - back
            match = match_at(
                token, stop, keys, exact, gaps, listed_keys, listed_exact, crosses, bounds, first
            )
            if match >= 0:
                for later in range(token + 1, token + bounds[match + 1] - bounds[match]):
                    if found[later] >= 0 and ranks[found[later]] < ranks[match]:
                        match = -1
                        break
            found[token] = match
        token = start
        while token < stop:
            match = found[token]
            last = token
            if match >= 0:
                last += bounds[match + 1] - bounds[match] - 1
            first_token[written] = token
            last_token[written] = last
            found[written] = match
            written += 1
            token = last + 1
        new_offsets[text + 1] = written
    return written


@kernel
def count_rows(
    ids: Ints,
    offsets: Longs,
    column: Ints,
    n_columns: int,
    columns: Ints,
    counts: Counts,
    sizes: Longs,
    seen: Ints,
    marks: Longs,
) -> Any:
    """Count columns per text, in increasing order of column; return the number of non-zeros.

    ``column[id]`` is -1 for an id that is not counted; ``sizes`` receives the non-zeros of each
    text. One bit per column, and one per 32 columns, mark what a text uses, so no row has to be
    sorted. ``seen`` (one entry per column) and ``marks`` (one per 32 columns, plus one per 32 of
    those) must be zero on entry and are zero on return.
    """
    upper = n_columns // 32 + 1
    n = 0
    for text in range(len(offsets) - 1):
        first = n
        for token in range(offsets[text], offsets[text + 1]):
            j = np.int64(column[ids[token]])
            if j >= 0:
                seen[j] += 1
                marks[j >> 5] |= np.int64(1) << (j & 31)
                marks[upper + (j >> 10)] |= np.int64(1) << ((j >> 5) & 31)
        for block in range(upper, len(marks)):
            while marks[block]:
                mark = ((block - upper) << 5) + lowest_bit(marks[block])
                bits = marks[mark]
                while bits:
                    j = (mark << 5) + lowest_bit(bits)
                    columns[n] = j
                    counts[n] = seen[j]
                    n += 1
                    seen[j] = 0
                    bits &= bits - 1
                marks[mark] = 0
                marks[block] &= marks[block] - 1
        sizes[text] = n - first
    return n


@helper
def lowest_bit(bits: int) -> Any:
    """Return the position of the lowest set bit of 32, by a De Bruijn sequence."""
    return np.int64(_PLACES[(((bits & -bits) * _SEQUENCE) & 0xFFFFFFFF) >> 27])
