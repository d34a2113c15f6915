"""Fonts held in memory while figures are drawn: FreeType asks for a few bytes at a time."""

from __future__ import annotations

import io
import os
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from matplotlib import font_manager, ft2font

from toolkit.figures.stand_ins import StandIn

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

_MODULE = "ft2font"
"""The name under which matplotlib opens fonts."""


class FontInMemory(io.BytesIO):
    """The content of a font; as text it is its path, by which a PDF tells fonts apart."""

    def __init__(self, path: str) -> None:
        super().__init__(_content(path))
        self.path = path

    def __str__(self) -> str:
        return self.path


def fonts_in_memory() -> AbstractContextManager[None]:
    """Inside the block, fonts that matplotlib opens are read whole, once a process.

    FreeType reads each glyph when it is measured or drawn, with two calls of the system for every
    few bytes of a file. From memory a text is measured in a third of the time.
    """
    return _OPENED.block()


@lru_cache(64)
def _font_in_memory(paths: Any, **options: Any) -> Any:
    """Return the font that matplotlib would open, with the files in memory."""
    setattr(font_manager, _MODULE, _FROM_MEMORY)
    try:
        return _OPENED.usual.__wrapped__(paths, **options)  # type: ignore[union-attr]
    finally:  # a thread that is here at the same time may read its font from the file
        setattr(font_manager, _MODULE, ft2font)


def _from_memory(path: str, **options: Any) -> Any:
    return ft2font.FT2Font(FontInMemory(path), **options)


@lru_cache(64)
def _content(path: str) -> bytes:
    return Path(path).read_bytes()


_FROM_MEMORY: Any = SimpleNamespace(**{**vars(ft2font), "FT2Font": _from_memory})
_OPENED = StandIn(font_manager, "_get_font", _font_in_memory)
"""The function of matplotlib that opens fonts and remembers them."""
if hasattr(os, "register_at_fork"):  # open fonts cannot be used after a fork
    os.register_at_fork(after_in_child=_font_in_memory.cache_clear)
