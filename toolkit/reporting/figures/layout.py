"""A figure's layout, found once and held: the same picture whatever was drawn before."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.transforms import Bbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MOST_PASSES = 6
STILL = 1e-7


@contextlib.contextmanager
def layout_held(fig: Figure, dpi: float) -> Iterator[None]:
    """Lay the figure out once at ``dpi``, rounded to a millionth, and hold that for every format.

    A layout found anew for each format differs by the dust of floating point, which changes the
    names inside an SVG from one process to another. Matplotlib's layout also goes on from the one
    before, so that a figure that was already shown would come out otherwise than a new one: it
    starts from the grid here, and is repeated until it stands still.
    """
    engine, usual = fig.get_layout_engine(), fig.dpi
    fig.dpi = dpi
    places = [(ax, ax.get_position(original=True).frozen()) for ax in fig.axes]
    _lay_out(fig)
    fig.set_layout_engine("none")
    for ax, _ in places:
        ax.set_position(Bbox.from_extents(*np.round(ax.get_position().extents, 6)))
    try:
        yield
    finally:
        for ax, place in places:
            ax.set_position(place)
            ax.set_in_layout(True)
        if engine is not None:
            fig.set_layout_engine(engine)
        fig.dpi = usual


def _lay_out(fig: Figure) -> None:
    if fig.get_layout_engine() is None:
        fig.draw_without_rendering()
        return
    for ax in fig.axes:
        spec = ax.get_subplotspec()
        if spec is not None:
            ax.set_subplotspec(spec)
        else:  # a colour bar, which the layout puts beside its axes
            ax.set_position((0.0, 0.0, 1.0, 1.0))
            ax.set_in_layout(True)
    before = _extents(fig)
    for _ in range(MOST_PASSES):
        fig.draw_without_rendering()
        after = _extents(fig)
        if np.abs(after - before).max(initial=0.0) < STILL:
            return
        before = after


def _extents(fig: Figure) -> NDArray[np.float64]:
    boxes = [ax.get_position(original=True).extents for ax in fig.axes]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
