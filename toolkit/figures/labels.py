"""Labels that fit: wrapped to the figure, spread apart when drawn, never over one another."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.transforms import Affine2D, Bbox, Transform

from toolkit.errors import InputError
from toolkit.figures.style import GLYPHS, GRAY, STYLE, display_name
from toolkit.tables import FRAGILE_MARK, FRAGILE_NOTE, is_fragile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes

LINE_SPACING = 1.2
LINE_HEIGHT = 1.34
LEAST_SIZE = 7.0


def base_size() -> float:
    """Return the size of lettering in force, in points; never below 7."""
    return max(LEAST_SIZE, float(mpl.rcParams["font.size"]))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, weight: str = "normal") -> float:
    """Return the width of one line of text in points, and a little more for hinting."""
    family = STYLE["font.family"]
    font = get_font(findfont(FontProperties(family=family, size=size, weight=weight)))
    font.set_size(size, 72)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return 1.06 * float(font.get_width_height()[0]) / 64


def figure_inches(ax: Axes) -> tuple[float, float]:
    """Return width and height of the part of the figure that ``ax`` and its lettering may fill."""
    figure, spec = ax.get_figure(root=True), ax.get_subplotspec()
    width, height = figure.get_size_inches() if figure else (6.3, 3.8)
    if figure is None or spec is None or figure.get_layout_engine() is None:
        box = ax.get_position(original=True)
        return float(width * box.width), float(height * box.height)
    rows, columns = spec.get_gridspec().get_geometry()
    return float(width * len(spec.colspan) / columns), float(height * len(spec.rowspan) / rows)


def wrap(text: str, width: float, size: float, *, max_lines: int = 4) -> str:
    r"""Break a label into lines of at most ``width`` points; cut what is longer with "…".

    Examples
    --------
    >>> wrap("attacks on aid convoys", 60, 8)
    'attacks on\naid convoys'
    """
    n_chars = max(6, int(width / (0.58 * size)))
    whole = text.replace(f" {FRAGILE_MARK}", f"\u00a0{FRAGILE_MARK}")  # never alone on a line
    lines = textwrap.wrap(whole, n_chars, break_on_hyphens=True) or [""]
    if len(lines) > max_lines:
        end = f"… {FRAGILE_MARK}" if is_fragile(text) else "…"  # the mark is never cut off
        last = lines[max_lines - 1][: n_chars - len(end)].rstrip()
        lines = [*lines[: max_lines - 1], last + end]
    return "\n".join(lines).replace("\u00a0", " ")


def spread(
    positions: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move label centres apart until they do not touch, as little as possible, in their order.

    The sum of squared moves is least: isotonic regression on the positions less the room that the
    labels below take.

    Examples
    --------
    >>> [round(y, 2) for y in spread([0.5, 0.5], [0.2, 0.2], 0.0, 1.0)]
    [0.4, 0.6]
    """
    from scipy.optimize import isotonic_regression

    order = np.argsort(np.asarray(positions, dtype=float), kind="stable")
    tall = np.asarray(heights, dtype=float)[order]
    room = np.concatenate([[0.0], np.cumsum((tall[:-1] + tall[1:]) / 2)])
    ideal = isotonic_regression(np.asarray(positions, dtype=float)[order] - room).x
    least, most = low + tall[0] / 2, high - tall[-1] / 2 - room[-1]
    if least > most:
        least = most = (least + most) / 2
    result = np.empty(len(order))
    result[order] = np.clip(ideal, least, most) + room
    return result.tolist()


def attach(
    ax: Axes, *, height: float, gap: float, above: bool = False, share: Axes | None = None
) -> Axes:
    """Add axes of a fixed height over the whole width of ``ax``, above or beneath it.

    ``height`` and ``gap`` are in points, whatever the layout makes of ``ax``; ``share`` is the
    axes whose x-axis it takes. The layout makes room for them, and a title moves above them.
    """
    child = ax.inset_axes((0.0, 0.0, 1.0, 1.0), sharex=share)

    def locate(_: object, renderer: object) -> Bbox:
        figure = ax.get_figure(root=False)
        box, pixels = ax.bbox, (figure.dpi if figure else 72.0) / 72.0
        tall, away = height * pixels, gap * pixels
        bottom = box.y1 + away if above else box.y0 - away - tall
        place = Bbox.from_bounds(box.x0, bottom, box.width, tall)
        return place if figure is None else place.transformed(figure.transSubfigure.inverted())

    child.set_axes_locator(locate)
    return child


@dataclass(frozen=True)
class EndLabels:
    """Names at the right end of lines; their places are found whenever the figure is drawn."""

    ax: Axes
    values: tuple[float, ...]
    texts: tuple[str, ...]
    size: float

    def draw(self, colors: Sequence[str], names: Sequence[object]) -> None:
        """Add one annotation per label."""
        for i, text in enumerate(self.texts):
            note = self.ax.annotate(
                text,
                xy=(0.0, 0.0),
                xycoords=self._place(i),
                ha="left",
                va="center",
                linespacing=LINE_SPACING,
                color=colors[i],
                fontsize=self.size,
                fontweight="bold",
                annotation_clip=False,
            )
            note.set_gid(f"label-{names[i]}")

    def _place(self, i: int) -> Callable[[object], Transform]:
        def place(renderer: object) -> Transform:
            return Affine2D().translate(*self._point(i))

        return place

    def _point(self, i: int) -> tuple[float, float]:
        box, figure = self.ax.bbox, self.ax.get_figure(root=True)
        pixels = (figure.dpi if figure else 72.0) / 72.0
        heights = [
            (text.count("\n") + 1) * self.size * LINE_SPACING * 1.08 * pixels for text in self.texts
        ]
        ends = [self.ax.transData.transform((0.0, value))[1] for value in self.values]
        return box.x1 + 6 * pixels, spread(ends, heights, box.y0, box.y1)[i]


def explain_marks(ax: Axes, names: Iterable[object]) -> None:
    """Say once beneath the figure what † means, where a name carries it."""
    figure = ax.get_figure(root=False)
    if figure is None or figure.get_supxlabel() or not any(map(is_fragile, names)):
        return
    size = max(LEAST_SIZE, 0.85 * base_size())
    width = 72 * figure.bbox.width / figure.dpi
    text = wrap(FRAGILE_NOTE, width, size)
    figure.supxlabel(text, x=0.01, ha="left", fontsize=size, color=GRAY)


def label_ends(
    ax: Axes, ends: Sequence[tuple[object, float]], styles: dict[object, tuple[str, str]]
) -> None:
    """Write each line's name right of the axes, at the height of its end, with its mark."""
    explain_marks(ax, [name for name, _ in ends])
    size = base_size()
    room = 0.22 * 72 * figure_inches(ax)[0]
    texts = tuple(
        f"{GLYPHS[styles[name][1]]} {wrap(display_name(name), room, size)}" for name, _ in ends
    )
    labels = EndLabels(ax, tuple(value for _, value in ends), texts, size)
    labels.draw([styles[name][0] for name, _ in ends], [name for name, _ in ends])


def label_rows(
    function: str, ax: Axes, names: Sequence[object], *, share: float = 0.3, taken: float = 6.0
) -> None:
    """Name the rows 0, 1, … of a chart at its left, each in as many lines as its height allows.

    ``share`` is the part of the width that the names may fill; ``taken`` the height, in lines, of
    what stands above and beneath the rows: title, ticks, axis label.

    Raises
    ------
    InputError
        When the axes are too low for one line per row: says which height is enough.
    """
    explain_marks(ax, names)
    size = max(LEAST_SIZE, float(FontProperties(size=mpl.rcParams["ytick.labelsize"]).get_size()))
    width, height = figure_inches(ax)
    room = (72 * height - taken * base_size()) / (len(names) + 0.3)
    if room < LEAST_SIZE * 1.1:
        enough = ((len(names) + 0.3) * size * LINE_SPACING + taken * base_size()) / 72
        message = (
            f"{function}: {len(names)} rows do not fit in axes of {height:.1f} inches; make the "
            f"figure {enough:.1f} inches high, or choose some rows."
        )
        raise InputError(message)
    size = max(LEAST_SIZE, min(size, room / LINE_SPACING))
    lines = max(1, int(room / (size * LINE_HEIGHT)))
    texts = [wrap(display_name(name), share * 72 * width, size, max_lines=lines) for name in names]
    ax.set_yticks(np.arange(len(names)), texts)
    ax.tick_params(axis="y", labelsize=size, length=0)


def row_height(n_rows: int, *, lines: float = 1.6, rest: float = 1.1) -> float:
    """Return the height in inches of a figure with ``n_rows`` named rows."""
    size = float(mpl.rcParams["font.size"])
    return max(1.8, rest * size / 8.5 + n_rows * lines * size * LINE_SPACING / 72)


def legend_above(ax: Axes) -> None:
    """Put the legend above the axes, in as many columns as its longest name allows."""
    handles, labels = ax.get_legend_handles_labels()
    size = max(LEAST_SIZE, 0.94 * base_size())
    width = 0.72 * 72 * figure_inches(ax)[0]
    texts = [wrap(display_name(label), width / 2 - 30, size, max_lines=2) for label in labels]
    longest = max(text_width(line, size) for text in texts for line in text.split("\n")) + 5 * size
    n_columns = max(1, min(len(labels), int(width / longest)))
    n_rows = -(-len(labels) // n_columns) * max(text.count("\n") + 1 for text in texts)
    header = attach(ax, height=1.55 * size * n_rows, gap=2, above=True)
    header.set_axis_off()
    header.legend(
        handles,
        texts,
        loc="lower left",
        ncols=n_columns,
        fontsize=size,
        handlelength=1.2,
        handleheight=0.9,
        columnspacing=1.2,
        borderaxespad=0,
        borderpad=0,
    )
