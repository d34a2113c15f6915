r"""Find what scikit-learn's default pattern finds, ``(?u)\b\w\w+\b`` in lowered text, exactly.

The kernel works on the text as it is and the words found are lowered once each. That is the same
as lowering first for all but two letters: "İ" becomes two characters of which one is no word
character, and the form of a small sigma depends on what follows. Texts with one of them are
lowered before the kernel sees them.
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
    byte_classes,
    every_character,
    places_of_edges,
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
    """Find the words of one part; with ``lower``, their ASCII letters are lowered."""
    with scratches.borrow() as scratch, numberings.borrow() as forms:
        text, found = _find(scratch, part, lower=lower)
        if lower and found.special.any():
            text, found = _find(scratch, _lower_special(part, found.special), lower=lower)
        quiet = scratch.room("loud", len(found.begins), np.uint8)
        quiet[:] = 0
        offsets = found.offsets
        ids, distinct = forms.number(text, found.begins, found.sizes, loud=quiet, offsets=offsets)
    return Scanned(forms, ids, offsets, distinct)


@cache
def word_flags() -> NDArray[np.uint8]:
    r"""Return one byte of flags per code point: what ``\w`` of the standard library matches."""
    every = every_character()
    flags = np.zeros(len(every), dtype=np.uint8)
    for match in re.finditer(r"\w+", every):
        flags[match.start() : match.end()] = kernels.WORD
    for code in _special_codes(flags):
        flags[code] |= kernels.SPECIAL
    return flags


def _special_codes(flags: NDArray[np.uint8]) -> list[int]:
    """Return the letters that lowering turns into more or other than one word character."""
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
        text.data, text.offsets, word_flags(), byte_classes(kernels.WORD, word_flags),
        places_of_edges(), *room_for_runs(scratch, text.offsets),
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
