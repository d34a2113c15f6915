"""Fonts held in memory while figures are drawn: FreeType asks for a few bytes at a time."""

from __future__ import annotations

import contextlib
import io
import os
import threading
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from matplotlib import font_manager, ft2font

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENED = "_get_font"
"""The function of matplotlib that opens fonts and remembers them."""
_usual: Any = getattr(font_manager, _OPENED, None)
_lock = threading.RLock()
_open: list[None] = []
"""One entry for each block that is open, in any thread."""


class FontInMemory(io.BytesIO):
    """The content of a font; as text it is its path, by which a PDF tells fonts apart."""

    def __init__(self, path: str) -> None:
        super().__init__(_content(path))
        self.path = path

    def __str__(self) -> str:
        return self.path


@contextlib.contextmanager
def fonts_in_memory() -> Iterator[None]:
    """Inside the block, fonts that matplotlib opens are read whole, once a process.

    FreeType reads each glyph when it is measured or drawn, with two calls of the system for every
    few bytes of a file. From memory a text is measured in a third of the time. Where matplotlib
    does not tell fonts apart by `FontPath` (before 3.11), they are read from files as ever.
    """
    if _usual is None or not hasattr(font_manager, "FontPath"):
        yield
        return
    with _lock:
        _open.append(None)
        setattr(font_manager, _OPENED, _font_in_memory)
    try:
        yield
    finally:
        with _lock:
            _open.pop()
            if not _open:  # another thread may still be drawing
                setattr(font_manager, _OPENED, _usual)


@lru_cache(64)
def _font_in_memory(paths: Any, **options: Any) -> Any:
    """Return the font that matplotlib would open, with the files in memory."""
    with _lock:
        before = font_manager.ft2font
        font_manager.ft2font = _FROM_MEMORY
        try:
            return _usual.__wrapped__(paths, **options)
        finally:
            font_manager.ft2font = before


def _from_memory(path: str, **options: Any) -> Any:
    return ft2font.FT2Font(FontInMemory(path), **options)


@lru_cache(64)
def _content(path: str) -> bytes:
    return Path(path).read_bytes()


_FROM_MEMORY: Any = SimpleNamespace(**{**vars(ft2font), "FT2Font": _from_memory})
if hasattr(os, "register_at_fork"):  # open fonts cannot be used after a fork
    os.register_at_fork(after_in_child=_font_in_memory.cache_clear)
