"""Drawn pixels -> PNG, in half the time of trying five filters on every row."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from PIL.PngImagePlugin import PngInfo, putchunk

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS, RGBA = 8, 6
UP = 2
"""The filter that stores each row as its difference from the one above: charts repeat rows."""
COMPRESS_LEVEL = 3
"""1 to 9: the usual 6 takes twice as long and saves an eighth of the bytes."""
INCHES_PER_METRE = 1 / 0.0254


def png_bytes(pixels: bytes, width: int, *, dpi: int, texts: Mapping[str, str | None]) -> bytes:
    """Return an image as a PNG.

    Parameters
    ----------
    pixels : bytes
        Red, green, blue and opacity of each pixel, row by row from the top.
    width : int
        Pixels in a row.
    dpi : int
        Pixels per inch.
    texts : mapping of str to str
        Metadata; without those that are None.

    Returns
    -------
    bytes
        The file; the same for the same arguments.

    References
    ----------
    Portable Network Graphics (PNG) Specification (Third Edition), W3C, sections 9 and 11.

    Examples
    --------
    >>> from PIL import Image
    >>> file = png_bytes(bytes([218, 61, 10, 255] * 6), 3, dpi=300, texts={"Title": "Red"})
    >>> image = Image.open(io.BytesIO(file))
    >>> image.size, image.getpixel((2, 1)), image.info["Title"]
    ((3, 2), (218, 61, 10, 255), 'Red')
    """
    height = len(pixels) // (4 * width)
    written = io.BytesIO()
    written.write(SIGNATURE)
    header = struct.pack(">2I5B", width, height, EIGHT_BITS, RGBA, 0, 0, 0)
    putchunk(written, b"IHDR", header)
    for name, content in _text_chunks(texts):
        putchunk(written, name, content)
    density = int(dpi * INCHES_PER_METRE + 0.5)
    putchunk(written, b"pHYs", struct.pack(">2IB", density, density, 1))
    putchunk(written, b"IDAT", zlib.compress(_filtered(pixels, height), COMPRESS_LEVEL))
    putchunk(written, b"IEND")
    return written.getvalue()


def _text_chunks(texts: Mapping[str, str | None]) -> list[tuple[bytes, bytes]]:
    info = PngInfo()
    for name, text in texts.items():
        if text is not None:
            info.add_text(name, text)
    return [(chunk[0], chunk[1]) for chunk in info.chunks]


def _filtered(pixels: bytes, height: int) -> memoryview:
    """Return the rows as differences from the row above, each after the number of its filter."""
    rows = np.frombuffer(pixels, dtype=np.uint8).reshape(height, -1)
    filtered = np.empty((height, 1 + rows.shape[1]), dtype=np.uint8)
    filtered[:, 0] = UP
    filtered[:1, 1:] = rows[:1]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered.data
