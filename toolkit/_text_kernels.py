"""The hot loops over text: arrays in, arrays filled, nothing else.

Texts come as one buffer of UTF-8 bytes with the byte offset of each text. Every kernel gives the
same answer compiled and as plain Python (``kernel.py_func``), is serial and releases the
interpreter lock, so that a pool of threads can run it on parts of the work.

What a character is stands in a table with one byte of flags per code point, made from the very
regular expressions that define a token (`toolkit.tokenizing.scanning`).
"""

# ruff: noqa: C901, PLR0911, PLR0912, PLR0913, PLR0915, PLR0917, PLR1714, SIM109
# kernels take their arrays one by one, and compare numbers without building sets

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]

LETTER, MARK, DIGIT, JOINER, SPACE, SMALL, CAPITAL, TAIL = (1 << bit for bit in range(8))
"""Flags of a character; TAIL is all that may follow inside a word."""

WORD, SPECIAL = 1, 2
"""Flags for scikit-learn's pattern; SPECIAL: lowering it can move the ends of words."""

RUN, HIGH, UPPER = 1, 2, 4
"""Classes of a byte: can belong to a word, is not ASCII, is an ASCII capital."""

_DOT, _AT, _HASH, _HYPHEN, _SLASH, _NEWLINE, _LOW_LINE, _BLANK = 46, 64, 35, 45, 47, 10, 95, 32
_COLON, _SMALL_H, _SMALL_W, _BIG_A, _BIG_Z = 58, 104, 119, 65, 90
_SEVEN_BYTES = (1 << 56) - 1
_HTTP, _HTTPS, _WWW = (
    np.frombuffer(letters, dtype=np.uint8) for letters in (b"http://", b"https://", b"www.")
)
_EMPTY, _SPACES, _STOP, _STOP_SPACES, _OTHER = range(5)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile on first use, keep the result on disk, release the interpreter lock."""
    return njit(cache=True, nogil=True, error_model="numpy")(function)


def helper(function: Callable[..., Any]) -> Any:
    """Compile as a part of the kernels that call it, not to be called from Python.

    That, and being cached with its callers only, makes the first use quicker.
    """
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return njit(error_model="numpy", **options)(function)


@helper
def decode(data: Bytes, at: int) -> Any:
    """Return the code point that begins at byte ``at``, and its number of bytes."""
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
    """Return the flags of the character at ``at`` and its number of bytes; 0, 0 at the end."""
    if at >= stop:
        return 0, 0
    first = np.int64(data[at])
    if first < 0x80:
        return np.int64(flags[first]), 1
    code, width = decode(data, at)
    return np.int64(flags[code]), width


@helper
def run_end(data: Bytes, at: int, stop: int, flags: Bytes, wanted: int) -> Any:
    """Return the end of the run of characters that carry one of the ``wanted`` flags."""
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
def begins_with(data: Bytes, at: int, stop: int, letters: Bytes) -> Any:
    """Say whether the bytes at ``at`` are ``letters``, small or capital."""
    if at + len(letters) > stop:
        return False
    for k in range(len(letters)):
        byte = data[at + k]
        if byte != letters[k] and (byte < 65 or byte > 90 or byte + 32 != letters[k]):
            return False
    return True


@helper
def address_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the web address that begins at ``at``, or ``at``: http(s):// or www."""
    end = at
    if begins_with(data, at, stop, _HTTP):
        at += len(_HTTP)
    elif begins_with(data, at, stop, _HTTPS):
        at += len(_HTTPS)
    elif begins_with(data, at, stop, _WWW):
        at += len(_WWW)
    else:
        return end
    while at < stop:
        code, width = decode(data, at)
        if flags[code] & SPACE or code in (0, 34, 60, 62, 0x201C, 0x201D):
            return end
        at += width
        if flags[code] & (LETTER | DIGIT) or code == _SLASH:
            end = at
    return end


@helper
def mail_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of what follows the @ at ``at`` in an e-mail address, or ``at``."""
    start = at
    end = start
    at += 1
    while at < stop:
        code, width = decode(data, at)
        is_word = flags[code] & (LETTER | DIGIT) != 0
        if not is_word and (end == start or (code not in (_DOT, _HYPHEN))):
            return end
        at += width
        if is_word:
            end = at
    return end


@helper
def dotted_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the abbreviation whose first letter ends at ``at``, or ``at``: U.S.'s."""
    start = at
    while at < stop and data[at] == _DOT:
        seen, width = flags_at(data, at + 1, stop, flags)
        after, _ = flags_at(data, at + 1 + width, stop, flags)
        if seen & LETTER == 0 or after & (LETTER | MARK | DIGIT):
            break
        at += 1 + width
    if at == start:
        return start
    if at < stop and data[at] == _DOT:
        at += 1
    code, width = decode(data, at) if at < stop else (0, 0)
    if (code in (39, 0x2019)) and at + width < stop and data[at + width] == 115:
        after, _ = flags_at(data, at + width + 1, stop, flags)
        if after & (LETTER | MARK | DIGIT) == 0:
            at += width + 1
    return at


@helper
def word_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the word whose first part ends at ``at``: inner apostrophes, hyphens."""
    while at < stop:
        seen, width = flags_at(data, at, stop, flags)
        if seen & JOINER == 0:
            return at
        part = at + width
        after, _ = flags_at(data, part, stop, flags)
        if after & (LETTER | DIGIT) == 0:
            if data[at] != _HYPHEN:
                return at
            if part < stop and data[part] == 13:
                part += 1
            if part >= stop or data[part] != _NEWLINE:
                return at
            part += 1
            while part < stop and (data[part] == 32 or data[part] == 9):
                part += 1
            after, _ = flags_at(data, part, stop, flags)
            if after & (LETTER | DIGIT) == 0:
                return at
        at = run_end(data, part, stop, flags, TAIL)
    return at


@helper
def number_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the number that begins at ``at``: 3.5, 100,000, 9/11, 400bn."""
    at = run_end(data, at, stop, flags, DIGIT)
    while at < stop:
        code, width = decode(data, at)
        if code not in (44, 46, 47, 58, 0x66B, 0x66C):
            break
        after, _ = flags_at(data, at + width, stop, flags)
        if after & DIGIT == 0:
            break
        at = run_end(data, at + width, stop, flags, DIGIT)
    return run_end(data, at, stop, flags, LETTER | MARK)


@helper
def token_end(
    data: Bytes, at: int, stop: int, flags: Bytes, seen: int, width: int, before: int
) -> Any:
    """Return the end of the token that begins at ``at``, or ``at`` if none does.

    The order of the cases is the order of the alternatives in the news pattern.
    """
    if seen & LETTER:
        if data[at] | 32 == 104 or data[at] | 32 == 119:
            end = address_end(data, at, stop, flags)
            if end > at:
                return end
        end = run_end(data, at + width, stop, flags, TAIL)
        if end >= stop:
            return end
        if data[end] == _AT:
            mail = mail_end(data, end, stop, flags)
            if mail > end:
                return mail
        elif data[end] == _DOT and end == at + width:
            return dotted_end(data, end, stop, flags)
        return word_end(data, end, stop, flags)
    if seen & DIGIT:
        return number_end(data, at, stop, flags)
    if (data[at] == _AT or data[at] == _HASH) and before & (LETTER | MARK | DIGIT) == 0:
        after, size = flags_at(data, at + 1, stop, flags)
        if after & LETTER or (size == 1 and data[at + 1] == _LOW_LINE):
            end = at + 1
            while end < stop:
                after, size = flags_at(data, end, stop, flags)
                if after & (LETTER | MARK | DIGIT) == 0 and data[end] != _LOW_LINE:
                    break
                end += size
            return end
    return at


@helper
def capital_line(data: Bytes, at: int, start: int, stop: int, flags: Bytes) -> Any:
    """Say whether the line around ``at`` is set in capitals, and where the line ends.

    Such a line has no small letter, and three runs of two or more capitals.
    """
    while at > start and data[at - 1] != _NEWLINE:
        at -= 1
    run = 0
    words = 0
    small = False
    while at < stop and data[at] != _NEWLINE:
        seen, width = flags_at(data, at, stop, flags)
        small |= seen & SMALL != 0
        run = run + 1 if seen & CAPITAL else 0
        words += run == 2
        at += width
    return words >= 3 and not small, at


@helper
def flags_before(data: Bytes, at: int, flags: Bytes) -> Any:
    """Return the flags of the character that ends at byte ``at``; an underscore is a letter."""
    at -= 1
    while data[at] & 0xC0 == 0x80:
        at -= 1
    return np.int64(LETTER) if data[at] == _LOW_LINE else np.int64(flags[decode(data, at)[0]])


@helper
def next_gap(gap: int, code: int, seen: int) -> Any:
    """Return the state of the gap after one more character outside a token."""
    if seen & SPACE:
        if gap == _EMPTY:
            return _SPACES
        return _STOP_SPACES if gap == _STOP else gap
    if code in (_HYPHEN, 0x2010, 0x2011):
        return _SPACES if gap <= _SPACES else _OTHER
    return _STOP if code == _DOT and gap == _EMPTY else _OTHER


@helper
def mark_runs(data: Bytes, start: int, stop: int, classes: Bytes, runs: Longs) -> Any:
    """Find the runs of bytes that can belong to a word; return how many there are.

    Fills, per run, ``runs[5 * r:]`` with its begin, its end, the last eight bytes packed, the last
    byte beyond ASCII, and the last byte that is no ASCII capital. There is no branch in the loop: everything is written at
    every byte, and a position moves on where a run begins or ends.
    """
    edge: Any = 0
    before: Any = 0
    packed = np.int64(0)
    high = start - 1
    other = start - 1
    for at in range(start, stop):
        byte = data[at]
        kind = np.int64(classes[byte])
        row = 5 * (edge >> 1)
        runs[row + (edge & 1)] = at
        runs[row + 2] = packed
        runs[row + 3] = high
        runs[row + 4] = other
        edge += (kind ^ before) & RUN
        before = kind
        packed = (packed << 8) | np.int64(byte)
        high = at if kind & HIGH else high
        other = other if kind & UPPER else at
    if before & RUN:
        row = 5 * (edge >> 1)
        runs[row + 1] = stop
        runs[row + 2] = packed
        runs[row + 3] = high
        runs[row + 4] = other
        edge += 1
    return edge >> 1


@helper
def pack_bytes(data: Bytes, begin: int, end: int) -> Any:
    """Return the last seven bytes packed in one number."""
    packed = np.int64(0)
    for k in range(max(begin, end - 7), end):
        packed = (packed << 8) | np.int64(data[k])
    return packed


@helper
def low_bytes(packed: int, size: int) -> Any:
    """Return the lowest ``size`` bytes, at most seven."""
    return packed & ((np.int64(1) << (8 * min(size, 7))) - 1)


@kernel
def find_news_tokens(
    data: Bytes,
    texts: Longs,
    flags: Bytes,
    classes: Bytes,
    runs: Longs,
    begins: Ints,
    sizes: Ints,
    packed: Longs,
    starts: Ints,
    ends: Ints,
    gaps: Bytes,
    loud: Bytes,
    offsets: Longs,
) -> Any:
    """Find the tokens of the news pattern; return how many there are.

    Fills, per token, the first byte and the number of bytes, its last seven bytes packed, the
    characters within the text, what stands before it, and whether it is a word in capitals on a
    line in capitals. Most runs of word bytes are a token as they stand; the others are gone
    through character by character.
    """
    n = 0
    for text in range(len(texts) - 1):
        start, stop = texts[text], texts[text + 1]
        at = start
        extra = 0  # bytes beyond the first of each character so far
        gap = _OTHER
        newlines = 0
        before = np.int64(0)
        is_loud = False
        line_end = start
        for run in range(mark_runs(data, start, stop, classes, runs)):
            begin, run_stop = runs[5 * run], runs[5 * run + 1]
            is_plain = (
                at <= begin and runs[5 * run + 3] < begin and flags[data[begin]] & LETTER != 0
            )
            is_plain = is_plain and ends_plainly(data, begin, run_stop, stop, flags)
            while at < run_stop:
                end = at
                first = np.int64(data[at])
                plain_here = is_plain and at == begin
                if plain_here:
                    end = run_stop
                elif first == _BLANK:
                    gap = next_gap(gap, _BLANK, SPACE)
                    before = np.int64(0)
                    at += 1
                    continue
                else:
                    seen, width = flags_at(data, at, stop, flags)
                    if seen & (LETTER | DIGIT) or first == _AT or first == _HASH:
                        end = token_end(data, at, stop, flags, seen, width, before)
                    if end == at:
                        code = first if width == 1 else decode(data, at)[0]
                        gap = next_gap(gap, code, seen)
                        newlines += code == _NEWLINE
                        before = np.int64(LETTER) if code == _LOW_LINE else seen
                        at += width
                        extra += width - 1
                        continue
                begins[n] = at
                sizes[n] = end - at
                starts[n] = at - start - extra
                if plain_here:
                    packed[n] = low_bytes(runs[5 * run + 2], end - at)
                    capitals = runs[5 * run + 4] < begin
                    before = np.int64(LETTER)
                else:
                    packed[n] = pack_bytes(data, at, end)
                    capitals = True
                    for k in range(at, end):
                        extra += data[k] & 0xC0 == 0x80
                        capitals = capitals and data[k] >= _BIG_A and data[k] <= _BIG_Z
                    before = flags_before(data, end, flags)
                ends[n] = end - start - extra
                gaps[n] = 2
                if newlines < 2 and gap != _OTHER and gap != _STOP:
                    gaps[n] = gap == _STOP_SPACES
                loud[n] = 0
                if capitals and end - at > 1:
                    if at >= line_end:
                        is_loud, line_end = capital_line(data, at, start, stop, flags)
                    loud[n] = is_loud
                n += 1
                gap = _EMPTY
                newlines = 0
                at = end
        offsets[text + 1] = n
    return n


@helper
def ends_plainly(data: Bytes, begin: int, end: int, stop: int, flags: Bytes) -> Any:
    """Say whether a run of ASCII letters and digits is a token as it stands."""
    if end == stop:
        return True
    byte = data[end]
    if flags[byte] & JOINER or byte == _AT:
        return False
    if byte == _DOT:
        return end - begin > 1 and data[begin] | 32 != _SMALL_W
    return byte != _COLON or data[begin] | 32 != _SMALL_H


@kernel
def find_words(
    data: Bytes,
    texts: Longs,
    flags: Bytes,
    classes: Bytes,
    runs: Longs,
    begins: Ints,
    sizes: Ints,
    packed: Longs,
    offsets: Longs,
    special: Bytes,
) -> Any:
    r"""Find what scikit-learn's ``(?u)\b\w\w+\b`` finds: runs of two or more word characters.

    ``special[text]`` is set where lowering the text first could change what is found.
    """
    n = 0
    for text in range(len(texts) - 1):
        start, stop = texts[text], texts[text + 1]
        for run in range(mark_runs(data, start, stop, classes, runs)):
            at, end = runs[5 * run], runs[5 * run + 1]
            if runs[5 * run + 3] < at:
                begins[n] = at
                sizes[n] = end - at
                packed[n] = low_bytes(runs[5 * run + 2], end - at)
                n += end - at > 1
                continue
            while at < end:
                begin = at
                length = 0
                width = 0
                while at < end:
                    seen, width = flags_at(data, at, end, flags)
                    special[text] |= seen & SPECIAL
                    if seen & WORD == 0:
                        break
                    at += width
                    length += 1
                if length > 1:
                    begins[n] = begin
                    sizes[n] = at - begin
                    packed[n] = pack_bytes(data, begin, at)
                    n += 1
                if at < end:
                    at += width
        offsets[text + 1] = n
    return n


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
        packed[key] = pack_bytes(keys, np.int64(begins[key]), np.int64(begins[key] + sizes[key]))


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
