"""Columns and their description as one compressed file that a page can read.

Uncompressed it is 8 bytes ``TTEXPL01``, the length of the header (unsigned, 32 bits, little
endian), the header as JSON, zeros to a multiple of 8, then the arrays, each at a multiple of 8.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.control_characters import visible
from toolkit._core.html import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

MAGIC = b"TTEXPL01"
ALIGNMENT = 8
TYPES = {
    "u8": "<u1",
    "u16": "<u2",
    "u32": "<u4",
    "i32": "<i4",
    "f32": "<f4",
    "f64": "<f8",
}
MISSING = {"u8": 255, "u16": 65535}
"""The stored value of a missing number; in columns of real numbers it is NaN."""


@dataclass
class Container:
    """Columns, in the order in which they were added."""

    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    _pieces: list[bytes] = field(default_factory=list)
    _size: int = 0

    def add(self, name: str, values: ArrayLike, kind: str) -> None:
        """Add an array of whole or real numbers.

        Parameters
        ----------
        name : str
            Name of the column.
        values : array-like
            Any shape; row by row.
        kind : str
            A key of `TYPES`.
        """
        array = np.ascontiguousarray(values, dtype=TYPES[kind])
        self._append(name, array.tobytes(), {"type": kind, "shape": list(array.shape)})

    def add_scaled(self, name: str, values: ArrayLike, kind: str, *, largest: float) -> None:
        """Add real numbers from 0 to ``largest`` as whole numbers; NaN as `MISSING`.

        The column's ``scale`` times a stored number is the real one, to half a step.
        """
        steps = MISSING[kind] - 1
        real = np.asarray(values, dtype=np.float64)
        known = np.isfinite(real)
        stored = np.where(known, np.rint(np.where(known, real, 0.0) / largest * steps), steps + 1)
        array = np.ascontiguousarray(stored, dtype=TYPES[kind])
        facts: dict[str, Any] = {"type": kind, "shape": list(array.shape)}
        facts |= {"scale": largest / steps, "missing": True}
        self._append(name, array.tobytes(), facts)

    def add_texts(self, name: str, texts: Iterable[str]) -> None:
        """Add strings: their n + 1 byte offsets, then their UTF-8; see `safe_text`."""
        encoded = [safe_text(text).encode() for text in texts]
        ends = np.concatenate([[0], np.cumsum([len(one) for one in encoded])]).astype("<u4")
        content = ends.tobytes() + b"".join(encoded)
        self._append(name, content, {"type": "utf8", "shape": [len(encoded)]})

    def _append(self, name: str, content: bytes, facts: dict[str, Any]) -> None:
        self.columns[name] = facts | {"offset": self._size, "length": len(content)}
        padded = content + bytes(-len(content) % ALIGNMENT)
        self._pieces.append(padded)
        self._size += len(padded)

    def compressed(self, meta: Mapping[str, Any]) -> bytes:
        """Return everything, compressed; the same bytes for the same columns."""
        header = json.dumps({"meta": meta, "columns": self.columns}, ensure_ascii=True).encode()
        start = MAGIC + np.uint32(len(header)).tobytes() + header
        start += bytes(-len(start) % ALIGNMENT)
        return gzip.compress(b"".join([start, *self._pieces]), compresslevel=9, mtime=0)


def safe_text(text: object) -> str:
    r"""Return a text without control characters; every character stays one character.

    Examples
    --------
    >>> safe_text("bell \x07 and \u202eright to left")
    'bell ␇ and �right to left'
    """
    return CONTROL.sub("\ufffd", visible(text))


def read_container(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the description and the columns of a compressed container.

    Columns with a ``scale`` come back as real numbers, NaN where missing.

    Examples
    --------
    >>> made = Container()
    >>> made.add_scaled("share", [0.5, float("nan")], "u8", largest=1.0)
    >>> made.add_texts("title", ["Truce", "Ōkubo"])
    >>> meta, columns = read_container(made.compressed({"title": "Demo"}))
    >>> meta["title"], columns["share"].round(2).tolist(), columns["title"]
    ('Demo', [0.5, nan], ['Truce', 'Ōkubo'])
    """
    raw = gzip.decompress(content)
    (length,) = np.frombuffer(raw[8:12], dtype="<u4").tolist()
    header = json.loads(raw[12 : 12 + length])
    start = 12 + length + -(12 + length) % ALIGNMENT
    columns = {
        name: _column(facts, raw[start + facts["offset"] :][: facts["length"]])
        for name, facts in header["columns"].items()
    }
    return header["meta"], columns


def _column(facts: dict[str, Any], content: bytes) -> Any:
    if facts["type"] == "utf8":
        return _texts(content, facts["shape"][0])
    array: NDArray[Any] = np.frombuffer(content, dtype=TYPES[facts["type"]])
    array = array.reshape(facts["shape"])
    if "scale" not in facts:
        return array
    return np.where(array == MISSING[facts["type"]], np.nan, array * facts["scale"])


def _texts(content: bytes, count: int) -> list[str]:
    ends = np.frombuffer(content[: 4 * (count + 1)], dtype="<u4").tolist()
    body = content[4 * (count + 1) :]
    return [body[start:end].decode() for start, end in pairwise(ends)]
