"""Where a token of the news pattern ends, by the order of its alternatives; parts of a kernel."""

# ruff: noqa: C901, PLR0911, PLR0917, PLR1714, SIM109
# kernels take arrays as separate arguments and compare numbers without building sets

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._kernels.compile import helper
from toolkit._kernels.text import DIGIT, JOINER, LETTER, MARK, SPACE, TAIL
from toolkit._kernels.text_runs import decode, flags_at, is_ascii, run_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]

_DOT, _AT, _HYPHEN, _SLASH, _NEWLINE, _LOW_LINE, _QUOTE = 46, 64, 45, 47, 10, 95, 39
_BIG_A, _BIG_Z, _ZERO, _NINE = 65, 90, 48, 57
_SMALL_H, _SMALL_P, _SMALL_T, _SMALL_W = 104, 112, 116, 119
_ADDRESSES = (b"http://", b"https://", b"www.", b"t.co/", b"pic.twitter.com/")
_BEGINNINGS = np.frombuffer(b"".join(_ADDRESSES), dtype=np.uint8)
_PLACES = np.cumsum([0, *map(len, _ADDRESSES)])
_LETTERS, _DIGITS, _TAILS = np.int64(LETTER | MARK), np.int64(DIGIT), np.int64(TAIL)


@helper
def address_start(data: Bytes, at: int, stop: int) -> Any:
    """Return where what begins a web address ends ("http://", in either case), or ``at``."""
    for which in range(len(_PLACES) - 1):
        place, size = _PLACES[which], _PLACES[which + 1] - _PLACES[which]
        k: Any = np.int64(0)
        while k < size and at + k < stop:
            byte = data[at + k]
            if byte >= _BIG_A and byte <= _BIG_Z:
                byte |= 32
            if byte != _BEGINNINGS[place + k]:
                break
            k += 1
        if k == size:
            return at + size
    return at


@helper
def address_end(data: Bytes, at: int, stop: int, flags: Bytes) -> Any:
    """Return the end of the web address that begins at ``at``, or ``at``."""
    end = at
    at = address_start(data, at, stop)
    if at == end:
        return end
    while at < stop:
        code, width = decode(data, at)
        is_quote = (code == 34) | (code == 0x201C) | (code == 0x201D)
        is_end = (flags[code] & SPACE != 0) | (code == 0) | (code == 60) | (code == 62)
        if is_end | is_quote:
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
        if not is_word and (end == start or (code != _DOT and code != _HYPHEN)):
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
    if (code == 39 or code == 0x2019) and at + width < stop and data[at + width] == 115:
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
    is_sign = (code == 44) | (code == 46) | (code == 47) | (code == 58)
    return is_sign | (code == 0x66B) | (code == 0x66C)


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
def flags_before(data: Bytes, at: int, flags: Bytes) -> Any:
    """Return the flags of the character before byte ``at``; an underscore counts as a letter."""
    at -= 1
    while data[at] & 0xC0 == 0x80:
        at -= 1
    return np.int64(LETTER) if data[at] == _LOW_LINE else np.int64(flags[decode(data, at)[0]])


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
def quick_end(
    data: Bytes, run: int, n_runs: int, edges: Ints, stop: int, high: Ints, after: Bytes
) -> Any:
    """Return the end of the token that begins with a run, and its last run.

    Where that is not sure, it is the beginning of the token, and the run itself.

    It is for ASCII numbers without signs ("2018", "400bn"), and for ASCII words that a sign
    follows or joins: "Trump’s", "al-Qaeda", “peace”. Whatever could be an address, an abbreviation
    or a number with signs is left to `token_end`.
    """
    first = run
    begin, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
    if not is_ascii(begin, end, high):
        return begin, first
    at = begin
    while at < end and is_digit(data[at]):
        at += 1
    if at > begin:
        while at < end and not is_digit(data[at]):
            at += 1
        is_sure = at == end and (end == stop or not may_join_digits(data, end, stop))
        return (end if is_sure else begin), first
    kind = kind_after(data, end, stop, after)
    if kind == 2 and end - begin == 1:
        return initials_end(data, run, n_runs, edges, stop, high)
    if kind == 2 or kind == 3 or (kind == 0 and data[end] == _AT):
        return begin, first
    while kind == 0:
        width = 1 if data[end] < 0x80 else 3
        run += 1
        if run == n_runs or np.int64(edges[2 * run]) > end + width:
            is_cut = data[end] == _HYPHEN and end + 1 < stop
            is_cut = is_cut and (data[end + 1] == _NEWLINE or data[end + 1] == 13)
            return (begin, first) if is_cut else (end, run - 1)
        at, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
        if not is_ascii(at, end, high):
            return begin, first
        if end - at == 1 and end + 1 < stop and data[end] == _DOT and data[end + 1] >= _BIG_A:
            return begin, first  # perhaps an abbreviation
        if is_digit(data[at]) and may_join_digits(data, end, stop):
            return begin, first
        kind = kind_after(data, end, stop, after)
        if kind == 0 and data[end] == _AT:
            kind = 1
    return end, run


@helper
def initials_end(data: Bytes, run: int, n_runs: int, edges: Ints, stop: int, high: Ints) -> Any:
    """Do what `quick_end` does for a letter before a full stop: "U.S.", "J. Smith"."""
    first = run
    begin, end = np.int64(edges[2 * run]), np.int64(edges[2 * run + 1])
    if data[begin] | 32 == _SMALL_T:  # perhaps t.co/
        return begin, first
    while end < stop and data[end] == _DOT and run + 1 < n_runs:
        at, after = np.int64(edges[2 * run + 2]), np.int64(edges[2 * run + 3])
        if at != end + 1:
            break
        if not is_ascii(at, after, high):
            return begin, first
        if after - at > 1 or is_digit(data[at]):
            break
        run += 1
        end = after
    if run > first and end < stop:
        end += data[end] == _DOT
        if end < stop and (data[end] == _QUOTE or data[end] >= 0x80):  # perhaps a possessive
            return begin, first
    return end, run


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
