"""Labels that fit the figure and do not overlap: measuring, wrapping, placing."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.transforms import Affine2D, Bbox, Transform

from toolkit.errors import InputError
from toolkit.figures.style import GLYPHS, GRAY, STYLE, display_name, printable
from toolkit.tables import FRAGILE_MARK, FRAGILE_NOTE, is_fragile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

LINE_SPACING = 1.2
LINE_HEIGHT = 1.34
MIN_FONT_SIZE = 7.0
NARROW, NARROW_SHARE, USUAL_SHARE = 4.0, 0.4, 0.3
BREAK_AT = re.compile("[ \t\r\n]+")
"""White space at which a label may be broken; non-breaking spaces are not included."""


def font_size() -> float:
    """Return the current font size in points, at least 7."""
    return max(MIN_FONT_SIZE, float(mpl.rcParams["font.size"]))


def small_font_size(share: float = 0.85) -> float:
    """Return a fraction of the current font size in points, at least 7."""
    return max(MIN_FONT_SIZE, share * font_size())


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, weight: str = "normal") -> float:
    """Return the width of one line of text in points, with a margin for hinting.

    At low resolution every glyph is rounded to whole pixels, which widens bold text most.
    """
    family = STYLE["font.family"]
    font = get_font(findfont(FontProperties(family=family, size=size, weight=weight)))
    font.set_size(size, 72)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return (1.06 if weight == "normal" else 1.13) * float(font.get_width_height()[0]) / 64


class Size(NamedTuple):
    """Width and height in inches."""

    width: float
    height: float


def available_inches(ax: Axes) -> Size:
    """Return the width and height in inches available to ``ax`` and its labels."""
    figure, spec = ax.get_figure(root=True), ax.get_subplotspec()
    width, height = figure.get_size_inches() if figure else (6.3, 3.8)
    if figure is None or spec is None or figure.get_layout_engine() is None:
        box = ax.get_position(original=True)
        return Size(float(width * box.width), float(height * box.height))
    rows, columns = spec.get_gridspec().get_geometry()
    return Size(
        float(width * len(spec.colspan) / columns), float(height * len(spec.rowspan) / rows)
    )


def wrap(
    text: str, width: float, size: float, *, max_lines: int = 4, weight: str = "normal"
) -> str:
    r"""Break a label into lines of at most ``width`` points, truncated with "…".

    Examples
    --------
    >>> wrap("attacks on aid convoys", 60, 8)
    'attacks on aid\nconvoys'
    >>> wrap("attacks on aid convoys", 60, 8, max_lines=1)
    'attacks on…'
    """
    lines: list[str] = []
    whole = printable(text).strip(" ").replace(f" {FRAGILE_MARK}", f"\u00a0{FRAGILE_MARK}")
    for word in BREAK_AT.split(whole):  # the mark stays with the last word
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight=weight) <= width:
            lines[-1] = longer
        else:
            lines += _break_word(word, width, size, weight)
    if len(lines) > max_lines:
        rest = " ".join(lines[max_lines - 1 :])
        if is_fragile(text):  # keep the mark
            room = width - text_width(f" {FRAGILE_MARK}", size, weight=weight)
            last = truncate(
                rest.removesuffix(FRAGILE_MARK).rstrip("\u00a0 ") + " ", room, size, weight=weight
            )
            lines = [*lines[: max_lines - 1], f"{last} {FRAGILE_MARK}"]
        else:
            lines = [*lines[: max_lines - 1], truncate(rest, width, size, weight=weight)]
    return "\n".join(lines).replace("\u00a0", " ")


def wrap_distinct(names: list[str], width: float, size: float, *, max_lines: int) -> list[str]:
    """Wrap labels; where truncation would make different labels equal, truncate in the middle.

    Examples
    --------
    >>> wrap_distinct(["harbour talks in 2016", "harbour talks in 2017"], 80, 8, max_lines=1)
    ['harbour tal…2016', 'harbour tal…2017']
    """
    texts = [wrap(name, width, size, max_lines=max_lines) for name in names]
    if len(set(texts)) == len(set(names)):
        return texts
    return [
        _elide_middle(name, width, size, max_lines) if texts.count(text) > 1 else text
        for name, text in zip(names, texts, strict=True)
    ]


def _elide_middle(name: str, width: float, size: float, max_lines: int) -> str:
    for n in range(len(name), 3, -1):
        tail = n // 3
        short = name if n == len(name) else f"{name[: n - tail].rstrip()}…{name[-tail:].lstrip()}"
        text = wrap(short, width, size, max_lines=max_lines + 1)
        if text.count("\n") < max_lines:
            return text
    return wrap(name, width, size, max_lines=max_lines)


def _break_word(word: str, width: float, size: float, weight: str) -> list[str]:
    """Break a word wider than ``width`` into pieces of at least one character."""
    pieces = []
    while word and text_width(word, size, weight=weight) > width:
        fits = [text_width(word[:n], size, weight=weight) <= width for n in range(1, len(word))]
        n = max(1, sum(fits))
        pieces.append(word[:n])
        word = word[n:]
    return [*pieces, word] if word else pieces


def truncate(
    text: str, width: float, size: float, *, weight: str = "normal", start: bool = False
) -> str:
    """Truncate a text to ``width`` points, with "…" where it is cut.

    ``start`` truncates at the start. Returns "" if not even one character fits.
    """
    if text_width(text, size, weight=weight) <= width:
        return text

    def kept(n: int) -> str:
        return "…" + text[len(text) - n :].lstrip() if start else text[:n].rstrip(" ,;") + "…"

    n = bisect.bisect_right(
        range(1, len(text)), width, key=lambda n: text_width(kept(n), size, weight=weight)
    )
    return kept(n) if n else ""


def spread_labels(
    positions: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move label centres apart until no two overlap, keeping their order.

    Minimizes the sum of squared moves, by isotonic regression on the positions minus the height
    of the labels below.

    Examples
    --------
    >>> [round(y, 2) for y in spread_labels([0.5, 0.5], [0.2, 0.2], 0.0, 1.0)]
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


def push_apart(points: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Move points in the plane apart until no two are closer than ``least``, step by step.

    Examples
    --------
    >>> push_apart(np.array([[0.0, 0.0], [0.5, 0.0]]), 1.0).round(2).tolist()
    [[-0.25, 0.0], [0.75, 0.0]]
    """
    placed = np.array(points, dtype=np.float64)
    for _ in range(200):
        gaps = placed[:, None] - placed[None]
        away = np.hypot(gaps[..., 0], gaps[..., 1])
        near = (away < least * (1 - 1e-9)) & ~np.eye(len(placed), dtype=bool)
        if not near.any():
            break
        order = np.sign(np.arange(len(placed))[:, None] - np.arange(len(placed))[None])
        gaps = np.where((away < 1e-12)[..., None], order[..., None] * [1e-12, 0.0], gaps)
        step = np.where(near, (least - away) / np.maximum(away, 1e-12) / 2, 0.0)
        placed = placed + (step[..., None] * gaps).sum(axis=1)
    return placed


def attach_axes(
    ax: Axes,
    *,
    height: float,
    gap: float,
    above: bool = False,
    share: Axes | None = None,
    panel: Axes | None = None,
) -> Axes:
    """Add axes of fixed height and the full width of ``ax``, above or below it.

    ``height`` and ``gap`` are in points, independent of the layout; ``share`` is the axes whose
    x-axis is shared; ``panel`` is an inset of ``ax`` to stand above or below instead of ``ax``
    itself. The layout reserves space for the new axes, and a title moves above them.
    """
    child = ax.inset_axes((0.0, 0.0, 1.0, 1.0), sharex=share)

    def locate(_: object, renderer: object) -> Bbox:
        figure = ax.get_figure(root=False)
        box, pixels = (panel or ax).bbox, (figure.dpi if figure else 72.0) / 72.0
        tall, away = height * pixels, gap * pixels
        bottom = box.y1 + away if above else box.y0 - away - tall
        place = Bbox.from_bounds(box.x0, bottom, box.width, tall)
        return place if figure is None else place.transformed(figure.transSubfigure.inverted())

    child.set_axes_locator(locate)
    return child


@dataclass(frozen=True)
class EndLabels:
    """Names at the right end of lines, positioned each time the figure is drawn."""

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
                xycoords=self._transform(i),
                ha="left",
                va="center",
                linespacing=LINE_SPACING,
                color=colors[i],
                fontsize=self.size,
                fontweight="bold",
                annotation_clip=False,
            )
            note.set_gid(f"label-{printable(names[i])}")

    def _transform(self, i: int) -> Callable[[object], Transform]:
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
        return box.x1 + 6 * pixels, spread_labels(ends, heights, box.y0, box.y1)[i]


def explain_fragile_mark(ax: Axes, names: Iterable[object]) -> None:
    """Explain the mark † below the figure, once, if any name carries it."""
    figure = ax.get_figure(root=False)
    if figure is None or figure.get_supxlabel() or not any(map(is_fragile, names)):
        return
    size = max(MIN_FONT_SIZE, 0.85 * font_size())
    width = 72 * figure.bbox.width / figure.dpi
    text = wrap(FRAGILE_NOTE, width, size)
    figure.supxlabel(text, x=0.01, ha="left", fontsize=size, color=GRAY)


def label_ends(
    ax: Axes,
    ends: Sequence[tuple[object, float]],
    styles: dict[Any, tuple[str, str]],
    *,
    notes: Sequence[str] = (),
) -> int:
    """Write the name of each line at its right end, with its marker.

    ``notes`` are further lines below the names. Returns the total number of lines of text.
    """
    explain_fragile_mark(ax, [name for name, _ in ends])
    size = font_size()
    width = 72 * available_inches(ax).width
    room = 0.3 * width if notes else max(0.22 * width, min(9 * size, 0.3 * width))
    lines = [line for note in notes for line in note.split("\n")]
    room = min(0.4 * width, max([room, *(text_width(one, size, weight="bold") for one in lines)]))
    texts = [
        f"{GLYPHS[styles[name][1]]} {wrap(display_name(name), room, size, weight='bold')}"
        for name, _ in ends
    ]
    if notes:
        texts = [f"{text}\n{note}" for text, note in zip(texts, notes, strict=True)]
    labels = EndLabels(ax, tuple(value for _, value in ends), tuple(texts), size)
    labels.draw([styles[name][0] for name, _ in ends], [name for name, _ in ends])
    return sum(text.count("\n") + 1 for text in texts)


def label_rows(
    function: str, ax: Axes, names: Sequence[object], *, share: float = 0.0, taken: float = 6.0
) -> None:
    """Label rows 0, 1, … at the left of a chart, wrapped to the height of a row.

    ``share`` is the fraction of the width that the labels may fill: by default 0.3, or 0.4 in
    narrow axes. ``taken`` is the height, in lines of text, of title, ticks and axis label.

    Raises
    ------
    InputError
        When the axes are too low for one line per row. The message gives a sufficient height.
    """
    explain_fragile_mark(ax, names)
    size = max(
        MIN_FONT_SIZE, float(FontProperties(size=mpl.rcParams["ytick.labelsize"]).get_size())
    )
    width, height = available_inches(ax)
    share = share or (NARROW_SHARE if width < NARROW else USUAL_SHARE)
    room = (72 * height - taken * font_size()) / (len(names) + 0.3)
    if room < MIN_FONT_SIZE * 1.1:
        enough = ((len(names) + 0.3) * size * LINE_SPACING + taken * font_size()) / 72
        message = (
            f"{function}: {len(names)} rows do not fit in axes of {height:.1f} inches; make the "
            f"figure {enough:.1f} inches high, or select some rows."
        )
        raise InputError(message)
    size = max(MIN_FONT_SIZE, min(size, room / LINE_SPACING))
    lines = max(1, int(room / (size * LINE_HEIGHT)))
    texts = wrap_distinct(list(map(display_name, names)), share * 72 * width, size, max_lines=lines)
    ax.set_yticks(np.arange(len(names)), texts)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    ax.tick_params(axis="y", labelsize=size, length=0)


def height_for_rows(n_rows: int, *, lines: float = 1.6, rest: float = 1.1) -> float:
    """Return the height in inches of a figure with ``n_rows`` labelled rows."""
    size = float(mpl.rcParams["font.size"])
    return max(1.8, rest * size / 8.5 + n_rows * lines * size * LINE_SPACING / 72)


def legend_above(ax: Axes) -> None:
    """Draw the legend above the axes, in as many columns as its longest name allows."""
    handles, labels = ax.get_legend_handles_labels()
    size = max(MIN_FONT_SIZE, 0.94 * font_size())
    width = 0.72 * 72 * available_inches(ax).width
    texts = [wrap(display_name(label), width / 2 - 30, size, max_lines=2) for label in labels]
    longest = max(text_width(line, size) for text in texts for line in text.split("\n")) + 5 * size
    n_columns = max(1, min(len(labels), int(width / longest)))
    n_rows = -(-len(labels) // n_columns) * max(text.count("\n") + 1 for text in texts)
    header = attach_axes(ax, height=1.55 * size * n_rows, gap=2, above=True)
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
