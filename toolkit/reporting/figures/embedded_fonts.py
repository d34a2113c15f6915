"""The fonts in a PDF, without the tables that no PDF reader uses."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from fontTools.subset import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYOUT_TABLES = ("GPOS", "GSUB", "GDEF")
_DROPPED = "_drop_tables_default"


@contextlib.contextmanager
def small_fonts() -> Iterator[None]:
    """Inside the block, matplotlib embeds fonts without their layout tables.

    They say how a program that sets text kerns and joins letters. A PDF holds text that is set, so
    readers ignore them; reading and cutting them takes more than half of the time of embedding a
    font. Where fontTools has no such list of tables, fonts are embedded whole.
    """
    usual = getattr(Options, _DROPPED, None)
    if usual is None:
        yield
        return
    setattr(Options, _DROPPED, [*usual, *LAYOUT_TABLES])
    try:
        yield
    finally:
        setattr(Options, _DROPPED, usual)
