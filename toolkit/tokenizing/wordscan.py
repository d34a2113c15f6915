r"""Find what scikit-learn's default pattern finds, ``(?u)\b\w\w+\b`` in lowered text, exactly.

The kernel works on the text as it is and the words found are lowered once each. That is the same
as lowering first for all but two letters: "İ" becomes two characters of which one is no word
character, and the form of a small sigma depends on what follows. Texts with one of them are
lowered before the kernel sees them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from toolkit import _text_kernels as kernels
from toolkit.tokenizing.buffers import Scratch, as_arrow, cut_array
from toolkit.tokenizing.scanning import (
    Scanned,
    byte_classes,
    every_character,
    number_forms,
    room_for_runs,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.tokenizing.buffers import Part

_scratch = Scratch()
SCIKIT_LEARN_PATTERN = r"(?u)\b\w\w+\b"


def scan_words(part: Part) -> Scanned:
    """Find the words of one part."""
    data, texts = part
    begins, sizes, packed, offsets, special = _find(data, texts)
    if special.any():
        data, texts = _lower_special(data, texts, special)
        begins, sizes, packed, offsets, _ = _find(data, texts)
    quiet = np.zeros(len(begins), dtype=np.uint8)
    ids, keys = number_forms(data, begins, sizes, packed, quiet)
    return Scanned(keys, ids, offsets, None)


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


def _find(
    data: NDArray[np.uint8], texts: NDArray[np.int64]
) -> tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]
]:
    room = len(data) // 2 + 1
    begins, sizes = (_scratch.room(name, room, np.int32) for name in ("begins", "sizes"))
    packed = _scratch.room("packed", room, np.int64)
    offsets = np.zeros(len(texts), dtype=np.int64)
    special = np.zeros(len(texts) - 1, dtype=np.uint8)
    n = kernels.find_words(
        data,
        texts,
        word_flags(),
        byte_classes(kernels.WORD, word_flags),
        room_for_runs(texts),
        begins,
        sizes,
        packed,
        offsets,
        special,
    )
    return begins[:n], sizes[:n], packed[:n], offsets, special


def _lower_special(
    data: NDArray[np.uint8], texts: NDArray[np.int64], special: NDArray[np.uint8]
) -> Part:
    buffers = [None, pa.py_buffer(texts), pa.py_buffer(data)]
    listed = pa.Array.from_buffers(pa.large_string(), len(texts) - 1, buffers).to_pylist()
    for place in np.flatnonzero(special).tolist():
        listed[place] = listed[place].lower()
    return cut_array(as_arrow(listed))
