"""Small multiples inside one Axes, so that the figure keeps one title and one layout slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.figures.labels import (
    Size,
    available_inches,
    explain_fragile_mark,
    font_size,
    text_width,
    wrap,
)
from toolkit.figures.style import GLYPHS, display_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes


class Panels(NamedTuple):
    """Panels, and the size of each before the layout reserves space for labels."""

    axes: list[Axes]
    size: Size


MAX_SCALE_RATIO = 4.0
"""Panels whose tops differ by more than this factor get a scale each."""
OWN_SCALE = "each panel has its own scale"


def scales_differ(tops: Iterable[float]) -> bool:
    """Return whether one scale would flatten some of the panels.

    Examples
    --------
    >>> scales_differ([0.5, 0.2]), scales_differ([0.5, 0.1, 0.0]), scales_differ([0.0])
    (False, True, False)
    """
    known = [top for top in tops if top > 0]
    return bool(known) and max(known) > MAX_SCALE_RATIO * min(known)


def stack_panels(ax: Axes, n: int, *, n_columns: int = 1, share_y: bool = True) -> Panels:
    """Create ``n`` panels inside ``ax`` on one time axis, with space for their names.

    With ``share_y`` they have one scale, and only the left column has labels on it.
    """
    n_rows = -(-n // n_columns)
    width, height = available_inches(ax)
    gap_x = 3.2 * font_size() / 72 / width
    gap_y = 1.9 * font_size() / 72 / max(1.0, 0.94 * height - 0.7)
    wide = (1 - gap_x * (n_columns - 1)) / n_columns
    tall = max(0.1, 1 - gap_y * n_rows) / n_rows
    ax.set_axis_off()
    panels: list[Axes] = []
    for i in range(n):
        row, column = divmod(i, n_columns)
        box = (column * (wide + gap_x), 1 - (row + 1) * (tall + gap_y), wide, tall)
        first = panels[0] if panels else None
        panels.append(ax.inset_axes(box, sharex=first, sharey=first if share_y else None))
        inner = column > 0 and share_y
        _hide_inner_ticks(panels[-1], inner=inner, lowest=i + n_columns >= n)
    return Panels(panels, Size(0.85 * width * wide, 0.8 * height * tall))


def _hide_inner_ticks(panel: Axes, *, inner: bool, lowest: bool) -> None:
    panel.spines[["top", "right"]].set_visible(False)
    panel.grid(visible=True, axis="y")
    if inner:
        panel.tick_params(labelleft=False)
    if not lowest:
        panel.tick_params(axis="x", labelbottom=False, length=0)


def label_side(panels: Sequence[Axes], at: int, text: str) -> None:
    """Write the label of all panels of a column beside one, left of the widest numbers of any."""
    widths = []
    for panel in panels:
        shown = panel.yaxis.get_major_formatter().format_ticks(panel.get_yticks().tolist())
        widths.append(max((text_width(one, font_size()) for one in shown), default=0.0))
    panels[at].set_ylabel(text)
    panels[at].yaxis.labelpad += max(widths) - widths[at]


def label_panel(
    panel: Axes, name: object, color: str, width: float, *, mark: str = "s", text: str = ""
) -> None:
    """Write the name of a panel above its left corner, in its colour and with its marker.

    ``text`` is what is written if the name is not that of a theme or topic.
    """
    explain_fragile_mark(panel, [name])
    size = font_size()
    room = 72 * width - 2 * size
    text = wrap(text or display_name(name), room, size, max_lines=1, weight="bold")
    panel.annotate(
        f"{GLYPHS[mark]} {text}",
        xy=(0, 1),
        xycoords="axes fraction",
        xytext=(0, 2),
        textcoords="offset points",
        ha="left",
        va="bottom",
        fontsize=size,
        fontweight="bold",
        color=color,
    )
