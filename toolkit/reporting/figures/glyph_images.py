"""The letters of a PNG, drawn with a font that is made ready once for each text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.ft2font import RenderMode

from toolkit.figures.stand_ins import StandIn

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

ONE = 0x10000
"""The number 1 in 16.16 fixed point, in which FreeType takes rotations; places are in 26.6."""
PIXEL = 0x40


def letters_drawn_quickly() -> AbstractContextManager[None]:
    """Inside the block, a font gets its size and angle once for each text, not for each letter.

    Each time, FreeType runs the program that prepares a font for a size, which takes half of the
    time of drawing a text. The pixels are the same.
    """
    return _LETTERS.block()


def _draw_letters(renderer: Any, gc: Any, *given: Any) -> None:
    x, y, angle, glyphs, boxes = given
    if boxes or not gc.get_antialiased():  # a formula, or letters without grey
        _LETTERS.usual(renderer, gc, *given)  # type: ignore[misc]
        return
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    flags, height = get_hinting_flag(), renderer.height
    ready: Any = None
    for font, size, glyph, slant, extend, dx, dy in glyphs:
        if ready != (font, size, slant, extend):
            font.set_size(size, renderer.dpi)
            turn = _turn(cos, sin, slant, extend)
            ready = (font, size, slant, extend)
        across, up = x + dx * cos - dy * sin, height - y + dx * sin + dy * cos
        font._set_transform(turn, [round(PIXEL * across), round(PIXEL * up)])
        image = font._render_glyph(glyph, flags, RenderMode.NORMAL)
        below = int(height) - image.top + image.buffer.shape[0]
        renderer._renderer.draw_text_image(image.buffer, image.left, below, 0, gc)


def _turn(cos: float, sin: float, slant: float, extend: float) -> NDArray[np.int_]:
    """Return rotation, slant and width as FreeType takes them."""
    turned = ONE * np.array([[cos, -sin], [sin, cos]]) @ [[extend, extend * slant], [0, 1]]
    return np.asarray(turned.round().astype(int))


_LETTERS = StandIn(RendererAgg, "_draw_text_glyphs_and_boxes", _draw_letters)
