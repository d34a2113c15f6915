"""How many words and how many letters a text has, without making the words.

Words are what stands between white space, letters all characters that are no white space, both as
``str.split`` sees them. The text is read as UTF-8: white space beyond ASCII has two or three bytes.

Run as plain Python (``count.py_func``) the kernel gives the same numbers.
"""

from __future__ import annotations

from toolkit._kernels.compile import kernel

# mypy: disable-error-code="untyped-decorator, no-untyped-def"


RARE_SPACES = (0xE280A8, 0xE280A9, 0xE280AF, 0xE2819F, 0xE19A80, 0xE38080)
"""The other white space of three bytes: line and paragraph ends, narrow, mathematical, wide."""


@kernel
def count(text):
    """Return the number of words and of letters.

    Parameters
    ----------
    text : uint8 array
        UTF-8.
    """
    n_words, n_letters, is_inside, at = 0, 0, False, 0
    while at < len(text):
        first = int(text[at])
        width = 0
        if first == 32 or 9 <= first <= 13 or 28 <= first <= 31:
            width = 1
        elif first == 0xC2 and (text[at + 1] == 0x85 or text[at + 1] == 0xA0):
            width = 2
        elif 0xE1 <= first <= 0xE3:
            code = (first << 16) | (int(text[at + 1]) << 8) | int(text[at + 2])
            if 0xE28080 <= code <= 0xE2808A or code in RARE_SPACES:
                width = 3
        if width:
            is_inside = False
            at += width
            continue
        n_words += not is_inside
        is_inside = True
        n_letters += (first & 0xC0) != 0x80
        at += 1
    return n_words, n_letters
