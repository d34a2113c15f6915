"""States of the gap before a token, one character after another, as tables for the kernel.

The rule is that of `toolkit.tokenizing.stream.gap_before`, a regular expression over the whole gap.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import regex

from toolkit._kernels.text import (
    AFTER_S,
    EMPTY,
    OTHER,
    SPACES,
    STOP,
    STOP_SPACES,
    TIGHT,
)  # fmt: skip
from toolkit.tokenizing.stream import FORMAT_MARKS, gap_before

if TYPE_CHECKING:
    from numpy.typing import NDArray

PUNCTUATION = range(0x2000, 0x2040)
"""Code points of “ ” ‘ ’ – — … and the like: no letters or digits; E2, 80 and a third byte."""

_MARK, _SPACE = regex.compile(f"[{FORMAT_MARKS}]"), regex.compile(r"\s")

_AND_SPACE = {EMPTY: SPACES, AFTER_S: SPACES, STOP: STOP_SPACES}
_BEHIND_TOKEN = {**dict.fromkeys("-‐‑+", SPACES), **dict.fromkeys("/–", TIGHT), ".": STOP}


@cache
def steps_of_gaps() -> NDArray[np.uint8]:
    """Return the next state of a gap by its state and a sign: ASCII, then `PUNCTUATION`."""
    signs = [*map(chr, range(128)), *map(chr, PUNCTUATION)]
    steps = [[next_gap(gap, sign) for sign in signs] for gap in range(AFTER_S + 1)]
    return np.array(steps, dtype=np.uint8)


@cache
def gaps_between() -> NDArray[np.uint8]:
    """Return, for every byte, the gap that it makes between two tokens together with a blank.

    255 for letters, digits and whatever depends on more than that.
    """
    gaps = np.full(256, 255, dtype=np.uint8)
    for byte in range(128):
        sign = chr(byte)
        if not sign.isalnum() and sign != "'":  # an apostrophe depends on the letter before
            gaps[byte] = gap_before(f"a{sign} b", 1, 3)
    return gaps


def next_gap(gap: int, sign: str) -> int:
    """Return the state of a gap after one more character.

    Examples
    --------
    >>> next_gap(EMPTY, "."), next_gap(STOP, " "), next_gap(SPACES, "“")
    (3, 4, 5)
    """
    if _MARK.match(sign):
        return EMPTY if gap == AFTER_S else gap
    if _SPACE.match(sign):
        is_end = sign == "\u2029" or gap == TIGHT
        return OTHER if is_end else _AND_SPACE.get(gap, gap)
    if sign == "&":
        return SPACES if gap in {EMPTY, SPACES, AFTER_S} else OTHER
    if gap == AFTER_S and sign in "'’":
        return SPACES
    return _BEHIND_TOKEN.get(sign, OTHER) if gap in {EMPTY, AFTER_S} else OTHER
