"""Find tokens in UTF-8 bytes."""

# ruff: noqa: C901, PLR0911, PLR0912, PLR0913, PLR0915, PLR0917, PLR1714, SIM109, SIM110
# kernels take arrays as separate arguments and compare numbers without building sets

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper, kernel
from toolkit._kernels.text import (
    AFTER_S,
    CAPITAL,
    DIGIT,
    EMPTY,
    JOINER,
    LETTER,
    MARK,
    OTHER,
    SMALL,
    SPACE,
    SPECIAL,
    STOP,
    STOP_SPACES,
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
_BIG_A, _BIG_Z, _ZERO, _NINE = 65, 90, 48, 57
_SMALL_H, _SMALL_P, _SMALL_S, _SMALL_T, _SMALL_W = 104, 112, 115, 116, 119
_HTTP, _HTTPS, _WWW, _T_CO, _PIC = (
    np.frombuffer(letters, dtype=np.uint8)
    for letters in (b"http://", b"https://", b"www.", b"t.co/", b"pic.twitter.com/")
)
_LETTERS, _DIGITS, _TAILS = np.int64(LETTER | MARK), np.int64(DIGIT), np.int64(TAIL)
_ONES, _TWOS = (np.uint64(bits * 0x0101010101010101) for bits in (1, 2))
_PAIRS, _FOURS = np.uint64(0x0003000300030003), np.uint64(0x0000000F0000000F)
_GENERAL, _PUNCTUATION = np.uint8(0xE2), np.uint8(0x80)
_EVERY, _NONE, _ONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0), np.uint64(1)
_MOST = 0x7FFFFFFFFFFFFFFF  # as in `text_numbering`
_SAME_LINE, _WITH_SMALL, _NEW_LINE = range(3)
_UNUSUAL = np.uint8(255)


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
def token_end(data: Bytes, at: int, start: int, stop: int, flags: Bytes, width: int) -> Any:
    """Return the end of the token that begins at ``at``, or ``at`` if there is none.

    The cases follow the order of the alternatives in the news pattern.
    """
    seen, _ = flags_at(data, at, stop, flags)
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
    if at == start or flags_before(data, at, flags) & (LETTER | MARK | DIGIT) == 0:  # @ or #
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
def place_of(code: int, flags: Bytes) -> Any:
    """Return the place of a sign beyond ASCII in the table of gap states.

    The table holds ASCII and General Punctuation; other signs are like a blank, like U+200B (an
    invisible mark), or like U+0000, which ends a phrase.
    """
    if 0x2000 <= code < 0x2040:
        return code - 0x2000 + 0x80
    if flags[code] & SPACE:
        return _BLANK
    return 0x80 + 0x0B if 0x2060 <= code <= 0x2069 or code == 0xFEFF else 0


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


@kernel
def find_news_tokens(
    data: Bytes,
    kinds: Bytes,
    groups: Words,
    texts: Longs,
    flags: Bytes,
    places: Bytes,
    edges: Ints,
    high: Ints,
    after: Bytes,
    between: Bytes,
    steps: Bytes,
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
    n = _NONE
    class_bytes(data, np.uint8(_SMALL_S), kinds)
    for text in range(len(texts) - 1):
        start, stop = texts[text] & _MOST, texts[text + 1] & _MOST
        at = start
        extra = 0  # bytes beyond the first of each character so far
        gap: Any = np.int64(OTHER)
        newlines = 0
        is_caps = False
        looked = start - 1  # the last word in capitals, whose line is known
        n_runs = mark_runs(groups, start, stop, places, edges, high)
        edges[2 * n_runs] = stop  # a handle without a letter (@_) may follow the last run
        edges[2 * n_runs + 1] = stop
        for run in range(n_runs + 1):
            begin, run_stop = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
            is_plain = is_plain_run(data, begin, run_stop, stop, high, after)
            is_first = begin == start
            seen_gap = gap_kind(data, at, begin, gap, between)
            is_usual = is_plain & (is_first | (seen_gap < _UNUSUAL))
            if is_usual & ((run_stop - begin < 2) | (is_capital(data[run_stop - 1]) == 0)):
                begins[n], sizes[n] = begin, run_stop - begin
                starts[n], ends[n] = begin - start - extra, run_stop - start - extra
                gaps[n], all_caps[n] = 2 if is_first else seen_gap, 0
                n += _ONE
                gap = EMPTY
                at = run_stop
                continue
            if gap == EMPTY and at > start and data[at - 1] | 32 == _SMALL_S:
                gap = AFTER_S
            while at < run_stop:
                end = at
                if at == begin and is_plain:
                    end = run_stop
                elif at == begin:
                    end = quick_end(data, run, n_runs, edges, stop, high, after)
                if end == at:
                    code, width = np.int64(data[at]), 1
                    place = code
                    if code >= 0x80:
                        code, width = decode(data, at)
                        place = place_of(code, flags)
                    if flags[code] & (LETTER | DIGIT) or code == _AT or code == _HASH:
                        end = token_end(data, at, start, stop, flags, width)
                    if end == at:
                        gap = np.int64(steps[gap, place])
                        newlines += code == _NEWLINE
                        extra += width - 1
                        at += width
                        continue
                begins[n] = at
                sizes[n] = end - at
                starts[n] = at - start - extra
                if end != run_stop or not is_plain:
                    for k in range(at, end):
                        extra += data[k] & 0xC0 == 0x80
                ends[n] = end - start - extra
                gaps[n] = 2
                if newlines < 2 and gap != OTHER and gap != STOP:
                    gaps[n] = gap == STOP_SPACES
                all_caps[n] = 0
                if end - at > 1 and is_capital(data[end - 1]) and in_capitals(data, at, end):
                    line = line_before(data, at, looked, start, flags)
                    if line == _NEW_LINE:
                        is_caps = capital_line(data, at, start, stop, flags)
                    elif line == _WITH_SMALL:
                        is_caps = False
                    all_caps[n] = is_caps
                    looked = at
                n += _ONE
                gap = AFTER_S if data[end - 1] | 32 == _SMALL_S else EMPTY
                newlines = 0
                at = end
            if gap == AFTER_S:
                gap = EMPTY
        offsets[text + 1] = n
    return n


@helper
def quick_end(
    data: Bytes, run: int, n_runs: int, edges: Ints, stop: int, high: Ints, after: Bytes
) -> Any:
    """Return the end of the token that begins with a run, or where it begins if that is not sure.

    It is for ASCII numbers without signs ("2018", "400bn"), and for ASCII words that a sign
    follows or joins: "Trump’s", "al-Qaeda", “peace”. Whatever could be an address, an abbreviation
    or a number with signs is left to `token_end`.
    """
    begin, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
    if not is_ascii(begin, end, high):
        return begin
    at = begin
    while at < end and is_digit(data[at]):
        at += 1
    if at > begin:
        while at < end and not is_digit(data[at]):
            at += 1
        is_sure = at == end and (end == stop or not may_join_digits(data, end, stop))
        return end if is_sure else begin
    kind = kind_after(data, end, stop, after)
    if kind == 2 or kind == 3 or (kind == 0 and data[end] == _AT):
        return begin
    while kind == 0:
        width = 1 if data[end] < 0x80 else 3
        run += 1
        if run == n_runs or np.int64(edges[2 * run]) > end + width:
            is_cut = data[end] == _HYPHEN and end + 1 < stop
            is_cut = is_cut and (data[end + 1] == _NEWLINE or data[end + 1] == 13)
            return begin if is_cut else end
        at, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
        if not is_ascii(at, end, high):
            return begin
        if end - at == 1 and end + 1 < stop and data[end] == _DOT and data[end + 1] >= _BIG_A:
            return begin  # perhaps an abbreviation
        if is_digit(data[at]) and may_join_digits(data, end, stop):
            return begin
        kind = kind_after(data, end, stop, after)
        if kind == 0 and data[end] == _AT:
            kind = 1
    return end


@helper
def kind_after(data: Bytes, end: int, stop: int, after: Bytes) -> Any:
    """Return what the sign after a run says: as `is_plain_run`, for all signs."""
    if end == stop:
        return 1
    return after[data[end]] if data[end] < 0x80 else after[256 + np.int64(data[end + 2] & 0x3F)]


@helper
def may_join_digits(data: Bytes, at: int, stop: int) -> Any:
    """Return whether digits may go on after the sign at ``at``."""
    if at + 1 >= stop or not is_number_sign(np.int64(data[at])):
        return False
    return is_digit(data[at + 1]) or data[at + 1] >= 0x80


@helper
def is_digit(byte: int) -> Any:
    """Return whether a byte is an ASCII digit."""
    return byte >= _ZERO and byte <= _NINE


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
def is_plain_run(data: Bytes, begin: int, end: int, stop: int, high: Ints, after: Bytes) -> Any:
    """Return whether a run of word bytes is ASCII, begins with a letter and is a token as it is.

    ``after`` says of each byte that follows a run: 0 that it may go on with the token, 1 that it
    ends it; 2 for a full stop, 3 for a colon; from 256 on, of General Punctuation. No branch,
    since texts cannot be foreseen.
    """
    first = (data[begin] | 32) & 0xFF
    kind = after[data[end]]
    size = end - begin
    is_short = (size == 3) & ((first == _SMALL_W) | (first == _SMALL_P))  # www. and pic.
    is_stop = (kind == 2) & (size > 1) & ~is_short
    is_end = (kind == 1) | is_stop | ((kind == 3) & (first != _SMALL_H)) | (end == stop)
    is_letter = (first >= 97) & (first <= 122) & (begin < end)
    return is_letter & is_end & is_ascii(begin, end, high)


@helper
def gap_kind(data: Bytes, at: int, begin: int, gap: int, between: Bytes) -> Any:
    """Return the gap from a token that ends at ``at`` if it is a blank, or a sign and a blank.

    `_UNUSUAL` if it is anything else. ``between`` holds the gap of each sign with its blank.
    """
    size = begin - at
    is_short = (gap == EMPTY) & ((size == 1) | (size == 2)) & (data[begin - 1] == _BLANK)
    return between[data[at]] if is_short else _UNUSUAL


@helper
def lower_ascii(data: Bytes, start: int, stop: int) -> None:
    """Lower-case the ASCII capitals in place."""
    for at in range(start, stop):
        data[at] |= np.uint8(32) if is_capital(data[at]) else np.uint8(0)


@kernel
def find_words(
    data: Bytes,
    kinds: Bytes,
    groups: Words,
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
    if lower:
        lower_ascii(data, texts[0], texts[-1])
    class_bytes(data, np.uint8(_LOW_LINE), kinds)
    for text in range(len(texts) - 1):
        start, stop = texts[text], texts[text + 1]
        for run in range(mark_runs(groups, start, stop, places, edges, high)):
            at, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
            if is_ascii(at, end, high):
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
