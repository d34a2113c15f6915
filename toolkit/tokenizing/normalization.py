"""Normalization of surface forms: case, apostrophes, possessives, hyphenation, vowel signs.

All functions take the list of distinct forms, never single tokens, so plain Python is fast enough.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from string import ascii_uppercase
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit._core.letter_case import fold_case
from toolkit.tokenizing.buffers import as_arrow, cut_array
from toolkit.tokenizing.stream import ALL_CAPS
from toolkit.tokenizing.string_bytes import byte_table, holds_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

KINDS = ("word", "stop word", "number", "short", "address")
"""Kinds of term; only words are counted, but every token keeps its position."""
_WORD, _STOP, _NUMBER, _SHORT, _ADDRESS = range(len(KINDS))

KEPT_IN_CAPITALS = frozenset({"US", "IS", "WHO", "IT"})
"""Names that are a different word in lower case ("US", "us"): they keep their capitals."""

NUMBERS_THAT_ARE_NAMES = frozenset({"9/11", "7/7", "26/11"})
"""Dates that name an attack; they are counted like words."""

# soft hyphen, variation selectors, Arabic tatweel, vowel signs and Quranic marks
_DROPPED = "\xad\u0640\u0670" + "".join(
    chr(code)
    for first, last in ((0xFE00, 0xFE0F), (0x064B, 0x065F), (0x06D6, 0x06DC), (0x06DF, 0x06E4))
    for code in range(first, last + 1)
)
_SIGNS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"} | dict.fromkeys(_DROPPED))
_LINE_END = re.compile(r"-\r?\n[ \t]*(?=(\w))")
POSSESSIVES = ("'s", "'S")
_ODD = byte_table(b"@/.", ascii_uppercase.encode(), range(128, 256))
_IS_ADDRESS = re.compile(r"https?://|www\.|t\.co/|pic\.twitter\.com/|[^@]+@", re.IGNORECASE)


def tidy_surfaces(surfaces: Sequence[str]) -> list[str]:
    r"""Return surface forms in their own case, with one kind of apostrophe and hyphen.

    Examples
    --------
    >>> tidy_surfaces(["Daesh’s", "nego-\ntiations", "al-\nQaeda", "الْمُفَاوَضَاتُ"])
    ['Daesh', 'negotiations', 'al-Qaeda', 'المفاوضات']
    """
    names = [name if name.isascii() else _tidy_signs(name) or name for name in surfaces]
    return [
        name[:-2] if name.endswith(POSSESSIVES) and len(name) > 2 else name
        for name in (mend_line_ends(name) if "\n" in name else name for name in names)
    ]


def lower_names(names: Sequence[str]) -> list[str]:
    """Lower-case every name except those in `KEPT_IN_CAPITALS`.

    Examples
    --------
    >>> lower_names(["US", "us", "Nato", "İdlib"])
    ['US', 'us', 'nato', 'idlib']
    """
    return [name if name in KEPT_IN_CAPITALS else fold_case(name) for name in names]


def strip_caps_mark(names: Sequence[str]) -> list[str]:
    """Return names without the `ALL_CAPS` prefix."""
    return [name.replace(ALL_CAPS, "") for name in names]


def kinds_of_terms(
    terms: Sequence[str] | pa.Array,
    *,
    stop_words: Iterable[str],
    min_length: int,
    names: Iterable[str] = (),
) -> NDArray[np.uint8]:
    """Return the kind of each term, as an index into `KINDS`.

    Terms in ``names`` (aliases, joined terms) are words even if they begin with a digit or are
    short: "9/11_attacks", "3m". Rules for which every character matters are tried only on terms
    with a capital, a sign of an address or a letter beyond ASCII.
    """
    stops, kept = frozenset(stop_words), NUMBERS_THAT_ARE_NAMES.union(names)
    listed = as_arrow(terms)
    if not len(listed):
        return np.zeros(0, dtype=np.uint8)
    data, offsets = cut_array(listed)
    kinds = np.full(len(listed), _WORD, dtype=np.uint8)
    kinds[np.diff(offsets) < min_length] = _SHORT
    kinds[data[offsets[:-1]] - np.uint8(ord("0")) < len("0123456789")] = _NUMBER
    known = [*sorted(stops), *sorted(kept - stops)]
    found = pc.index_in(listed, value_set=as_arrow(known))
    place = found.fill_null(len(known)).to_numpy()
    kinds[place < len(known)] = _WORD
    kinds[place < len(stops)] = _STOP
    is_odd = holds_bytes(listed, _ODD)
    odd = listed.filter(pa.array(is_odd)).to_pylist()
    kind_of = partial(_kind_of, stops=stops, kept=kept, min_length=min_length)
    kinds[is_odd] = list(map(kind_of, odd))
    return kinds


def _kind_of(term: str, *, stops: frozenset[str], kept: frozenset[str], min_length: int) -> int:
    """Return the kind of a term, the first that fits."""
    if term in stops or (not term.islower() and _is_capitalized_stop(term, stops)):
        return _STOP
    if term in kept:
        return _WORD
    if term[0].isdecimal():
        return _NUMBER
    if len(term) < min_length:
        return _SHORT
    return _ADDRESS if _IS_ADDRESS.match(term) else _WORD


def _is_capitalized_stop(term: str, stops: frozenset[str]) -> bool:
    return term not in KEPT_IN_CAPITALS and fold_case(term) in stops


def _tidy_signs(surface: str) -> str:
    return unicodedata.normalize("NFC", surface).translate(_SIGNS)


def mend_line_ends(text: str) -> str:
    """Join what a hyphen at a line end divides; the hyphen stays before a capital or digit."""
    return _LINE_END.sub(lambda match: "" if match[1].islower() else "-", text)
