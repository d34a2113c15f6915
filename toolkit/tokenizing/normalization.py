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

LOUD = "\x01"
"""Stands before a word in capitals on a line in capitals, where capitals mean nothing."""

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
_SIGNS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"} | dict.fromkeys(_DROPPED))
_LINE_END = re.compile(r"-\r?\n[ \t]*(?=(\w))")
_POSSESSIVES = ("'s", "'S")
_ADDRESS = re.compile(r"https?://|www\.|t\.co/|pic\.twitter\.com/|[^@]+@", re.IGNORECASE)


def tidy_surfaces(surfaces: Sequence[str]) -> list[str]:
    r"""Return written forms in their own case with one kind of apostrophe and hyphen.

    Examples
    --------
    >>> tidy_surfaces(["Daesh’s", "nego-\ntiations", "al-\nQaeda", "الْمُفَاوَضَاتُ"])
    ['Daesh', 'negotiations', 'al-Qaeda', 'المفاوضات']
    """
    names = [name if name.isascii() else _tidy_signs(name) or name for name in surfaces]
    return [
        name[:-2] if name.endswith(_POSSESSIVES) and len(name) > 2 else name
        for name in (_mend_line_end(name) if "\n" in name else name for name in names)
    ]


def lower_names(names: Sequence[str]) -> list[str]:
    """Lower every name but the few whose small letters spell another word.

    Examples
    --------
    >>> lower_names(["US", "us", "Nato", "İdlib"])
    ['US', 'us', 'nato', 'idlib']
    """
    return [name if name in KEPT_IN_CAPITALS else _lower(name) for name in names]


def quiet_names(names: Sequence[str]) -> list[str]:
    """Return names without the mark of a line in capitals."""
    return [name.replace(LOUD, "") for name in names]


def kinds_of_terms(
    terms: Sequence[str], *, stop_words: Iterable[str], min_length: int
) -> NDArray[np.uint8]:
    """Return for each term its place in `KINDS`."""
    stops = frozenset(stop_words)
    word, stop, number, short, address = range(len(KINDS))
    kinds = np.full(len(terms), word, dtype=np.uint8)
    for place, term in enumerate(terms):
        if term in stops:
            kinds[place] = stop
        elif term[0].isdecimal() and term not in NUMBERS_THAT_ARE_NAMES:
            kinds[place] = number
        elif len(term) < min_length:
            kinds[place] = short
        elif _ADDRESS.match(term):
            kinds[place] = address
    return kinds


def _lower(name: str) -> str:
    return name.lower() if name.isascii() else name.replace("İ", "I").lower()


def _tidy_signs(surface: str) -> str:
    return unicodedata.normalize("NFC", surface).translate(_SIGNS)


def _mend_line_end(name: str) -> str:
    return _LINE_END.sub(lambda match: "" if match[1].islower() else "-", name)
