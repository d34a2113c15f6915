"""From written form to term: lower case, one apostrophe, no possessive, no vowel signs.

Everything here works on the list of distinct written forms, never on single tokens, so it can
afford plain Python.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from toolkit.tokenizing.store import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

KEPT_IN_CAPITALS = frozenset({"US", "IS", "WHO", "IT"})
"""Names that are another word in small letters: they keep their capitals, as "US" and "us"."""

NUMBERS_THAT_ARE_NAMES = frozenset({"9/11", "7/7", "26/11"})
"""Dates that became the names of attacks; they are counted like words."""

# soft hyphen, variation selectors, Arabic tatweel, vowel signs and Quranic marks
_DROPPED = "\xad\u0640\u0670" + "".join(
    chr(code)
    for first, last in ((0xFE00, 0xFE0F), (0x064B, 0x065F), (0x06D6, 0x06DC), (0x06DF, 0x06E4))
    for code in range(first, last + 1)
)
_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "İ": "I"} | dict.fromkeys(_DROPPED)
)
_LINE_END = re.compile(r"-\r?\n[ \t]*(?=(\w))")
_POSSESSIVE = re.compile(r"(?<=.)'[sS]$", re.MULTILINE)
_NUMBER = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://|www\.|[^@]+@", re.IGNORECASE)


def tidy_surfaces(surfaces: Sequence[str]) -> list[str]:
    """Return written forms in their own case with one kind of apostrophe and hyphen.

    Examples
    --------
    >>> tidy_surfaces(["Daesh’s", "nego-\\ntiations", "al-\\nQaeda", "الْمُفَاوَضَاتُ"])
    ['Daesh', 'negotiations', 'al-Qaeda', 'المفاوضات']
    """
    joined = "\n".join(_mend_line_ends(surface) for surface in surfaces)
    joined = unicodedata.normalize("NFC", joined).translate(_SIGNS)
    tidied = _POSSESSIVE.sub("", joined).split("\n")
    return tidied if surfaces else []


def lower_names(names: Sequence[str]) -> list[str]:
    """Lower every name but the few whose small letters spell another word.

    Examples
    --------
    >>> lower_names(["US", "us", "Nato", "İdlib"])
    ['US', 'us', 'nato', 'idlib']
    """
    lowered = "\n".join(names).replace("İ", "I").lower().split("\n") if names else []
    return [
        name if name in KEPT_IN_CAPITALS else low for name, low in zip(names, lowered, strict=True)
    ]


def kinds_of_terms(
    terms: Sequence[str], *, stop_words: Iterable[str], min_length: int
) -> NDArray[np.uint8]:
    """Return for each term its place in `KINDS`."""
    stops = frozenset(stop_words)
    kinds = [_kind(term, stops, min_length) for term in terms]
    return np.array([KINDS.index(kind) for kind in kinds], dtype=np.uint8)


def _kind(term: str, stops: frozenset[str], min_length: int) -> str:
    if term in stops:
        return "stop word"
    if _NUMBER.match(term) and term not in NUMBERS_THAT_ARE_NAMES:
        return "number"
    if _ADDRESS.match(term):
        return "address"
    return "short" if len(term) < min_length else "word"


def _mend_line_ends(surface: str) -> str:
    if "\n" not in surface:
        return surface
    return _LINE_END.sub(lambda match: "" if match[1].islower() else "-", surface)
