"""How many words and how many letters a text has, and where it begins, without making the words.

Words are what stands between white space, letters all characters that are no white space, both as
``str.split`` sees them. The text is read as UTF-8: white space beyond ASCII has two or three bytes.
Few texts hold any, so a first pass without branches, which the compiler turns into one over many
bytes at a time, counts as if there were none and says whether there is; then a second pass looks.

Run as plain Python (``NUMBA_DISABLE_JIT=1``) the kernels give the same numbers.
"""

from __future__ import annotations

from numpy import int64, uint8, uint32

from toolkit._kernels.compile import helper, kernel

# mypy: disable-error-code="untyped-decorator, no-untyped-def"


RARE_SPACES = (0xE280A8, 0xE280A9, 0xE280AF, 0xE2819F, 0xE19A80, 0xE38080)
"""The other white space of three bytes: line and paragraph ends, narrow, mathematical, wide."""


@helper
def is_space(byte):
    """Return whether a byte is white space of ASCII, without branches."""
    is_line = (byte >= uint8(9)) & (byte <= uint8(13))
    return (byte == uint8(32)) | is_line | ((byte >= uint8(28)) & (byte <= uint8(31)))


@helper
def wide_space(text, at):
    """Return how many bytes the white space beyond ASCII at a place has, 0 if there is none."""
    first = int(text[at])
    if first == 0xC2:
        return 2 * int(text[at + 1] == 0x85 or text[at + 1] == 0xA0)
    if 0xE1 <= first <= 0xE3:
        code = (first << 16) | (int(text[at + 1]) << 8) | int(text[at + 2])
        return 3 * int(0xE28080 <= code <= 0xE2808A or code in RARE_SPACES)
    return 0


@helper
def may_end_wide(before, byte):
    """Return whether two bytes may be the last of white space beyond ASCII."""
    return (
        ((before == uint8(0xC2)) & ((byte == uint8(0x85)) | (byte == uint8(0xA0))))
        | ((before == uint8(0xE1)) & (byte == uint8(0x9A)))
        | ((before == uint8(0xE2)) & (byte == uint8(0x81)))
        | ((before == uint8(0xE3)) & (byte == uint8(0x80)))
        | ((before == uint8(0x80)) & (byte >= uint8(0x80)) & (byte <= uint8(0x8A)))
        | ((before == uint8(0x80)) & ((byte == uint8(0xA8)) | (byte == uint8(0xA9))))
        | ((before == uint8(0x80)) & (byte == uint8(0xAF)))
    )


@helper
def plain_sizes(text):
    """Return words and letters, if all white space is ASCII, and whether some may not be."""
    n_words, n_letters, n_wide, all_bits = uint32(0), uint32(0), uint32(0), uint8(0)
    if len(text):
        n_words += uint32(not is_space(text[0]))
        n_letters += uint32(not is_space(text[0]))
    for at in range(1, len(text)):
        is_letter = not is_space(text[at])
        n_words += uint32(is_space(text[at - 1]) & is_letter)
        n_letters += uint32(is_letter & ((text[at] & uint8(0xC0)) != uint8(0x80)))
        all_bits |= text[at]
    if all_bits >= uint8(0x80):  # such white space ends beyond ASCII
        for at in range(1, len(text)):
            n_wide += uint32(may_end_wide(text[at - 1], text[at]))
    return int64(n_words), int64(n_letters), n_wide > 0


@helper
def sizes(text):
    """Return words, letters, where the first letter begins and where the last one ends."""
    n_words, n_letters, may_be_wide = plain_sizes(text)
    start, stop = 0, len(text)
    if not may_be_wide:
        while start < stop and is_space(text[start]):
            start += 1
        while stop > start and is_space(text[stop - 1]):
            stop -= 1
        return n_words, n_letters, start, stop
    n_words, n_letters, is_inside, stop, at = 0, 0, False, 0, 0
    while at < len(text):
        width = 1 if is_space(text[at]) else wide_space(text, at)
        if width:
            is_inside = False
            at += width
            continue
        if not is_inside:
            start = at if n_words == 0 else start
            n_words += 1
        is_inside = True
        n_letters += (int(text[at]) & 0xC0) != 0x80
        at += 1
        stop = at
    return n_words, n_letters, min(start, stop), stop


@kernel
def measure(  # noqa: PLR0917 - a kernel takes arrays by position
    content, bounds, n_words, n_letters, inner
):
    """Fill in the words, the letters and the bounds without white space of each text.

    Parameters
    ----------
    content : uint8 array
        The texts one after another, UTF-8.
    bounds : int64 array of shape (n_texts + 1,)
        Where each text begins, and the last one ends.
    n_words, n_letters : int64 array of shape (n_texts,)
    inner : int64 array of shape (n_texts, 2)
        Where the first letter of each text begins and the last one ends; the same place if the
        text has none.
    """
    for at in range(len(n_words)):
        words, letters, start, stop = sizes(content[bounds[at] : bounds[at + 1]])
        n_words[at], n_letters[at] = words, letters
        inner[at, 0], inner[at, 1] = bounds[at] + start, bounds[at] + stop
