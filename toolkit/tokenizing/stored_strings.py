"""Strings in sealed files: their bytes in one array, and where each begins in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from toolkit._core.stored_files import as_damage
from toolkit.tokenizing.buffers import as_arrow, cut_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit._core.sealed import Sealed


def pack_strings(name: str, strings: Any) -> dict[str, NDArray[Any]]:
    """Return strings as the two arrays ``name`` and ``name_at``."""
    data, offsets = cut_array(as_arrow(strings))
    first, last = int(offsets[0]), int(offsets[-1])
    return {name: data[first:last], f"{name}_at": offsets - first}


def read_strings(sealed: Sealed, name: str) -> Any:
    """Return stored strings as an Arrow array, checked to be UTF-8."""
    data, offsets = sealed.array(name, np.uint8), sealed.array(f"{name}_at", np.int64)
    if len(offsets) == 0 or offsets[0] != 0 or offsets[-1] != len(data):
        raise sealed.damaged(f"the offsets of its {name} are inconsistent")
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    array = pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, buffers)
    told = sealed.damaged(f"its {name} are not strings in UTF-8")
    with as_damage(lambda _: told, pa.ArrowException):
        array.validate(full=True)
    return array
