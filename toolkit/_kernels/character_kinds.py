"""Which kinds of characters a text holds: one look at each character instead of one per pattern.

A table gives every code point below 65,536 a set of kinds, as bits; those above have all kinds. The
kinds of a text are the union of those of its characters, and the first bit if two spaces meet.

Run as plain Python (``collect.py_func``) the kernel gives the same numbers.
"""

from __future__ import annotations

from toolkit._kernels.compile import kernel

# mypy: disable-error-code="untyped-decorator, no-untyped-def"

DOUBLE_SPACE = 1
ALL = 255


@kernel
def collect(text, table):
    """Return the kinds of the characters of a text, as bits.

    Parameters
    ----------
    text : uint8 array
        UTF-8, lone surrogates included.
    table : uint8 array of shape (65536,)
        Kinds of each code point.
    """
    kinds, before, at = 0, 0, 0
    while at < len(text):
        first = int(text[at])
        if first < 0x80:
            if first == 32 and before == 32:
                kinds |= DOUBLE_SPACE
            kinds |= int(table[first])
            before = first
            at += 1
            continue
        before = 0
        if first < 0xE0:
            kinds |= int(table[((first & 0x1F) << 6) | (int(text[at + 1]) & 0x3F)])
            at += 2
        elif first < 0xF0:
            code = ((first & 0x0F) << 12) | ((int(text[at + 1]) & 0x3F) << 6)
            kinds |= int(table[code | (int(text[at + 2]) & 0x3F)])
            at += 3
        else:
            kinds |= ALL & ~DOUBLE_SPACE
            at += 4
    return kinds
