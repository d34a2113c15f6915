"""The fonts in a PDF, without the tables that no PDF reader uses."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from fontTools.subset import Options

from toolkit.figures.stand_ins import StandIn
from toolkit.reporting.figures.font_cuts import OWNER, is_known, take_glyphs_from_cut

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
    no such list of tables, or matplotlib takes glyphs in a way of its own (3.11.0 did), that half
    is left as it is.
    """
    with _without_tables(), _from_cuts.block():
        yield


_from_cuts = StandIn(OWNER if is_known(OWNER) else None, "get_glyphs_subset", take_glyphs_from_cut)


@contextlib.contextmanager
def _without_tables() -> Iterator[None]:
    usual = getattr(Options, _DROPPED, None)
    if usual is None:
        yield
        return
    with _lock:
        _open.append(None)
        setattr(Options, _DROPPED, [*_without_layout(usual), *LAYOUT_TABLES])
    try:
        yield
    finally:
        with _lock:
            _open.pop()
            if not _open:  # another thread may still be writing
                setattr(Options, _DROPPED, _without_layout(getattr(Options, _DROPPED)))


def _without_layout(names: list[str]) -> list[str]:
    return [name for name in names if name not in LAYOUT_TABLES]
