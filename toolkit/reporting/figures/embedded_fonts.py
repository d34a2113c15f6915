"""The fonts in a PDF, without the tables that no PDF reader uses."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from fontTools.subset import Options
from matplotlib.backends import _backend_pdf_ps

from toolkit.reporting.figures.font_cuts import take_glyphs, take_glyphs_from_cut

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYOUT_TABLES = ("GPOS", "GSUB", "GDEF")
_DROPPED = "_drop_tables_default"
_lock = threading.Lock()
_open: list[None] = []
"""One entry for each block that is open, in any thread."""


@contextlib.contextmanager
def small_fonts() -> Iterator[None]:
    """Inside the block, matplotlib embeds fonts without their layout tables.

    They say how a program that sets text kerns and joins letters. A PDF holds text that is set, so
    readers ignore them; reading and cutting them takes more than half of the time of embedding a
    font. Glyphs are taken from a cut of the font that is made once a process. Where fontTools has
    no such list of tables, fonts are embedded whole.
    """
    usual = getattr(Options, _DROPPED, None)
    if usual is None:
        yield
        return
    with _lock:
        _open.append(None)
        setattr(Options, _DROPPED, [*_without_layout(usual), *LAYOUT_TABLES])
        _take_with(take_glyphs_from_cut)
    try:
        yield
    finally:
        with _lock:
            _open.pop()
            if not _open:  # another thread may still be writing
                setattr(Options, _DROPPED, _without_layout(getattr(Options, _DROPPED)))
                _take_with(take_glyphs)


def _take_with(function: Any) -> None:
    _backend_pdf_ps.get_glyphs_subset = function


def _without_layout(names: list[str]) -> list[str]:
    return [name for name in names if name not in LAYOUT_TABLES]
