"""Columns and their description as one compressed file that a page can read.

Uncompressed it is 8 bytes ``TTEXPL01``, the length of the header (unsigned, 32 bits, little
endian), the header as JSON, zeros to a multiple of 8, then the arrays, each at a multiple of 8.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit._core.control_characters import visible
from toolkit._core.html import CONTROL
from toolkit.explorer.word_codes import code_words, decode_words, encode_words, paying_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""A gzip header without a time, a name or a system."""
END = b"\x03\x00"
"""An empty last block."""
SAFE_SIGNS = bytes.maketrans(b"<>&", b",.:")
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%:()*+-;,=.?@^_`{|}~"
"""The 85 signs, in the order of their values."""
USUAL_SIGNS = bytes.maketrans(b",.:", b"<>&")
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

    def add_scaled(
        self, name: str, values: ArrayLike, kind: str, *, largest: float, steps: int | None = None
    ) -> None:
        """Add real numbers from 0 to ``largest`` as whole numbers; NaN as `MISSING`.

        The column's ``scale`` times a stored number is the real one, to half a step; by default
        there are as many ``steps`` as the type has numbers.
        """
        missing = MISSING[kind]
        steps = missing - 1 if steps is None else steps
        real = np.asarray(values, dtype=np.float64)
        known = np.isfinite(real)
        stored = np.where(known, np.rint(np.where(known, real, 0.0) / largest * steps), missing)
        array = np.ascontiguousarray(stored, dtype=TYPES[kind])
        facts: dict[str, Any] = {"type": kind, "shape": list(array.shape)}
        facts |= {"scale": largest / steps, "missing": True}
        self._append(name, array.tobytes(), facts)

    def add_texts(self, name: str, texts: Iterable[str]) -> None:
        """Add strings: the n lengths of their UTF-8, then its bytes; see `safe_text`."""
        self._add_encoded(name, [safe_text(text).encode() for text in texts], {})

    def add_many_texts(self, name: str, texts: Iterable[str]) -> None:
        """Add short texts with codes for their frequent words, in a column of their own."""
        safe = [safe_text(text) for text in texts]
        words = paying_words(safe)
        codes = code_words(words)
        self.add_texts(f"{name}.words", words)
        encoded = [encode_words(text, codes) for text in safe]
        self._add_encoded(name, encoded, {"words": f"{name}.words"})

    def _add_encoded(self, name: str, encoded: list[bytes], facts: dict[str, Any]) -> None:
        lengths = np.array([len(one) for one in encoded], dtype="<u4")
        kind = "u8" if lengths.max(initial=0) < 256 else "u32"
        facts = {"type": "utf8", "shape": [len(encoded)], "lengths": kind, **facts}
        self._append(name, lengths.astype(TYPES[kind]).tobytes(), facts, b"".join(encoded))

    def _append(self, name: str, content: bytes, facts: dict[str, Any], more: bytes = b"") -> None:
        """Add a column; ``more`` follows its content and is compressed by itself."""
        length = len(content) + len(more)
        self.columns[name] = facts | {"offset": self._size, "length": length}
        padding = bytes(-length % ALIGNMENT)
        self._pieces += [content + padding] if not more else [content, more + padding]
        self._size += length + len(padding)

    def compressed(self, meta: Mapping[str, Any]) -> bytes:
        """Return everything, compressed; the same bytes for the same columns."""
        header = json.dumps({"meta": meta, "columns": self.columns}, ensure_ascii=True).encode()
        start = MAGIC + np.uint32(len(header)).tobytes() + header
        start += bytes(-len(start) % ALIGNMENT)
        return compress([start, *self._pieces])


def compress(pieces: Sequence[bytes]) -> bytes:
    """Return pieces as one gzip file, each compressed in the way that makes it smallest.

    Shares hardly repeat: searching them for repetitions costs more than it saves, so that the
    Huffman code alone is shorter. Deflate lets each block have its own way.

    Examples
    --------
    >>> gzip.decompress(compress([b"talks " * 40, bytes(range(256))]))[:12]
    b'talks talks '
    """
    whole = b"".join(pieces)
    body = b"".join(map(_smallest, pieces)) + END
    size = (len(whole) & 0xFFFFFFFF).to_bytes(4, "little")
    return HEAD + body + zlib.crc32(whole).to_bytes(4, "little") + size


def _smallest(piece: bytes) -> bytes:
    made = []
    for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY):
        stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
        made.append(stream.compress(piece) + stream.flush(zlib.Z_SYNC_FLUSH))
    return min(made, key=len)


def as_letters(content: bytes) -> str:
    """Return bytes as text of 85 signs, none of which means anything in HTML.

    Four bytes are five letters; base64 would make them five and a third.

    Examples
    --------
    >>> from_letters(as_letters(b"truce"))
    b'truce'
    """
    return base64.b85encode(content).translate(SAFE_SIGNS).decode("ascii")


def from_letters(text: str) -> bytes:
    """Return the bytes that `as_letters` wrote."""
    return base64.b85decode(text.encode("ascii").translate(USUAL_SIGNS))


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
    columns: dict[str, Any] = {}
    for name, facts in header["columns"].items():
        content = raw[start + facts["offset"] :][: facts["length"]]
        columns[name] = _column(facts, content, columns)
    return header["meta"], columns


def _column(facts: dict[str, Any], content: bytes, earlier: dict[str, Any]) -> Any:
    if facts["type"] == "utf8":
        pieces = _pieces(content, facts["shape"][0], facts["lengths"])
        if "words" in facts:
            return [decode_words(one, earlier[facts["words"]]) for one in pieces]
        return [one.decode() for one in pieces]
    array: NDArray[Any] = np.frombuffer(content, dtype=TYPES[facts["type"]])
    array = array.reshape(facts["shape"])
    if "scale" not in facts:
        return array
    return np.where(array == MISSING[facts["type"]], np.nan, array * facts["scale"])


def _pieces(content: bytes, count: int, kind: str) -> list[bytes]:
    lengths = np.frombuffer(content, dtype=TYPES[kind], count=count)
    ends = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).tolist()
    body = content[lengths.nbytes :]
    return [body[start:end] for start, end in pairwise(ends)]
