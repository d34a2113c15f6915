"""What the corpus holds: articles per source and period, gaps visible; sentences in context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.labels import (
    LEAST_SIZE,
    NARROW,
    base_size,
    cut,
    figure_inches,
    row_height,
    text_width,
)
from toolkit.figures.panels import name_panel, stack_panels
from toolkit.figures.style import (
    GRAY,
    PALETTE,
    in_house_style,
    new_axes,
    printable,
    scale,
    theme_colors,
    wide_table,
)
from toolkit.figures.time_axis import date_axis, draw_bars, period_spans
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

MOST_SOURCES = 6


def plot_coverage(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the number of articles per period, in all and per source; empty periods are marked.

    Parameters
    ----------
    table : DataFrame
        One row per period and source: ``period``, ``source``, ``n_articles``. At most six
        sources; put the rest together as "other".
    ax : Axes, optional
        The place of the whole figure; None makes a figure of its own.

    Returns
    -------
    Axes
        ``ax``, empty but for its title; the panels are ``ax.child_axes``: all articles in grey
        (with more than one source), then one panel per source on the same axes. A period without
        an article has no bar and a small cross.

    Raises
    ------
    InputError
        When a column is missing, the table is empty, or there are more than six sources.
    """
    check_columns("plot_coverage", table, ["period", "source", "n_articles"])
    sources = list(dict.fromkeys(table["source"]))
    if not 1 <= len(sources) <= MOST_SOURCES:
        message = (
            f"plot_coverage: 1 to {MOST_SOURCES} sources can be read; got {len(sources)}. "
            f"Put the smaller ones together as 'other'."
        )
        raise InputError(message)
    wide = wide_table(table, "period", "source", "n_articles").fillna(0)
    colors = theme_colors(sources)
    shown = {source: (wide[source], colors[source][0]) for source in sources}
    if len(sources) > 1:
        shown = {"all articles": (wide.sum(axis=1), GRAY)} | shown
    ax = new_axes(ax, height=row_height(len(shown), lines=4.0))
    with in_house_style():
        panels, inches = stack_panels(ax, len(shown))
        for panel, (name, (n, color)) in zip(panels, shown.items(), strict=True):
            _draw_counts(panel, n, color)
            name_panel(panel, name, color, inches[0])
        panels[0].set_ylim(0, 1.05 * wide.sum(axis=1).max())
        panels[0].yaxis.set_major_locator(MaxNLocator(2, integer=True))
        panels[len(panels) // 2].set_ylabel("Articles")
        date_axis(panels[-1], wide.index, width=inches[0])
    return ax


def _draw_counts(panel: Axes, n: pd.Series, color: str) -> None:
    starts, lengths = period_spans(n.index)
    draw_bars(panel, starts, 0.88 * lengths, n.to_numpy(), color=color, label="articles")
    empty = (n == 0).to_numpy()
    middle = starts + lengths / 2
    marks = np.sort(np.concatenate([middle[empty], _missing(starts, lengths)]))
    if len(marks):
        panel.plot(
            marks,
            np.zeros(len(marks)) + 0.1,
            transform=panel.get_xaxis_transform(),
            linestyle="none",
            marker="x",
            ms=3 * scale(),
            mew=0.8 * scale(),
            color=GRAY,
            label="no article",
        )


def _missing(starts: NDArray[np.float64], lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middles of the periods that lie between two rows of the table."""
    marks = []
    for i in np.flatnonzero(np.diff(starts) > 1.15 * lengths[:-1]):
        n = round((starts[i + 1] - starts[i]) / lengths.mean()) - 1
        marks.append(np.linspace(starts[i], starts[i + 1], n + 2)[1:-1] + lengths[i] / 2)
    return np.concatenate(marks) if marks else np.empty(0)


def plot_contexts(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Set matches in their sentences as a table: left, match, right, with date and outlet.

    Parameters
    ----------
    table : DataFrame
        What `theme_contexts` gives, at most 30 rows; columns ``date`` and ``source`` are printed
        where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One row per match, the match in the middle; contexts are cut to the width of the figure.

    Raises
    ------
    InputError
        When a column is missing, or there are no rows or more than 30.
    """
    check_columns("plot_contexts", table, ["left", "match", "right"])
    if not 1 <= len(table) <= 30:
        message = f"plot_contexts: 1 to 30 rows can be read; got {len(table)}. Choose some rows."
        raise InputError(message)
    ax = new_axes(ax, height=row_height(len(table), lines=1.5, rest=0.6))
    with in_house_style():
        size = max(LEAST_SIZE, 0.9 * base_size())
        width = 72 * figure_inches(ax)[0] - 4 - 2 * size
        narrow = width < 72 * NARROW
        places = [_where(row, narrow=narrow) for row in table.to_dict("records")]
        first = max((text_width(place, size) for place in places), default=0.0) + 8
        ax.set_axis_off()
        ax.set_xlim(0, width)
        ax.set_ylim(len(table) - 0.5, -0.5)
        for i, row in enumerate(table.to_dict("records")):
            _context_row(ax, row, i, place=places[i], first=first, size=size)
    return ax


def _where(row: Mapping[Any, Any], *, narrow: bool) -> str:
    date = row.get("date")
    day = f"{date:%Y-%m-%d}" if isinstance(date, pd.Timestamp) else ""
    if narrow and day:
        return day
    source = printable(row.get("source", "") or "")
    source = source if len(source) <= 18 else source[:17] + "…"
    return "  ".join(part for part in (day, source) if part)


def _whole_words(text: str) -> str:
    """Leave out the word that was cut in two, if there are others.

    Examples
    --------
    >>> _whole_words("…aders due in Turkey"), _whole_words("called on sta…"), _whole_words("a talk")
    ('… due in Turkey', 'called on …', 'a talk')
    """
    if text.startswith("…") and " " in text:
        return "… " + text.partition(" ")[2]
    return text.rpartition(" ")[0] + " …" if text.endswith("…") and " " in text else text


def _context_row(
    ax: Axes, row: Mapping[Any, Any], i: int, *, place: str, first: float, size: float
) -> None:
    width = ax.get_xlim()[1]
    match = cut(_one_line(row["match"]), 0.3 * width, size, weight="bold")
    middle = first + (width - first) / 2
    half = text_width(match, size, weight="bold") / 2
    left = _whole_words(cut(_one_line(row["left"]), middle - half - first - 6, size, start=True))
    right = _whole_words(cut(_one_line(row["right"]), width - middle - half - 6, size))
    settings: dict[str, Any] = {"va": "center", "fontsize": size}
    ax.text(0, i, place, color=GRAY, ha="left", **settings)
    shown = ax.text(middle, i, match, ha="center", fontweight="bold", color=PALETTE[0], **settings)
    space = 0.3 * size if right[:1].isalnum() else 0.0
    for text, side, gap in ((left, 0, -0.3 * size), (right, 1, space)):
        ax.annotate(
            text,
            xy=(side, i),
            xycoords=(shown, "data"),
            xytext=(gap, 0),
            textcoords="offset points",
            ha="left" if side else "right",
            annotation_clip=False,
            **settings,
        )


def _one_line(value: object) -> str:
    return " ".join(printable(value).split())
