"""One fixed layout for every format of a figure, independent of earlier drawing."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Bbox

from toolkit.figures.matplotlib_settings import SettingsBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MAX_PASSES = 6
TOLERANCE = 1e-7
PLACES = 12
NO_ENGINE: dict[Any, Any] = {"figure.autolayout": False, "figure.constrained_layout.use": False}
"""With them, ``set_layout_engine(None)`` leaves none. The placeholder that "none" leaves makes
``savefig`` draw twice, the first time for a layout that it does not compute."""


@contextlib.contextmanager
def fixed_layout(fig: Figure, dpi: float) -> Iterator[None]:
    """Lay the figure out once at ``dpi``, round positions to 1e-6, and keep them for every format.

    Computing the layout per format gives different rounding errors, which change the ids in an
    SVG between processes. Matplotlib's layout engine also starts from its previous result, so a
    figure that was already shown would differ from a new one. Here it starts from the grid and
    is repeated until it leaves axes where they were measured.
    """
    engine, usual = fig.get_layout_engine(), fig.dpi
    fig.dpi = dpi
    places = [(ax, ax.get_position(original=True).frozen()) for ax in fig.axes]
    _lay_out(fig)
    with SettingsBlock(NO_ENGINE):
        fig.set_layout_engine(None)
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
    engine = fig.get_layout_engine()
    if engine is None:
        fig.draw_without_rendering()
        return
    for ax in fig.axes:
        spec = ax.get_subplotspec()
        if spec is not None:
            ax.set_subplotspec(spec)
        else:  # a colour bar, which the layout places beside its axes
            ax.set_position((0.0, 0.0, 1.0, 1.0))
            ax.set_in_layout(True)
    with _boxes_remembered(fig) as boxes, _measured_with_one_renderer(fig):
        for _ in range(MAX_PASSES):
            boxes.place = _extents(fig)
            engine.execute(fig)
            if np.abs(_extents(fig) - boxes.place).max(initial=0.0) < TOLERANCE:
                return


class _Boxes:
    """The boxes of axes by place; ``place`` is where axes were when they were last measured."""

    def __init__(self, fig: Figure) -> None:
        self.fig, self.place = fig, _extents(fig)

    def remembering(self, measure: Callable[..., Bbox | None]) -> Callable[..., Bbox | None]:
        known: dict[Any, Bbox | None] = {}

        def box(*given: Any, **options: Any) -> Bbox | None:
            self.place = _extents(self.fig)
            key = (*np.round(self.place, PLACES).ravel(), *sorted(options.items()))
            if key not in known:
                known[key] = measure(*given, **options)
            found = known[key]
            return None if found is None else found.frozen()

        return box


@contextlib.contextmanager
def _boxes_remembered(fig: Figure) -> Iterator[_Boxes]:
    """Inside the block, measure axes once at each place: measuring the text is most of a layout."""
    boxes = _Boxes(fig)
    for ax in fig.axes:
        ax.get_tightbbox = boxes.remembering(ax.get_tightbbox)  # type: ignore[method-assign]
    try:
        yield boxes
    finally:
        for ax in fig.axes:
            del ax.get_tightbbox


@contextlib.contextmanager
def _measured_with_one_renderer(fig: Figure) -> Iterator[None]:
    """Inside the block, text is measured by one renderer, without a picture of its own each time.

    A figure on the canvas of a window or notebook is measured by that canvas, as ever.
    """
    if type(fig.canvas) is not FigureCanvasBase:
        yield
        return
    renderer = RendererAgg(1, 1, fig.dpi)
    fig._get_renderer = lambda: renderer  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del fig._get_renderer  # type: ignore[attr-defined]


def _extents(fig: Figure) -> NDArray[np.float64]:
    boxes = [ax.get_position(original=True).extents for ax in fig.axes]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
