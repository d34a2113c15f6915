r"""Find exactly what scikit-learn's default pattern ``(?u)\b\w\w+\b`` finds in lower-cased text.

The kernel runs on the text as it is, and each distinct word is lower-cased once. Lower-casing
first would give another result for two letters only: "İ" becomes two characters, one of which is
not a word character, and the form of a lower-case sigma depends on the next letter. Texts with
either letter are lower-cased before the kernel runs.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from toolkit._kernels import text as kernels
from toolkit.tokenizing.buffers import as_arrow, cut_array, scratches
from toolkit.tokenizing.scanner import (
    Scanned,
    every_character,
    places_of_edges,
    room_for_kinds,
    room_for_runs,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Part, Pool, Scratch, Text
    from toolkit.tokenizing.interner import Forms

SCIKIT_LEARN_PATTERN = r"(?u)\b\w\w+\b"


class _Found(NamedTuple):
    begins: NDArray[np.int32]
    sizes: NDArray[np.int32]
    offsets: NDArray[np.int64]
    special: NDArray[np.uint8]


def scan_words(numberings: Pool[Forms], part: Part, *, lower: bool = True) -> Scanned:
    """Find the words of one part; ``lower`` lower-cases their ASCII letters."""
    with scratches.borrow() as scratch, numberings.borrow() as forms:
        text, found = _find(scratch, part, lower=lower)
        if lower and found.special.any():
            text, found = _find(scratch, _lower_special(part, found.special), lower=lower)
        no_caps = scratch.room("all_caps", len(found.begins), np.uint8)
        no_caps[:] = 0
        ids = np.empty(len(found.begins), dtype=np.int32)
        forms.intern(text, found.begins, found.sizes, all_caps=no_caps, ids=ids)
    return Scanned(forms, ids, found.offsets)


@cache
def word_flags() -> NDArray[np.uint8]:
    r"""Return the flags of every code point: what ``\w`` of the standard library matches."""
    every = every_character()
    flags = np.zeros(len(every), dtype=np.uint8)
    for match in re.finditer(r"\w+", every):
        flags[match.start() : match.end()] = kernels.WORD
    for code in _special_codes(flags):
        flags[code] |= kernels.SPECIAL
    return flags


def _special_codes(flags: NDArray[np.uint8]) -> list[int]:
    """Return the letters whose lower case is not a single word character."""
    codes = [ord("Σ")]
    for code in np.flatnonzero(flags).tolist():
        low = chr(code).lower()
        if len(low) != 1 or not flags[ord(low)]:
            codes.append(code)
    return codes


def _find(scratch: Scratch, part: Part, *, lower: bool) -> tuple[Text, _Found]:
    text = scratch.padded(part)
    room = len(part[0]) // 2 + 1
    begins, sizes = (scratch.room(name, room, np.int32) for name in ("begins", "sizes"))
    offsets = np.zeros(len(text.offsets), dtype=np.int64)
    special = np.zeros(len(text.offsets) - 1, dtype=np.uint8)
    n = kernels.find_words(
        text.data, *room_for_kinds(scratch, text), text.offsets,
        word_flags(), places_of_edges(), *room_for_runs(scratch, text.offsets),
        begins, sizes, offsets, special, lower,
    )  # fmt: skip
    return text, _Found(begins[:n], sizes[:n], offsets, special)


def _lower_special(part: Part, special: NDArray[np.uint8]) -> Part:
    data, texts = part
    buffers = [None, pa.py_buffer(texts), pa.py_buffer(data)]
    listed = pa.Array.from_buffers(pa.large_string(), len(texts) - 1, buffers).to_pylist()
    for place in np.flatnonzero(special).tolist():
        listed[place] = listed[place].lower()
    return cut_array(as_arrow(listed))
