"""The house style: palette, one colour per name, font sizes that remain legible in print."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.text import Text

from toolkit._core.html import CONTROL
from toolkit.errors import InputError, check_option
from toolkit.figures.matplotlib_settings import SettingsBlock
from toolkit.figures.memory_fonts import fonts_in_memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

PALETTE = ("#DA3D0A", "#4D2EE1", "#006B67", "#6F8462", "#4E0C5F", "#0C3126")
MARKERS = ("o", "s", "^", "D", "v", "P")
GLYPHS = {"o": "●", "s": "■", "^": "▲", "D": "◆", "v": "▼", "P": "✚"}
GRAY = "#6B6B6B"
PALE = "#D0D4D9"
OTHER_COLOR = "#8C8C8C"
"""Muted colour for "other"."""
SEQUENTIAL_CMAP = LinearSegmentedColormap.from_list(
    "house", ["#F1EFFC", "#A99DF2", "#4D2EE1", "#160A57"]
)
"""Single-hue colour map for heatmaps; off-white is zero, white is no data."""

_FILE = Path(__file__).with_name("house.mplstyle")
STYLE: dict[Any, Any] = {**mpl.rc_params_from_file(_FILE, use_default_template=False)}

PRESETS: dict[str, dict[Any, Any]] = {
    "page": {},
    "one column": {
        "figure.figsize": (3.5, 2.6),
        "font.size": 7.5,
        "axes.titlesize": 8.5,
        "axes.labelsize": 7.5,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "legend.fontsize": 7,
        "lines.linewidth": 1.2,
        "lines.markersize": 2.8,
    },
    "two columns": {"figure.figsize": (7.2, 4.2)},
    "slide": {
        "figure.figsize": (13.33, 7.5),
        "figure.dpi": 60,
        "savefig.dpi": 150,
        "font.size": 18,
        "axes.titlesize": 24,
        "axes.labelsize": 18,
        "xtick.labelsize": 16,
        "ytick.labelsize": 16,
        "legend.fontsize": 16,
        "lines.linewidth": 3.0,
        "lines.markersize": 7.0,
        "grid.linewidth": 1.2,
    },
}


@contextmanager
def figure_style(preset: str = "page") -> Iterator[None]:
    """Use the house style inside the block and restore matplotlib's settings afterwards.

    Parameters
    ----------
    preset : {"page", "one column", "two columns", "slide"}
        Where the figure will be used: the text width of an A4 page (160 mm), one or two columns
        of a journal (89 and 183 mm), or a 16:9 slide. Text is at least 7 pt at that size.

    Raises
    ------
    InputError
        For an unknown preset.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> with figure_style("one column"):
    ...     figure = Figure()
    >>> figure.get_size_inches().tolist()
    [3.5, 2.6]
    """
    check_option("figure_style", "preset", preset, PRESETS)
    with SettingsBlock({**STYLE, **PRESETS[preset]}), fonts_in_memory():
        yield


def house_style() -> AbstractContextManager[None]:
    """Return the house style, or a null context if a preset of it is already active."""
    return nullcontext() if _is_active() else figure_style()


def _is_active() -> bool:
    """Say whether the house style is in use: in any preset, with a few settings of the user's.

    The salt alone does not say so: saving a figure sets it too.
    """
    if mpl.rcParams["svg.hashsalt"] != STYLE["svg.hashsalt"]:
        return False
    n_same = sum(bool(mpl.rcParams[name] == value) for name, value in STYLE.items())
    return n_same > len(STYLE) / 2


def theme_colors(names: Iterable[object]) -> dict[Any, tuple[str, str]]:
    """Assign each name a colour and marker, the same in every figure with the same names.

    Parameters
    ----------
    names : iterable
        Themes, topics or outlets, in the order of the table.

    Returns
    -------
    dict
        Name to (colour, marker). Beyond six names the colours repeat with other markers. The name
        "other" is grey.

    Examples
    --------
    >>> theme_colors(["conflict", "diplomacy"])["conflict"]
    ('#DA3D0A', 'o')
    """
    unique = list(dict.fromkeys(names))
    size = len(PALETTE)
    styles = {
        name: (PALETTE[i % size], MARKERS[(i + i // size) % len(MARKERS)])
        for i, name in enumerate(unique)
    }
    if "other" in styles:
        styles["other"] = (OTHER_COLOR, styles["other"][1])
    return styles


def new_axes(ax: Axes | None, *, height: float | None = None) -> Axes:
    """Return ``ax`` in the house style, or the axes of a new pyplot figure if it is None.

    ``height`` is the height of the new figure in inches. Axes created outside the style are
    restyled without changing matplotlib's settings.
    """
    if ax is None:
        import matplotlib.pyplot as plt

        with house_style():
            width, usual = mpl.rcParams["figure.figsize"]
            ax = plt.subplots(figsize=(width, height or usual), layout="constrained")[1]
    for text in ax.findobj(Text):
        text.set_parse_math(False)  # "$5bn and $3bn" is not a formula
    for title in set(ax.get_children()) - set(ax.texts):
        if isinstance(title, Text):
            title.set_wrap(True)
    if not _is_active():
        _style_axes(ax)
    return ax


def scale() -> float:
    """Return the current font size relative to the page preset."""
    return float(mpl.rcParams["font.size"]) / float(STYLE["font.size"])


def draw_dots(ax: Axes, x: ArrayLike, y: ArrayLike, *, faces: list[str], color: str) -> None:
    """Draw estimates as outlined dots with the given fill colours."""
    size, rim = 24 * scale() ** 2, 1.2 * scale()
    ax.scatter(x, y, s=size, c=faces, edgecolors=color, lw=rim, zorder=3)


def style_rows(ax: Axes, n_rows: int) -> None:
    """Show the grid on the x-axis only, and leave half a row of space above and below."""
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.spines["left"].set_visible(False)
    ax.set_ylim(-0.6, n_rows - 0.4)


def _style_axes(ax: Axes) -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GRAY)
    ax.set_axisbelow(True)
    ax.grid(visible=True, axis="y", color="#E6E8EB", linewidth=0.7)
    ax.tick_params(labelsize=8, color=GRAY, labelcolor="#333333")
    ax.xaxis.label.set_fontsize(8.5)
    ax.yaxis.label.set_fontsize(8.5)


def wide_table(table: pd.DataFrame, index: str, columns: str, values: str) -> pd.DataFrame:
    """Return one row per ``index`` in order, one column per ``columns`` in order of appearance.

    A duplicate pair is an error; values are never averaged silently.
    """
    wide = table.pivot(index=index, columns=columns, values=values)  # noqa: PD010 - see above
    return wide.sort_index()[list(dict.fromkeys(table[columns]))]


def display_name(name: object) -> str:
    """Return a theme, topic or term for display, with spaces for underscores.

    Examples
    --------
    >>> display_name("online_extremism"), display_name(3)
    ('online extremism', 'Topic 3')
    """
    if isinstance(name, str):
        return printable(name).replace("_", " ")
    return f"Topic {name}"


def printable(text: object) -> str:
    r"""Replace control characters and bidirectional controls, so that a text can be drawn.

    Examples
    --------
    >>> printable("US$5bn\x07")
    'US$5bn�'
    """
    return CONTROL.sub("\ufffd", str(text))


def percent(share: float, _: object = None) -> str:
    """Format a share as a tick label in per cent (a matplotlib formatter function).

    Examples
    --------
    >>> percent(0.4), percent(0.025)
    ('40%', '2.5%')
    """
    return f"{100 * share:.4g}%"


def check_rows(function: str, table: pd.DataFrame) -> None:
    """Raise `InputError` for a table without rows, such as one filtered for a name it has not."""
    if table.empty:
        message = f"{function}: the table has no rows, so there is nothing to draw."
        raise InputError(message)
