"""Unpacks pages as servers send them: gzip, deflate, Brotli, Zstandard.

Brotli and Zstandard are unpacked where a package for them is installed. A crawler may keep the
header "Content-Encoding" of a page that it has unpacked; such a page is returned as it is.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import zlib
from typing import Any, NamedTuple

MAX_PAGE_BYTES = 16 * 2**20
"""Most bytes read of one page."""

_STEP = 64
_NAMES = {"br": "Brotli", "zstd": "Zstandard"}
_PACKAGES = {"br": "brotli", "zstd": "zstandard"}
_MODULES = {"br": ("brotli", "brotlicffi"), "zstd": ("zstandard",)}


class Unpacked(NamedTuple):
    """The bytes of a page, or why they cannot be had and what to do."""

    content: bytes
    problem: str = ""
    remedy: str = ""


def unpack_page(content: bytes, header: str) -> Unpacked:
    """Unpack a page by its header "Content-Encoding".

    Parameters
    ----------
    content : bytes
        The body of the response, without the marks of chunks.
    header : str
        "", or the names of encodings in the order in which they were applied: "br".

    Examples
    --------
    >>> import zlib
    >>> unpack_page(zlib.compress(b"<p>A page</p>"), "deflate").content
    b'<p>A page</p>'
    >>> unpack_page(b"<p>A page</p>", "gzip").content
    b'<p>A page</p>'
    >>> unpack_page(b"...", "compress").problem
    "a page packed in a way that is not read (Content-Encoding: 'compress')"
    """
    encodings = [name.strip().lower().removeprefix("x-") for name in header.split(",")]
    for encoding in reversed([name for name in encodings if name not in {"", "identity"}]):
        if is_page(content):
            break  # the crawler unpacked it
        unpacked = _unpacked(content, encoding)
        if unpacked.problem:
            return unpacked
        content = unpacked.content
    return Unpacked(content)


def is_page(content: bytes) -> bool:
    r"""Return whether bytes begin as a page does that is not packed.

    Examples
    --------
    >>> is_page(b"\n<!doctype html>"), is_page(b"\x1f\x8b")
    (True, False)
    """
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _unpacked(content: bytes, encoding: str) -> Unpacked:
    if encoding in {"gzip", "deflate"}:
        return _inflated(content, encoding)
    module = next(filter(None, map(_module, _MODULES.get(encoding, ()))), None)
    shown = f"(Content-Encoding: {encoding!r})"
    if encoding not in _MODULES:
        return Unpacked(b"", f"a page packed in a way that is not read {shown}", _AGAIN)
    name, package = _NAMES[encoding], _PACKAGES[encoding]
    if module is None:
        problem = f"a page packed with {name} {shown}, which needs the package {package}"
        return Unpacked(b"", problem, f"Install it with: pip install {package}")
    unpack = _from_brotli if encoding == "br" else _from_zstd
    try:
        return Unpacked(unpack(module, content))
    except Exception as error:  # noqa: BLE001 - each package raises errors of its own
        problem = f"a page packed with {name} {shown} that is damaged ({error})"
        return Unpacked(b"", problem, _AGAIN)


_AGAIN = "Save the page again."


def _inflated(content: bytes, encoding: str) -> Unpacked:
    """Unpack gzip and both forms of deflate; what breaks off is kept as far as it goes."""
    for window in (31,) if encoding == "gzip" else (47, -15):
        with contextlib.suppress(zlib.error):
            if page := zlib.decompressobj(window).decompress(content, MAX_PAGE_BYTES):
                return Unpacked(page)
    problem = f"a page packed with {encoding} that is damaged (Content-Encoding: {encoding!r})"
    return Unpacked(b"", problem, _AGAIN)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _from_brotli(module: Any, content: bytes) -> bytes:
    decompressor = module.Decompressor()
    process = getattr(decompressor, "process", None) or decompressor.decompress
    try:  # since 1.2
        return bytes(process(content, output_buffer_limit=MAX_PAGE_BYTES))
    except TypeError:
        pass
    parts, total = [], 0
    for at in range(0, len(content), _STEP):
        parts.append(process(content[at : at + _STEP]))
        total += len(parts[-1])
        if total >= MAX_PAGE_BYTES:
            break
    return b"".join(parts)


def _from_zstd(module: Any, content: bytes) -> bytes:
    with module.ZstdDecompressor().stream_reader(io.BytesIO(content)) as stream:
        return bytes(stream.read(MAX_PAGE_BYTES))
