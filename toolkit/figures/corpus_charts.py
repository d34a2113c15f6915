"""Corpus coverage by outlet and period, and matches in context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.labels import (
    MIN_FONT_SIZE,
    NARROW,
    available_inches,
    font_size,
    height_for_rows,
    text_width,
    truncate,
    wrap,
)
from toolkit.figures.panels import OWN_SCALE, label_panel, label_side, scales_differ, stack_panels
from toolkit.figures.style import (
    GRAY,
    PALETTE,
    house_style,
    new_axes,
    printable,
    scale,
    theme_colors,
    wide_table,
)
from toolkit.figures.time_axis import date_axis, draw_bars, freq_of, period_spans
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

MAX_SOURCES = 6


def coverage(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the number of articles per period, in total and by outlet; mark empty periods.

    Parameters
    ----------
    table : DataFrame
        One row per period and outlet: ``period``, ``source``, ``n_articles``. At most six
        outlets; combine the rest as "other".
    ax : Axes, optional
        Axes to fill; by default, those of a new figure.

    Returns
    -------
    Axes
        ``ax``, empty except for its title. The panels are ``ax.child_axes``: all articles in grey
        (if there is more than one outlet), then one panel per outlet. They have one scale, or one
        each, as the axis label says, if their tops differ by more than a factor of four. A period
        without articles has a small cross instead of a bar.

    Raises
    ------
    InputError
        When a column is missing, the table is empty, or there are more than six outlets.
    """
    check_columns("plot.coverage", table, ["period", "source", "n_articles"])
    sources = list(dict.fromkeys(table["source"]))
    if not 1 <= len(sources) <= MAX_SOURCES:
        message = (
            f"plot.coverage: expected 1 to {MAX_SOURCES} outlets; got {len(sources)}. "
            f"Combine the smaller ones as 'other'."
        )
        raise InputError(message)
    wide = wide_table(table, "period", "source", "n_articles").fillna(0)
    freq = freq_of(table["period"])
    colors = theme_colors(sources)
    shown = {source: (wide[source], colors[source][0]) for source in sources}
    if len(sources) > 1:
        shown = {"all articles": (wide.sum(axis=1), GRAY)} | shown
    ax = new_axes(ax, height=height_for_rows(len(shown), lines=4.0))
    with house_style():
        tops = [float(n.max()) for n, _ in shown.values()]
        shared = not scales_differ(tops)
        panels, size = stack_panels(ax, len(shown), share_y=shared)
        for panel, (name, (n, color)), top in zip(panels, shown.items(), tops, strict=True):
            _draw_counts(panel, n, color, freq)
            panel.set_ylim(0, 1.05 * max(1.0, max(tops) if shared else top))
            bins = 2 if len(panels) > 2 else 4
            panel.yaxis.set_major_locator(MaxNLocator(bins, integer=True))
            panel.yaxis.set_major_formatter("{x:,.0f}")
            label_panel(panel, name, color, size.width, text=printable(name))
        text = "Articles" if shared else f"Articles ({OWN_SCALE})"
        height = 50 * available_inches(ax).height
        label_side(panels, len(panels) // 2, wrap(text, height, font_size()))
        date_axis(panels[-1], wide.index, width=size.width, freq=freq)
    return ax


def _draw_counts(panel: Axes, n: pd.Series, color: str, freq: str | None) -> None:
    starts, lengths = period_spans(n.index, freq=freq)
    draw_bars(panel, starts, 0.88 * lengths, n.to_numpy(), color=color, label="articles")
    empty = (n == 0).to_numpy()
    middle = starts + lengths / 2
    marks = np.sort(np.concatenate([middle[empty], _missing_periods(starts, lengths)]))
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


def _missing_periods(
    starts: NDArray[np.float64], lengths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the midpoints of the periods that are missing between two rows of the table."""
    marks = []
    for i in np.flatnonzero(np.diff(starts) > 1.15 * lengths[:-1]):
        n = round((starts[i + 1] - starts[i]) / lengths.mean()) - 1
        marks.append(np.linspace(starts[i], starts[i + 1], n + 2)[1:-1] + lengths[i] / 2)
    return np.concatenate(marks) if marks else np.empty(0)


def contexts(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw matches in context, one per row, with date and outlet.

    Parameters
    ----------
    table : DataFrame
        Output of `theme_contexts`, at most 30 rows. Optional columns ``date`` and ``source`` are
        printed too.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One row per match, aligned on the match; contexts are truncated to fit the figure.

    Raises
    ------
    InputError
        When a column is missing, or there are no rows or more than 30.
    """
    check_columns("plot.contexts", table, ["left", "match", "right"])
    if not 1 <= len(table) <= 30:
        message = f"plot.contexts: expected 1 to 30 rows; got {len(table)}. Select some rows."
        raise InputError(message)
    ax = new_axes(ax, height=height_for_rows(len(table), lines=1.5, rest=0.6))
    with house_style():
        size = max(MIN_FONT_SIZE, 0.9 * font_size())
        width = 72 * available_inches(ax).width - 4 - 2 * size
        narrow = width < 72 * NARROW
        places = [_date_and_outlet(row, narrow=narrow) for row in table.to_dict("records")]
        first = max((text_width(place, size) for place in places), default=0.0) + 8
        ax.set_axis_off()
        ax.set_xlim(0, width)
        ax.set_ylim(len(table) - 0.5, -0.5)
        for i, row in enumerate(table.to_dict("records")):
            _context_row(ax, row, i, place=places[i], first=first, size=size)
    return ax


def _date_and_outlet(row: Mapping[Any, Any], *, narrow: bool) -> str:
    date = row.get("date")
    day = "" if pd.isna(date) else str(date)[:10]  # also of a table that was read from CSV
    if narrow and day:
        return day
    source = printable(row.get("source", "") or "")
    source = source if len(source) <= 18 else source[:17] + "…"
    return "  ".join(part for part in (day, source) if part)


def _drop_partial_word(text: str) -> str:
    """Drop a truncated word unless it is the only one.

    Examples
    --------
    >>> [_drop_partial_word(text) for text in ("…aders due in Turkey", "called on sta…", "a talk")]
    ['… due in Turkey', 'called on …', 'a talk']
    """
    if text.startswith("…") and " " in text:
        return "… " + text.partition(" ")[2]
    return text.rpartition(" ")[0] + " …" if text.endswith("…") and " " in text else text


def _context_row(
    ax: Axes, row: Mapping[Any, Any], i: int, *, place: str, first: float, size: float
) -> None:
    width = ax.get_xlim()[1]
    match = truncate(_as_one_line(row["match"]), 0.3 * width, size, weight="bold")
    middle = first + (width - first) / 2
    half = text_width(match, size, weight="bold") / 2
    left = _drop_partial_word(
        truncate(_as_one_line(row["left"]), middle - half - first - 6, size, start=True)
    )
    right = _drop_partial_word(
        truncate(_as_one_line(row["right"]), width - middle - half - 6, size)
    )
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


def _as_one_line(value: object) -> str:
    return " ".join(printable(value).split())
