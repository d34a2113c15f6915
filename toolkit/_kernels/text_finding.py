"""Find tokens in UTF-8 bytes."""

# ruff: noqa: C901, PLR0911, PLR0912, PLR0913, PLR0915, PLR0917, PLR1714, SIM109, SIM110
# kernels take arrays as separate arguments and compare numbers without building sets

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper, kernel
from toolkit._kernels.text import (
    CAPITAL,
    DIGIT,
    JOINER,
    LETTER,
    MARK,
    SMALL,
    SPACE,
    SPECIAL,
    TAIL,
    WORD,
)  # fmt: skip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Words = NDArray[np.uint64]

_DOT, _AT, _HASH, _HYPHEN, _SLASH, _NEWLINE, _LOW_LINE, _BLANK = 46, 64, 35, 45, 47, 10, 95, 32
_COLON, _BIG_A, _BIG_Z = 58, 65, 90
_SMALL_H, _SMALL_P, _SMALL_S, _SMALL_T, _SMALL_W = 104, 112, 115, 116, 119
_HTTP, _HTTPS, _WWW, _T_CO, _PIC = (
    np.frombuffer(letters, dtype=np.uint8)
    for letters in (b"http://", b"https://", b"www.", b"t.co/", b"pic.twitter.com/")
)
_LETTERS, _DIGITS, _TAILS = np.int64(LETTER | MARK), np.int64(DIGIT), np.int64(TAIL)
_AMPERSAND, _PLUS, _APOSTROPHE, _PARAGRAPH = 38, 43, 39, 0x2029
_HIGHS, _CASE, _LOW_LINES = (np.uint64(byte * 0x0101010101010101) for byte in (128, 32, 95))
_FROM_A, _AFTER_Z, _FROM_0, _AFTER_9 = (
    np.uint64((128 - byte) * 0x0101010101010101) for byte in (97, 123, 48, 58)
)
_PAIRS, _FOURS, _NONE = np.uint64(0x0003000300030003), np.uint64(0x0000000F0000000F), np.uint64(0)
_SAME_LINE, _WITH_SMALL, _NEW_LINE = range(3)
_UNUSUAL = np.uint8(255)
_EMPTY, _SPACES, _TIGHT, _STOP, _STOP_SPACES, _OTHER = range(6)


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
def begins_with(data: Bytes, at: int, stop: int, letters: Bytes) -> Any:
    """Return whether the bytes at ``at`` equal ``letters``, ignoring ASCII case."""
    if at + len(letters) > stop:
        return False
    for k in range(len(letters)):
        byte = data[at + k]
        if byte != letters[k] and (byte < 65 or byte > 90 or byte + 32 != letters[k]):
            return False
    return True


@helper
def address_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the web address that begins at ``at``, or ``at``."""
    end = at
    if begins_with(data, at, stop, _HTTP):
        at += len(_HTTP)
    elif begins_with(data, at, stop, _HTTPS):
        at += len(_HTTPS)
    elif begins_with(data, at, stop, _WWW):
        at += len(_WWW)
    elif begins_with(data, at, stop, _T_CO):
        at += len(_T_CO)
    elif begins_with(data, at, stop, _PIC):
        at += len(_PIC)
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
    """Return the end of the e-mail domain after the @ at ``at``, or ``at``."""
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
    """Return the end of the abbreviation (U.S.'s) whose first letter ends at ``at``, or ``at``."""
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
    """Return the end of a word with inner apostrophes or hyphens; its first part ends at ``at``."""
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
        if begins_apart(data, part, stop, flags, after):
            return at
        at = run_end(data, part, stop, flags, _TAILS)
    return at


@helper
def begins_apart(data: Bytes, at: int, stop: int, flags: Bytes, seen: int) -> Any:
    """Return whether a token of its own follows a hyphen: post-9/11, anti-U.S."""
    if seen & DIGIT:
        end = run_end(data, at, stop, flags, _DIGITS)
        code, width = decode(data, end) if end < stop else (0, 0)
        if not is_number_sign(code):
            return False
        after, _ = flags_at(data, end + width, stop, flags)
        return after & DIGIT != 0
    _, width = flags_at(data, at, stop, flags)
    end = at + width
    if end >= stop or data[end] != _DOT:
        return False
    after, width = flags_at(data, end + 1, stop, flags)
    if after & LETTER == 0:
        return False
    after, _ = flags_at(data, end + 1 + width, stop, flags)
    return after & (LETTER | MARK | DIGIT) == 0


@helper
def is_number_sign(code: int) -> Any:
    """Return whether a character may join the digits of a number: 3.5, 100,000, 10:30, 9/11."""
    return code in (44, 46, 47, 58, 0x66B, 0x66C)


@helper
def number_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the number that begins at ``at``: 3.5, 100,000, 9/11, 400bn."""
    at = run_end(data, at, stop, flags, _DIGITS)
    while at < stop:
        code, width = decode(data, at)
        if not is_number_sign(code):
            break
        after, _ = flags_at(data, at + width, stop, flags)
        if after & DIGIT == 0:
            break
        at = run_end(data, at + width, stop, flags, _DIGITS)
    return run_end(data, at, stop, flags, _LETTERS)


@helper
def token_end(
    data: Bytes, at: int, stop: int, flags: Bytes, seen: int, width: int, before: int
) -> Any:
    """Return the end of the token that begins at ``at``, or ``at`` if there is none.

    The cases follow the order of the alternatives in the news pattern.
    """
    if seen & LETTER:
        letter = data[at] | 32
        if letter == _SMALL_H or letter == _SMALL_W or letter == _SMALL_P or letter == _SMALL_T:
            end = address_end(data, at, stop, flags)
            if end > at:
                return end
        end = run_end(data, at + width, stop, flags, _TAILS)
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
def line_before(data: Bytes, at: int, looked: int, start: int, flags: Bytes) -> Any:
    """Return what the text before ``at`` says of its line, read back as far as ``looked``.

    `_SAME_LINE` as at ``looked``, `_WITH_SMALL` if it has a lower-case letter, else `_NEW_LINE`.
    The letter is close by in prose, so that few lines are read to their ends.
    """
    while at > start:
        at -= 1
        byte = data[at]
        if at == looked:
            return _SAME_LINE
        if byte == _NEWLINE:
            return _NEW_LINE
        if byte & 0xC0 != 0x80 and flags[decode(data, at)[0]] & SMALL:
            return _WITH_SMALL
    return _NEW_LINE


@helper
def capital_line(data: Bytes, at: int, start: int, stop: int, flags: Bytes) -> Any:
    """Return whether the line around ``at`` is set in capitals.

    Such a line has no lower-case letter and at least three runs of two or more capitals.
    """
    while at > start and data[at - 1] != _NEWLINE:
        at -= 1
    run = 0
    words = 0
    while at < stop and data[at] != _NEWLINE:
        seen, width = flags_at(data, at, stop, flags)
        if seen & SMALL:
            return False
        run = run + 1 if seen & CAPITAL else 0
        words += run == 2
        at += width
    return words >= 3


@helper
def flags_before(data: Bytes, at: int, flags: Bytes) -> Any:
    """Return the flags of the character before byte ``at``; an underscore counts as a letter."""
    at -= 1
    while data[at] & 0xC0 == 0x80:
        at -= 1
    return np.int64(LETTER) if data[at] == _LOW_LINE else np.int64(flags[decode(data, at)[0]])


@helper
def is_format_mark(code: int) -> Any:
    """Return whether a code point is an invisible mark, such as one of writing direction."""
    if code < 0x200B:
        return False
    if code <= 0x200F or 0x202A <= code <= 0x202E:
        return True
    return 0x2060 <= code <= 0x2069 or code == 0xFEFF


@helper
def next_gap(gap: int, code: int, seen: int, after: int) -> Any:
    """Return the gap state after one more character outside a token; ``after`` is the byte before.

    A gap of `_EMPTY`, `_SPACES` or `_TIGHT` ends no phrase; `_STOP_SPACES` is a full stop and white
    space. The rule is that of `toolkit.tokenizing.stream.gap_before`.
    """
    if seen & SPACE:
        if code == _PARAGRAPH or gap == _TIGHT:
            return _OTHER
        if gap == _EMPTY:
            return _SPACES
        return _STOP_SPACES if gap == _STOP else gap
    if is_format_mark(code):
        return gap
    if code == _AMPERSAND:
        return _SPACES if gap <= _SPACES else _OTHER
    if gap != _EMPTY:
        return _OTHER
    if code == _HYPHEN or code == 0x2010 or code == 0x2011 or code == _PLUS:
        return _SPACES
    if code == _SLASH or code == 0x2013:
        return _TIGHT
    if (code == _APOSTROPHE or code == 0x2019) and after | 32 == _SMALL_S:
        return _SPACES
    return _STOP if code == _DOT else _OTHER


@helper
def eight_bytes(words: Words, at: int) -> Any:
    """Return the eight bytes from ``at``; ``words`` is the text as little-endian integers."""
    shift = np.uint64((at & 7) << 3)
    low, high = words[at >> 3], words[(at >> 3) + 1]
    return (low >> shift) | ((high << (np.uint64(63) - shift)) << np.uint64(1))


@helper
def word_bits(eight: int, low_line: int) -> Any:
    """Return eight bytes as a bit each: set for ASCII letters and digits, and beyond ASCII.

    All eight are compared at once. Adding to seven bits sets the eighth from a limit on: from "a"
    on, but not from "{" on. ``low_line`` is `_HIGHS` to set the bit of an underscore too, else 0.
    """
    seven = eight & ~_HIGHS
    small = (seven | _CASE) + _FROM_A
    kinds = small & ~((seven | _CASE) + _AFTER_Z)
    kinds |= (seven + _FROM_0) & ~(seven + _AFTER_9)
    kinds |= ~((seven ^ _LOW_LINES) + ~_HIGHS) & low_line
    bits = ((kinds | eight) & _HIGHS) >> np.uint64(7)
    bits = (bits | bits >> np.uint64(7)) & _PAIRS
    bits = (bits | bits >> np.uint64(14)) & _FOURS
    return np.int64((bits | bits >> np.uint64(28)) & np.uint64(0xFF))


@helper
def mark_runs(
    words: Words, start: int, stop: int, low_line: int, places: Bytes, edges: Ints, high: Ints
) -> Any:
    """Find the runs of bytes that may belong to a word; return their number.

    Run ``r`` is ``edges[2 * r]`` to ``edges[2 * r + 1]``. Each group of eight bytes becomes one
    number with a bit set where a run begins or ends, and all eight table entries of that number
    are written whether used or not, so that no branch depends on the text. ``high[g]`` counts the
    groups before group ``g`` that are not pure ASCII.
    """
    n: Any = 0
    before: Any = 0
    n_high = np.int32(0)
    n_groups = (stop - start + 7) >> 3
    for group in range(n_groups):
        at = start + 8 * group
        eight = eight_bytes(words, at)
        if stop - at < 8:  # what follows belongs to the next text
            eight &= (np.uint64(1) << np.uint64((stop - at) << 3)) - np.uint64(1)
        bits = word_bits(eight, low_line)
        marks = (bits ^ (bits << 1 | before)) & 0xFF
        before = (bits >> 7) & 1
        for k in range(8):
            edges[n + k] = at + places[marks, k]
        n += np.int64(places[marks, 8])
        high[group] = n_high
        n_high += eight & _HIGHS != 0
    high[n_groups] = n_high
    edges[n] = stop
    return (n + before) >> 1


@helper
def is_ascii(begin: int, end: int, high: Ints) -> Any:
    """Return whether bytes of a text are known to be ASCII, to the precision of groups of eight."""
    return high[begin >> 3] == high[((end - 1) >> 3) + 1]


@kernel
def find_news_tokens(
    data: Bytes,
    words: Words,
    texts: Longs,
    flags: Bytes,
    places: Bytes,
    edges: Ints,
    high: Ints,
    after: Bytes,
    between: Bytes,
    begins: Ints,
    sizes: Ints,
    starts: Ints,
    ends: Ints,
    gaps: Bytes,
    all_caps: Bytes,
    offsets: Longs,
) -> Any:
    """Find the tokens of the news pattern; return their number.

    Fills, per token: first byte and number of bytes, character span within the text, the gap
    before it, and whether it is an upper-case word on a line set in capitals. Most runs of word
    bytes are tokens as they are; the others are read character by character.
    """
    n = 0
    for text in range(len(texts) - 1):
        start, stop = texts[text], texts[text + 1]
        at = start
        extra = 0  # bytes beyond the first of each character so far
        gap = _OTHER
        newlines = 0
        before = np.int64(0)
        is_caps = False
        looked = start - 1  # the last word in capitals, whose line is known
        n_runs = mark_runs(words, start, stop, _NONE, places, edges, high)
        edges[2 * n_runs] = stop  # a handle without a letter (@_) may follow the last run
        edges[2 * n_runs + 1] = stop
        for run in range(n_runs + 1):
            begin, run_stop = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
            is_plain = is_plain_run(data, begin, run_stop, stop, start, high, after)
            is_first = begin == start
            seen_gap = gap_kind(data, at, begin, gap, between)
            is_usual = is_plain & (is_first | (seen_gap < _UNUSUAL))
            if is_usual & ((run_stop - begin < 2) | (is_capital(data[run_stop - 1]) == 0)):
                begins[n], sizes[n] = begin, run_stop - begin
                starts[n], ends[n] = begin - start - extra, run_stop - start - extra
                gaps[n], all_caps[n] = 2 if is_first else seen_gap, 0
                n += 1
                before = np.int64(LETTER)
                gap = _EMPTY
                at = run_stop
                continue
            is_plain &= at <= begin
            while at < run_stop:
                end = at
                first = np.int64(data[at])
                plain_here = is_plain and at == begin
                if plain_here:
                    end = run_stop
                elif first == _BLANK:
                    gap = next_gap(gap, _BLANK, SPACE, 0)
                    before = np.int64(0)
                    at += 1
                    continue
                else:
                    seen, width = flags_at(data, at, stop, flags)
                    if seen & (LETTER | DIGIT) or first == _AT or first == _HASH:
                        end = token_end(data, at, stop, flags, seen, width, before)
                    if end == at:
                        code = first if width == 1 else decode(data, at)[0]
                        prior = data[at - 1] if at > start else 0
                        gap = next_gap(gap, code, seen, prior)
                        newlines += code == _NEWLINE
                        before = np.int64(LETTER) if code == _LOW_LINE else seen
                        at += width
                        extra += width - 1
                        continue
                begins[n] = at
                sizes[n] = end - at
                starts[n] = at - start - extra
                before = np.int64(LETTER)
                if not plain_here:
                    for k in range(at, end):
                        extra += data[k] & 0xC0 == 0x80
                    before = flags_before(data, end, flags)
                ends[n] = end - start - extra
                gaps[n] = 2
                if newlines < 2 and gap != _OTHER and gap != _STOP:
                    gaps[n] = gap == _STOP_SPACES
                all_caps[n] = 0
                if end - at > 1 and is_capital(data[end - 1]) and in_capitals(data, at, end):
                    line = line_before(data, at, looked, start, flags)
                    if line == _NEW_LINE:
                        is_caps = capital_line(data, at, start, stop, flags)
                    elif line == _WITH_SMALL:
                        is_caps = False
                    all_caps[n] = is_caps
                    looked = at
                n += 1
                gap = _EMPTY
                newlines = 0
                at = end
        offsets[text + 1] = n
    return n


@helper
def is_capital(byte: int) -> Any:
    """Return whether a byte is an ASCII capital."""
    return byte >= _BIG_A and byte <= _BIG_Z


@helper
def in_capitals(data: Bytes, begin: int, end: int) -> Any:
    """Return whether all bytes are ASCII capitals."""
    for at in range(begin, end):
        if not is_capital(data[at]):
            return False
    return True


@helper
def is_plain_run(
    data: Bytes, begin: int, end: int, stop: int, start: int, high: Ints, after: Bytes
) -> Any:
    """Return whether a run of word bytes is ASCII, begins with a letter and is a token as it is.

    ``after`` says of each ASCII byte that follows a run: 0 that it may go on with the token, 1 that
    it ends it; 2 for a full stop, 3 for a colon. No branch, since texts cannot be foreseen.
    """
    first = (data[begin] | 32) & 0xFF
    kind = after[data[end]]
    is_stop = (kind == 2) & (end - begin > 1) & (first != _SMALL_W) & (first != _SMALL_P)
    is_end = (kind == 1) | is_stop | ((kind == 3) & (first != _SMALL_H)) | (end == stop)
    is_letter = (first >= 97) & (first <= 122) & (begin < end)
    return is_letter & is_end & is_ascii(begin - start, end - start, high)


@helper
def gap_kind(data: Bytes, at: int, begin: int, gap: int, between: Bytes) -> Any:
    """Return the gap from a token that ends at ``at`` if it is a blank, or a sign and a blank.

    `_UNUSUAL` if it is anything else. ``between`` holds the gap of each sign with its blank.
    """
    size = begin - at
    is_short = (gap == _EMPTY) & ((size == 1) | (size == 2)) & (data[begin - 1] == _BLANK)
    return between[data[at]] if is_short else _UNUSUAL


@helper
def lower_ascii(data: Bytes, start: int, stop: int) -> None:
    """Lower-case the ASCII capitals in place."""
    for at in range(start, stop):
        data[at] |= np.uint8(32) if is_capital(data[at]) else np.uint8(0)


@kernel
def find_words(
    data: Bytes,
    words: Words,
    texts: Longs,
    flags: Bytes,
    places: Bytes,
    edges: Ints,
    high: Ints,
    begins: Ints,
    sizes: Ints,
    offsets: Longs,
    special: Bytes,
    lower: bool,  # noqa: FBT001  # kernels have positional arguments only
) -> Any:
    r"""Find what scikit-learn's ``(?u)\b\w\w+\b`` finds: runs of two or more word characters.

    With ``lower``, ASCII capitals in ``data`` are lower-cased first.
    ``special[text]`` is set if lower-casing the text first could change the result.
    """
    n: Any = 0
    for text in range(len(texts) - 1):
        start, stop = texts[text], texts[text + 1]
        if lower:
            lower_ascii(data, start, stop)
        for run in range(mark_runs(words, start, stop, _HIGHS, places, edges, high)):
            at, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
            if is_ascii(at - start, end - start, high):
                begins[n] = at
                sizes[n] = end - at
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
                    n += 1
                if at < end:
                    at += width
        offsets[text + 1] = n
    return n
