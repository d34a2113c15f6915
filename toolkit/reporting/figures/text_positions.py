"""What a figure that has its layout need not compute again each time it is drawn."""

from __future__ import annotations

import contextlib
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes._base import _AxesBase as Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

TITLES = ("title", "_left_title", "_right_title")
AUTOMATIC_TITLE, AUTOMATIC_LABEL = "_autotitlepos", "_autolabelpos"
"""The switches of matplotlib: whether drawing moves a title, or a label, out of the way."""


@contextlib.contextmanager
def keep_settled(fig: Figure) -> Iterator[None]:
    """Inside the block, drawing does not look for places of texts that are settled or empty.

    Each drawing measures every tick label up to four times: to place the title, the label of the
    axis, and its offset. Here a title that stands where it stood before the layout stays, and
    nothing is measured for a label and an offset without text. What is drawn is the same.
    """
    with contextlib.ExitStack() as stack:
        for ax in fig.axes:
            if _title_stays(ax):
                stack.enter_context(_switched_off(ax, AUTOMATIC_TITLE))
        alone = len(fig.axes) == 1  # then no other axis is aligned with its labels
        axes = list(_with_insets(fig.axes))[0 if alone else len(fig.axes) :]
        for beside in (one.yaxis for one in _with_insets(fig.axes)):
            if not beside.offsetText.get_text():
                stack.enter_context(_unmeasured_for_titles(beside))
        for axis in chain.from_iterable(map(_axes_without_text, axes)):
            stack.enter_context(_switched_off(axis, AUTOMATIC_LABEL))
            stack.enter_context(_tick_labels_unmeasured(axis))
        yield


def _with_insets(axes: Sequence[Axes]) -> Iterator[Axes]:
    """Yield these axes, and then those inside them."""
    yield from axes
    for ax in axes:
        yield from _with_insets(ax.child_axes)


def _title_stays(ax: Axes) -> bool:
    titles = [getattr(ax, name, None) for name in TITLES]
    return all(title is not None and title.get_position()[1] == 1.0 for title in titles)


def _axes_without_text(ax: Axes) -> Iterator[Axis]:
    """Yield the axes with neither label nor offset; one above is left: titles stand clear of it."""
    above = "top" in {ax.xaxis.get_label_position(), ax.xaxis.get_ticks_position()}
    for axis in (ax.yaxis,) if above else (ax.xaxis, ax.yaxis):
        if not (axis.get_label_text() or axis.offsetText.get_text()):
            yield axis


@contextlib.contextmanager
def _switched_off(artist: Axes | Axis, switch: str) -> Iterator[None]:
    before = getattr(artist, switch, None)
    if not before:
        yield
        return
    setattr(artist, switch, False)
    try:
        yield
    finally:
        setattr(artist, switch, before)


@contextlib.contextmanager
def _unmeasured_for_titles(axis: Axis) -> Iterator[None]:
    """Inside the block, an axis is measured for layouts alone: only its offset could move a title.

    Placing a title measures all tick labels of the axis beside it to find the offset above.
    """
    usual = axis.get_tightbbox

    def box(renderer: Any = None, *, for_layout_only: bool = False) -> Any:
        return usual(renderer, for_layout_only=True) if for_layout_only else None

    axis.get_tightbbox = box  # type: ignore[method-assign]
    try:
        yield
    finally:
        del axis.get_tightbbox


@contextlib.contextmanager
def _tick_labels_unmeasured(axis: Axis) -> Iterator[None]:
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    labels = [one for tick in ticks for one in (tick.label1, tick.label2) if one.get_in_layout()]
    for label in labels:
        label.set_in_layout(False)
    try:
        yield
    finally:
        for label in labels:
            label.set_in_layout(True)
