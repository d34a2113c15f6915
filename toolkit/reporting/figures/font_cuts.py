"""Fonts cut down once in a process, from which each PDF then takes its few glyphs."""

from __future__ import annotations

import contextlib
import io
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.backends import backend_pdf
from matplotlib.font_manager import get_font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x100)]))
COMMON = LATIN + "ﬀﬁﬂﬃﬄ" + "–—‘’“”„†…•−→●■▲◆▼✚"
"""Characters that a cut has from the start: Latin-1, joined letters, punctuation, markers."""
PLAIN_TABLES = {
    "GlyphOrder", "MATH", "OS/2", "cmap", "cvt ", "fpgm", "gasp", "glyf", "head", "hhea", "hmtx",
    "loca", "maxp", "name", "post", "prep",
}  # fmt: skip
"""Tables of a TrueType font whose glyphs taken from a cut are those taken from the whole font."""

OWNER: Any = getattr(backend_pdf, "_backend_pdf_ps", None)
"""Where matplotlib takes glyphs of a font, by functions that are not public."""
take_glyphs: Any = getattr(OWNER, "get_glyphs_subset", None)
_PARTS = {"font", "glyph_index_map"}
"""What they return from matplotlib 3.11.1 on."""
_lock = threading.Lock()
_cuts: dict[tuple[str, int], FontCut | None] = {}


def is_known(owner: Any) -> bool:
    """Say whether glyphs are taken as matplotlib 3.11.1 does it, so that a cut can stand in."""
    found = getattr(owner, "SubsetResults", None)
    has_functions = all(hasattr(owner, name) for name in ("get_glyphs_subset", "font_as_file"))
    return has_functions and _PARTS.issubset(getattr(found, "_fields", ()))


class FontCut(NamedTuple):
    """A font with some of its glyphs: the file, and their numbers there by those in the whole."""

    content: bytes
    numbers: Mapping[int, int]


class _FontFile(io.BytesIO):
    """A font in memory, as matplotlib names a file."""

    face_index = 0


@contextlib.contextmanager
def take_glyphs_from_cut(fontfile: Any, glyphs: Iterable[int]) -> Iterator[Any]:
    """Do as matplotlib's ``get_glyphs_subset``: the same font, in a quarter of the time.

    Reading the thousands of glyphs of a font takes most of the time of cutting it.
    """
    wanted = frozenset(glyphs)
    cut = _cut_with(fontfile, wanted)
    if cut is None:
        with take_glyphs(fontfile, set(wanted)) as found:
            yield found
        return
    file: Any = _FontFile(cut.content)
    with take_glyphs(file, {cut.numbers[glyph] for glyph in wanted}) as found:
        kept = found.glyph_index_map
        numbers = {glyph: kept[n] for glyph, n in cut.numbers.items() if n in kept}
        yield found._replace(glyph_index_map=numbers)


def _cut_with(fontfile: Any, wanted: frozenset[int]) -> FontCut | None:
    """Return a cut of a font that has these glyphs; None if the font has tables of other kinds."""
    name = (str(fontfile), int(fontfile.face_index))
    with _lock:
        cut = _cuts.get(name)
        if name in _cuts and (cut is None or wanted <= cut.numbers.keys()):
            return cut
        held = _common_glyphs(fontfile) if cut is None else cut.numbers.keys()
        _cuts[name] = cut = _cut(fontfile, {*held, *wanted})
        return cut


def _cut(fontfile: Any, glyphs: set[int]) -> FontCut | None:
    with take_glyphs(fontfile, glyphs) as found:
        if not PLAIN_TABLES.issuperset(found.font.keys()):
            return None
        content = OWNER.font_as_file(found.font).getvalue()
        return FontCut(content, dict(found.glyph_index_map))


def _common_glyphs(fontfile: Any) -> set[int]:
    font = get_font(fontfile)
    return {int(font.get_char_index(ord(character))) for character in COMMON} - {0}
