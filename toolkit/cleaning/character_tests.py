"""Quick tests on the characters of a text: what none of its characters calls for is not tried.

Many texts are looked at in one pass (`unusual_texts`), and each that holds more than ordinary
characters once more (`kinds_of`); the patterns that change characters run only over texts
that hold a character they begin with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

DOUBLE_SPACE, UNUSUAL, ODD, INVISIBLE, SUSPECT = 1, 2, 4, 8, 16
"""Bits: two spaces in a row; a character that is not ordinary; an odd space or line break; a
control or zero-width character; one that wrongly decoded text begins with."""

ODD_SPACES = "\t\x1c-\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
CONTROLS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb"
)
WRONGLY_DECODED = "âÂÃÄÅÎÏÐÑ×ØÙÚÛïð\ufffd\x80-\x84\x86-\x9f"

_ORDINARY = "\n -~’‘“”—–…•©®°£½¿¡áéíóúüñçèêàëôößÉ"
_SHORT = 200
_ALL = 255 & ~DOUBLE_SPACE
_RANGE = re.compile("(.)-(.)|(.)", re.DOTALL)


def code_points(characters: str) -> list[int]:
    """Return the code points of what stands between the brackets of a pattern."""
    found: list[int] = []
    for first, last, alone in _RANGE.findall(characters):
        found += [ord(alone)] if alone else range(ord(first), ord(last) + 1)
    return found


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    """Return the kinds of each code point below 65,536, and those of all above."""
    table = np.full(65_537, UNUSUAL, dtype=np.uint8)
    table[code_points(_ORDINARY)] = 0
    table[code_points(ODD_SPACES + BREAKS)] |= ODD
    table[code_points(CONTROLS)] |= INVISIBLE
    table[code_points(WRONGLY_DECODED)] |= SUSPECT
    table[-1] = _ALL
    return table


def unusual_texts(texts: pa.Array) -> list[int]:
    """Return which texts hold a character that is not ordinary, or two spaces in a row."""
    import pyarrow.compute as pc

    found = pc.match_substring_regex(texts, f"[^{_ORDINARY}]|  ")
    return np.flatnonzero(found.to_numpy(zero_copy_only=False)).tolist()


def kinds_of(text: str) -> int:
    r"""Return the kinds of characters that a text holds, as bits.

    Examples
    --------
    >>> kinds_of("A plain text.\nAnd a line."), kinds_of("two  spaces") == DOUBLE_SPACE
    (0, True)
    """
    if len(text) < _SHORT and text.isascii() and text.isprintable():
        return DOUBLE_SPACE if "  " in text else 0
    return _kinds_of_long(text)


@lru_cache(maxsize=4)
def _kinds_of_long(text: str) -> int:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.bitwise_or.reduce(_table().take(codes, mode="clip"), initial=0)
    return int(kinds) | (DOUBLE_SPACE if "  " in text else 0)
