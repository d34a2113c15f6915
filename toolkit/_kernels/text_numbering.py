"""Intern, join and count tokens."""

# ruff: noqa: PLR0913, PLR0917
# kernels take arrays as separate arguments

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper, kernel
from toolkit._kernels.text import MOST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Counts = NDArray[np.int32] | NDArray[np.int64]

_FEW, _SHORT = 16, 24
_LOW, _HALF, _EVERY = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(0xFFFFFFFFFFFFFFFF)

_SEQUENCE = 0x077CB531
_PLACES = np.zeros(32, dtype=np.uint8)
_PLACES[[(_SEQUENCE << place & 0xFFFFFFFF) >> 27 for place in range(32)]] = range(32)


@helper
def first_bytes(words: Words, begin: int, size: int) -> Any:
    """Return the first eight bytes of a form, and the next eight, with zeros behind its end.

    ``words`` is the text as little-endian 64-bit integers.
    """
    word, shift = begin >> 3, np.uint64((begin & 7) << 3)
    low, middle, high = words[word], words[word + 1], words[word + 2]
    rest = np.uint64(63) - shift
    first = (low >> shift) | ((middle << rest) << np.uint64(1))
    second = (middle >> shift) | ((high << rest) << np.uint64(1))
    more = size - 8 if size > 8 else 0
    return first & mask_of(size), second & mask_of(more)


@helper
def mask_of(size: int) -> Any:
    """Return an integer with the bits of up to eight bytes set."""
    half = np.uint64((8 if size > 8 else size) << 2)
    return ~((_EVERY << half) << half)


@helper
def mix(first: int, second: int, more: int) -> Any:
    """Return a hash of sixteen bytes and the rest, below 2 ** 63."""
    code = (first & _LOW) * np.uint64(0x5BD1E995) + (first >> _HALF) * np.uint64(0x1B873593)
    code ^= (second & _LOW) * np.uint64(0x27D4EB2F) + (second >> _HALF) * np.uint64(0x165667B1)
    code ^= np.uint64(more) * np.uint64(0x2545F491)
    return code ^ (code >> np.uint64(31))


@helper
def hash_rest(data: Bytes, begin: int, end: int) -> Any:
    """Return the FNV-1a hash of the bytes after the sixteenth."""
    code: Any = np.int64(2166136261)
    for at in range(begin, end):
        code = ((code ^ np.int64(data[at])) * 16777619) & 0xFFFFFFFF
    return code


@helper
def double_slots(table: Words, mask: int, bounds: Longs, keys: Bytes) -> None:
    """Spread the forms over twice as many slots as the ``mask + 1`` that they fill, in place.

    From an empty slot on, each is taken out and put where its hash says, or as near behind it as
    there is room. That is never further than the slot it leaves, or among the new ones, so none of
    those that still wait is passed over.
    """
    wide: Any = np.int64(2 * mask + 1)
    for slot in range(mask + 1, wide + 1):
        table[4 * slot + 2] = 0
    start = 0
    while table[4 * start + 2]:
        start += 1
    for step in range(mask + 1):
        slot = (start + step) & mask
        held = table[4 * slot + 2]
        if held == 0:
            continue
        table[4 * slot + 2] = 0
        more = np.int64(held >> _HALF)
        size = more >> 1
        if size > _FEW:
            begin = bounds[np.int64(held & _LOW) - 1] + (more & 1)
            more ^= hash_rest(keys, begin + _FEW, begin + size)
        new: Any = np.int64(mix(table[4 * slot], table[4 * slot + 1], more)) & wide
        while table[4 * new + 2]:
            new = (new + 1) & wide
        table[4 * new], table[4 * new + 1] = table[4 * slot], table[4 * slot + 1]
        table[4 * new + 2], table[4 * new + 3] = held, table[4 * slot + 3]


@helper
def has_bytes(data: Bytes, begin: int, size: int, keys: Bytes, at: int) -> Any:
    """Return whether a form goes on after its sixteenth byte as the key at ``at`` does."""
    k = size - 1
    while k >= _FEW and keys[at + k] == data[begin + k]:
        k -= 1
    return k < _FEW


@kernel
def intern(
    data: Bytes,
    words: Words,
    begins: Ints,
    sizes: Ints,
    all_caps: Bytes,
    state: Longs,
    table: Words,
    bounds: Longs,
    keys: Bytes,
    ids: Ints,
) -> None:
    """Give equal byte strings one id, the same in every call with these arrays.

    Fills ``ids`` per token. ``state`` holds the number of ids and the last slot of the table. Id
    ``i`` stands for ``keys[bounds[i]:bounds[i + 1]]``, which begins with a byte 1 if the form is
    marked ``all_caps``.

    A slot of the open-addressing table holds four integers: the first eight bytes of a form, the
    next eight, its size with the mark and ``id + 1``, and its tokens so far. Up to sixteen bytes
    they tell all, so that a token is found with one look into memory; longer forms are compared
    byte by byte. A hash collision costs time but never gives a wrong id. At most three quarters of
    the slots are used.
    """
    n, mask = state[0], state[1]
    for token in range(len(begins)):
        begin, size = np.int64(begins[token]), np.int64(sizes[token])
        first, second = first_bytes(words, begin, size)
        mark = size << 1 | np.int64(all_caps[token])
        more = mark if size <= _FEW else mark ^ hash_rest(data, begin + _FEW, begin + size)
        code = mix(first, second, more)
        slot = np.int64(code & np.uint64(mask) & _LOW)
        found: Any = np.int64(-1)
        held = table[4 * slot + 2]
        while held:
            same = (table[4 * slot] == first) & (table[4 * slot + 1] == second)
            if same & (held >> _HALF == np.uint64(mark)):
                found = np.int64(held & _LOW) - 1
                at = bounds[found] + np.int64(all_caps[token]) if size > _FEW else 0
                if size <= _FEW or has_bytes(data, begin, size, keys, at):
                    break
                found = np.int64(-1)
            slot = np.int64(np.uint64(slot + 1) & np.uint64(mask) & _LOW)
            held = table[4 * slot + 2]
        if found < 0:
            found = n
            table[4 * slot], table[4 * slot + 1] = first, second
            table[4 * slot + 2] = np.uint64(mark) << _HALF | np.uint64(n + 1)
            table[4 * slot + 3] = np.uint64(1)
            at = bounds[n]
            keys[at] = 1
            at += np.int64(all_caps[token])
            for place in range(size):
                keys[at + place] = data[begin + place]
            n += 1
            bounds[n] = at + size
            if 4 * n > 3 * mask:
                double_slots(table, mask, bounds, keys)
                mask = 2 * mask + 1
        else:
            table[4 * slot + 3] += np.uint64(1)
        ids[token] = found
    state[0], state[1] = n, mask


@kernel
def resolve_tokens(
    ids: Ints, gaps: Bytes, has_stop: Bytes, new: Ints, places: Ints, before: Ints, after: Ints
) -> Any:
    """Give tokens new ids, and the gap 1 instead of 0 behind a form that ends in a full stop.

    Fills the place of each token behind a gap of 1, and the old ids of the token before it and of
    itself; returns how many there are. No branch depends on the text.
    """
    n: Any = 0
    last = np.uint32(0)
    for token in range(len(ids)):
        here, gap = ids[token], gaps[token]
        gap |= (gap == 0) & (token > 0) & has_stop[last]
        gaps[token], ids[token] = gap, new[here]
        at = n & MOST
        places[at], before[at], after[at] = token, last, here
        n += gap == 1
        last = here
    return n


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
            gap, rule = gaps[at], crosses[low + k]
            is_open = k == 0 or ((gap & 3 == 0 or rule & 1 != 0) and gap & rule & 12 == 0)
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
    ``found[t]`` is the sequence, or -1 for an unchanged token. A sequence crosses a gap of kind 1
    or 2 only where the first bit of ``crosses`` is set, and none with a bit of 4 or 8 that
    ``crosses`` has too. Of two overlapping sequences the one with the lower rank is joined; at
    equal rank, the one that begins first.
    """
    written = 0
    for text in range(len(offsets) - 1):
        start, stop = offsets[text], offsets[text + 1]
        for back in range(stop - start):
            token = stop - 1 - back
            match = -1
            if first[keys[token]] < first[keys[token] + 1]:  # few tokens begin a sequence
                match = match_at(
                    token, stop, keys, exact, gaps,
                    listed_keys, listed_exact, crosses, bounds, first,
                )  # fmt: skip
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
    text. One bit per column, and one per 32 columns, mark what a longer text uses, so no such row
    has to be sorted. ``seen`` (one entry per column) and ``marks`` (one per 32 columns, plus one
    per 32 of those) must be zero on entry and are zero on return. ``columns`` has room for each
    token: those of a text are listed there first, without a branch, since which words are counted
    cannot be foreseen.
    """
    upper = (n_columns // 32 + 1) & MOST
    n: Any = np.int64(0)  # a plain 0 is a type of its own, for which parts are compiled once more
    for text in range(len(offsets) - 1):
        first = n
        stop: Any = n
        for token in range(offsets[text], offsets[text + 1]):
            j = column[ids[token & MOST]]
            columns[stop & MOST] = j
            stop += j >= 0
        if stop - first <= _SHORT:
            sizes[text] = count_short(columns, counts, first, stop)
            n += sizes[text]
            continue
        for place in range(first, stop):
            j = np.int64(columns[place & MOST])
            seen[j] += 1
            marks[j >> 5] |= np.int64(1) << (j & 31)
            marks[upper + (j >> 10)] |= np.int64(1) << ((j >> 5) & 31)
        for block in range(upper, len(marks)):
            while marks[block]:
                mark = ((block - upper) << 5) + lowest_bit(marks[block])
                bits = marks[mark]
                while bits:
                    j = (mark << 5) + lowest_bit(bits)
                    columns[n & MOST] = j
                    counts[n & MOST] = seen[j]
                    n += 1
                    seen[j] = 0
                    bits &= bits - 1
                marks[mark] = 0
                marks[block] &= marks[block] - 1
        sizes[text] = n - first
    return n


@helper
def count_short(columns: Ints, counts: Counts, first: int, stop: int) -> Any:
    """Count a few columns by putting each in its place; return how many differ.

    They stand from ``first`` to ``stop``, and are written from ``first`` on.
    """
    last = first
    for place in range(first, stop):
        j = columns[place]
        at = last
        while at > first and columns[at - 1] > j:
            at -= 1
        if at > first and columns[at - 1] == j:
            counts[at - 1] += 1
            continue
        for k in range(last, at, -1):
            columns[k], counts[k] = columns[k - 1], counts[k - 1]
        columns[at], counts[at] = j, 1
        last += 1
    return last - first


@helper
def lowest_bit(bits: int) -> Any:
    """Return the position of the lowest set bit of 32, by a De Bruijn sequence."""
    return np.int64(_PLACES[(((bits & -bits) * _SEQUENCE) & 0xFFFFFFFF) >> 27])
