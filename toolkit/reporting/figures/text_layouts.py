"""Texts measured once for each way of drawing them."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from matplotlib.text import Text

from toolkit.figures.stand_ins import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

STATE = ("_text", "_rotation", "_rotation_mode", "_linespacing", "_multialignment",
         "_horizontalalignment", "_verticalalignment", "_usetex", "_parse_math")  # fmt: skip
"""What the box of a text depends on, besides its font, the resolution and the kind of picture."""
ELSEWHERE = ("_wrap", "_transform_rotates_text")
"""Switches that make it depend on where the text stands."""
_memory = threading.local()


@contextlib.contextmanager
def layouts_remembered() -> Iterator[None]:
    """Inside the block, the box of a text is computed once for each kind of picture.

    A layout and three pictures ask for the box of a tick label a dozen times: for the margins, the
    place of the label of the axis, that of the title, and to draw it. Boxes are remembered by what
    the text says and how it is set, so that no change to a text can go unnoticed.
    """
    before, _memory.known = getattr(_memory, "known", None), {}
    try:
        with _LAYOUT.block():
            yield
    finally:
        _memory.known = before


def _layout(text: Any, renderer: Any) -> Any:
    known = getattr(_memory, "known", None)
    held = vars(text)
    if known is None or any(held[name] for name in ELSEWHERE):
        return _usual(text, renderer)
    key = (*_kind(text, renderer), hash(held["_fontproperties"]), *(held[one] for one in STATE))
    if key not in known:
        known[key] = _usual(text, renderer)
    return known[key]


def _kind(text: Any, renderer: Any) -> tuple[type, float]:
    """Return what tells ways of drawing apart: the kind of picture, and its resolution."""
    drawn_by: type = type(getattr(renderer, "_renderer", renderer))
    return drawn_by, text.get_figure(root=True).dpi


_LAYOUT = StandIn(Text, "_get_layout", _layout)
_usual: Any = _LAYOUT.usual
