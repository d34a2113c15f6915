"""Find tokens in UTF-8 bytes."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917, PLR1714, SIM109, SIM110
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
    LETTER,
    MOST,
    OTHER,
    SMALL,
    SPACE,
    SPACES,
    SPECIAL,
    STOP,
    STOP_SPACES,
    WORD,
)
from toolkit._kernels.text_runs import class_bytes, decode, flags_at, is_ascii, mark_runs
from toolkit._kernels.token_ends import quick_end, token_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Words = NDArray[np.uint64]

_AT, _HASH, _NEWLINE, _LOW_LINE, _BLANK, _BIG_A, _BIG_Z = 64, 35, 10, 95, 32, 65, 90
_SMALL_H, _SMALL_P, _SMALL_S, _SMALL_W = 104, 112, 115, 119
_NONE, _ONE = np.uint64(0), np.uint64(1)
_SAME_LINE, _WITH_SMALL, _NEW_LINE = range(3)
_UNUSUAL = np.uint8(255)


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
        start, stop = texts[text] & MOST, texts[text + 1] & MOST
        at = start
        extra = 0  # bytes beyond the first of each character so far
        gap: Any = np.int64(OTHER)
        newlines: Any = 0
        is_caps = False
        looked = start - 1  # the last word in capitals, whose line is known
        n_runs = mark_runs(groups, start, stop, places, edges, high)
        edges[2 * n_runs] = stop  # a handle without a letter (@_) may follow the last run
        edges[2 * n_runs + 1] = stop
        run: Any = np.int64(-1)
        while run < n_runs:
            run += 1
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
            if seen_gap < _UNUSUAL:
                newlines = np.int64(data[at] == _NEWLINE)
                gap = state_behind(seen_gap)
                at = begin
            elif gap == EMPTY and at > start and data[at - 1] | 32 == _SMALL_S:
                gap = AFTER_S
            while at < run_stop:
                end = at
                if at == begin and is_plain:
                    end = run_stop
                elif at == begin:
                    end, run = quick_end(data, run, n_runs, edges, stop, high, after)
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
def state_behind(gap: int) -> Any:
    """Return the state of a gap that `gap_kind` tells."""
    return SPACES if gap == 0 else (STOP_SPACES if gap == 1 else OTHER)


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


@helper
def lower_ascii(data: Bytes, start: int, stop: int) -> None:
    """Lower-case the ASCII capitals in place."""
    for at in range(start, stop):
        data[at] |= np.uint8(32) if is_capital(data[at]) else np.uint8(0)
