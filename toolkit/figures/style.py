"""The house style: one palette, one colour per name, type that survives print."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes

PALETTE = ("#DA3D0A", "#4D2EE1", "#006B67", "#6F8462", "#4E0C5F", "#0C3126")
MARKERS = ("o", "s", "^", "D", "v", "P")
GRAY = "#6B6B6B"
PALE = "#D0D4D9"

STYLE: dict[str, Any] = {
    "figure.figsize": (6.3, 3.8),
    "figure.dpi": 110,
    "savefig.dpi": 300,
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GRAY,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#E6E8EB",
    "grid.linewidth": 0.7,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "lines.linewidth": 1.6,
    "lines.markersize": 3.6,
    "legend.frameon": False,
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "theme-toolkit",
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw in the house style inside this block; leave matplotlib as it was afterwards.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> with figure_style():
    ...     ax = Figure(layout="constrained").subplots()
    """
    with mpl.rc_context(STYLE):
        yield


def theme_colors(names: Iterable[object]) -> dict[Any, tuple[str, str]]:
    """Give each name its colour and marker, the same in every figure with the same names.

    Parameters
    ----------
    names : iterable
        Themes, topics or outlets, in the order of the table.

    Returns
    -------
    dict
        Name to (colour, marker); beyond six names the colours repeat with other markers.

    Examples
    --------
    >>> theme_colors(["conflict", "diplomacy"])["conflict"]
    ('#DA3D0A', 'o')
    """
    unique = list(dict.fromkeys(names))
    size = len(PALETTE)
    return {
        name: (PALETTE[i % size], MARKERS[(i + i // size) % len(MARKERS)])
        for i, name in enumerate(unique)
    }


def new_axes(ax: Axes | None) -> Axes:
    """Return ``ax``, or new axes on the current pyplot figure when it is None."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    with figure_style():
        return plt.subplots(layout="constrained")[1]


def name_column(table: pd.DataFrame) -> str:
    """Return "theme" or "topic": what the rows of a long table are about."""
    return "theme" if "theme" in table.columns else "topic"


def display_name(name: object) -> str:
    """Return a theme, topic or term as readers see it: spaces for underscores."""
    if isinstance(name, str):
        return name.replace("_", " ")
    return f"Topic {name}"


def spread_labels(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move label positions apart to at least ``gap``, within [low, high], keeping their order.

    Examples
    --------
    >>> spread_labels([0.5, 0.5], 0.2, 0.0, 1.0)
    [0.4, 0.6]
    """
    order = sorted(range(len(positions)), key=positions.__getitem__)
    placed: list[list[float]] = []  # groups of touching labels: [centre, count]
    for i in order:
        placed.append([positions[i], 1.0])
        while len(placed) > 1 and _touch(placed[-2], placed[-1], gap):
            centre, count = placed.pop()
            placed[-1] = [
                (placed[-1][0] * placed[-1][1] + centre * count) / (placed[-1][1] + count),
                placed[-1][1] + count,
            ]
    result = [0.0] * len(positions)
    ranks = iter(order)
    for centre, count in placed:
        half = gap * (count - 1) / 2
        middle = min(max(centre, low + half), max(high - half, low + half))
        for k in range(int(count)):
            result[next(ranks)] = middle - half + k * gap
    return result


def _touch(lower: list[float], upper: list[float], gap: float) -> bool:
    return upper[0] - lower[0] < gap * (lower[1] + upper[1]) / 2
