"""Number equal tokens alike, join them, count them."""

# ruff: noqa: C901, PLR0913, PLR0917
# kernels take their arrays one by one, and compare numbers without building sets

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._text_kernels.compiling import helper, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]

_SEVEN_BYTES = (1 << 56) - 1


@helper
def hash_of(data: Bytes, begin: int, size: int, packed: int) -> Any:
    """Return a hash: FNV-1a over what the packed bytes do not hold, then mixed with them."""
    code = np.int64(2166136261)
    for k in range(begin, begin + size - 7):
        code = ((code ^ np.int64(data[k])) * 16777619) & 0xFFFFFFFF
    return mix(code ^ packed)


@helper
def mix(packed: int) -> Any:
    """Spread seven bytes over the lower bits of a number."""
    code = ((packed ^ (packed >> 31)) & 0xFFFFFFFF) * 0x5BD1E995 & _SEVEN_BYTES
    return code ^ (code >> 25)


@kernel
def intern(
    data: Bytes,
    begins: Ints,
    sizes: Ints,
    packed: Longs,
    loud: Bytes,
    ids: Ints,
    firsts: Ints,
    hashes: Longs,
    table: Longs,
) -> Any:
    """Give equal byte strings one number; return how many numbers there are.

    Fills ``ids`` per token and ``firsts``, the first token of each number; ``hashes`` and
    ``table`` are room to work in, the table for four entries per token and 16384 at least. A slot
    of the open-addressing table holds the last seven bytes packed, and
    ``mark << 32 | number + 1``, where ``mark`` is size and loudness: words of up to seven bytes,
    most of all, are equal when these are. Of longer words the other bytes are compared, so a
    collision of hashes costs time and never an error.
    """
    mask = np.int64((1 << 14) - 2)
    for slot in range(mask + 2):
        table[slot] = 0
    n = np.int64(0)
    for token in range(len(ids)):
        begin, size, short = np.int64(begins[token]), np.int64(sizes[token]), packed[token]
        mark = size << 1 | np.int64(loud[token])
        code = mix(short) if size <= 7 else hash_of(data, begin, size, short)
        slot = (code << 1) & mask
        found = np.int64(-1)
        while table[slot + 1]:
            if table[slot] == short and table[slot + 1] >> 32 == mark:
                found = (table[slot + 1] & 0xFFFFFFFF) - 1
                if size <= 7:
                    break
                other = np.int64(begins[firsts[found]])
                k = size - 8
                while k >= 0 and data[other + k] == data[begin + k]:
                    k -= 1
                if k < 0:
                    break
                found = np.int64(-1)
            slot = (slot + 2) & mask
        if found >= 0:
            ids[token] = found
            continue
        ids[token] = n
        table[slot] = short
        table[slot + 1] = mark << 32 | (n + 1)
        firsts[n] = token
        hashes[n] = code
        n += 1
        if 4 * n > mask:
            mask = 2 * mask + 2
            for slot in range(mask + 2):
                table[slot] = 0
            for entry in range(n):
                old = firsts[entry]
                slot = (hashes[entry] << 1) & mask
                while table[slot + 1]:
                    slot = (slot + 2) & mask
                table[slot] = packed[old]
                mark = np.int64(sizes[old]) << 1 | np.int64(loud[old])
                table[slot + 1] = mark << 32 | (entry + 1)
    return n


@kernel
def pack_keys(keys: Bytes, begins: Ints, sizes: Ints, packed: Longs) -> None:
    """Pack the last seven bytes of each key in one number, as the finding kernels do."""
    for key in range(len(begins)):
        short = np.int64(0)
        for k in range(begins[key], begins[key] + sizes[key]):
            short = ((short << 8) | np.int64(keys[k])) & _SEVEN_BYTES
        packed[key] = short


@kernel
def copy_keys(
    data: Bytes, begins: Ints, sizes: Ints, loud: Bytes, firsts: Ints, keys: Bytes
) -> None:
    """Write the bytes of each number's first token, a 1 before the loud ones, a 0 after each."""
    at = 0
    for token in firsts:
        if loud[token]:
            keys[at] = 1
            at += 1
        for k in range(begins[token], begins[token] + sizes[token]):
            keys[at] = data[k]
            at += 1
        keys[at] = 0
        at += 1


@kernel
def join_sequences(
    keys: Ints,
    exact: Ints,
    gaps: Bytes,
    offsets: Longs,
    listed_keys: Ints,
    listed_exact: Ints,
    bounds: Longs,
    first: Longs,
    first_token: Longs,
    last_token: Longs,
    found: Longs,
    new_offsets: Longs,
) -> Any:
    """Replace listed sequences by one token; return the number of tokens left.

    Token ``t`` of the new stream spans the old tokens ``first_token[t]`` to ``last_token[t]``;
    ``found[t]`` is the sequence, or -1 where the old token stays as it is.
    """
    written = 0
    for text in range(len(offsets) - 1):
        token, stop = offsets[text], offsets[text + 1]
        while token < stop:
            last = token
            match = -1
            for candidate in range(first[keys[token]], first[keys[token] + 1]):
                low, size = bounds[candidate], bounds[candidate + 1] - bounds[candidate]
                same = token + size <= stop
                k = 0
                while same and k < size:
                    at = token + k
                    want = listed_exact[low + k]
                    same = keys[at] == listed_keys[low + k] and (k == 0 or gaps[at] == 0)
                    same = same and (want < 0 or exact[at] == want)
                    k += 1
                if same:
                    match = candidate
                    last = token + size - 1
                    break
            first_token[written] = token
            last_token[written] = last
            found[written] = match
            written += 1
            token = last + 1
        new_offsets[text + 1] = written
    return written


@kernel
def count_rows(
    ids: Ints, offsets: Longs, column: Ints, n_columns: int, columns: Ints, counts: Ints, row: Longs
) -> Any:
    """Count columns per text, in increasing order of column; return the number of non-zeros.

    ``column[id]`` is -1 for what is not counted. A bit per column, and a bit per 64 columns,
    mark what a text uses, so that no row has to be sorted.
    """
    seen = np.zeros(n_columns, dtype=np.int32)
    words = np.zeros(n_columns // 32 + 1, dtype=np.int64)
    blocks = np.zeros(n_columns // 1024 + 1, dtype=np.int64)
    n = 0
    for text in range(len(offsets) - 1):
        for token in range(offsets[text], offsets[text + 1]):
            j = column[ids[token]]
            if j >= 0:
                if seen[j] == 0:
                    words[j >> 5] |= np.int64(1) << (j & 31)
                    blocks[j >> 10] |= np.int64(1) << ((j >> 5) & 31)
                seen[j] += 1
        for block in range(len(blocks)):
            while blocks[block]:
                word = (block << 5) + lowest_bit(blocks[block])
                while words[word]:
                    j = (word << 5) + lowest_bit(words[word])
                    columns[n] = j
                    counts[n] = seen[j]
                    n += 1
                    seen[j] = 0
                    words[word] &= words[word] - 1
                blocks[block] &= blocks[block] - 1
        row[text + 1] = n
    return n


@helper
def lowest_bit(bits: int) -> Any:
    """Return the place of the lowest of 32 bits that is set."""
    place = 0
    for step in (16, 8, 4, 2, 1):
        if bits & ((1 << step) - 1) == 0:
            bits >>= step
            place += step
    return place
