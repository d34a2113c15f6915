"""Event markers on a time chart: a vertical line per event, with labels that do not overlap."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from toolkit.errors import InputError
from toolkit.figures.labels import (
    attach_axes,
    available_inches,
    font_size,
    small_font_size,
    text_width,
    wrap,
)
from toolkit.figures.style import GRAY, house_style, scale
from toolkit.stats.datetimes import read_day
from toolkit.tables import check_columns


def mark_events(table: pd.DataFrame | Mapping[str, str], *, ax: Axes) -> Axes:
    """Mark events on an existing time chart.

    Parameters
    ----------
    table : DataFrame or mapping of day to label
        Columns ``date`` and ``label``, or a mapping such as ``{"2016-07-15": "Coup attempt"}``.
        Events outside the span of the chart are not drawn.
    ax : Axes
        Output of `plot.theme_shares` or `plot.theme_panels`.

    Returns
    -------
    Axes
        ``ax`` with a dashed line at each event (in every panel) and the labels above the chart,
        in as many rows as needed to keep them apart. A title moves up to make room.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure(layout="constrained").subplots()
    >>> _ = ax.set_xlim(pd.Timestamp("2015-01-01"), pd.Timestamp("2017-01-01"))
    >>> ax = mark_events({"2016-07-15": "Coup attempt"}, ax=ax)
    >>> [text.get_text() for text in ax.child_axes[-1].texts]
    ['Coup attempt']
    """
    if isinstance(table, Mapping):
        table = pd.DataFrame({"date": list(table), "label": list(table.values())})
    check_columns("mark_events", table, ["date", "label"])
    panels = [child for child in ax.child_axes if isinstance(child, Axes) and child.lines] or [ax]
    low, high = panels[0].get_xlim()
    dates = _parse_days(table["date"])
    events = table.assign(day=date2num(dates.to_numpy())).sort_values("day", kind="stable")
    events = events[events["day"].between(low, high)]
    with house_style():
        for panel in panels:
            for day in events["day"]:
                panel.axvline(
                    day, color=GRAY, lw=0.8 * scale(), ls=(0, (3, 2)), zorder=1.8, label="_event"
                )
        if len(events):
            for panel in _top_row(panels):
                _write_labels(panel, events, top=ax, n_columns=len(_top_row(panels)))
    return ax


def _top_row(panels: list[Axes]) -> list[Axes]:
    """Return the panels of the uppermost row, from left to right."""
    tops = [panel.get_position(original=True).y1 for panel in panels]
    return [panel for panel, top in zip(panels, tops, strict=True) if top > max(tops) - 1e-6]


def _parse_days(dates: pd.Series) -> pd.Series:
    try:
        return pd.to_datetime(dates.map(read_day))
    except (ValueError, TypeError) as error:
        message = f"mark_events: cannot read a day from the dates of the events: {error}. Write "
        raise InputError(message + "days as '2016-07-15'.") from None


def _write_labels(ax: Axes, events: pd.DataFrame, *, top: Axes, n_columns: int) -> None:
    """Place the labels from last to first, each in the lowest free row.

    A label that would overlap later ones goes above them, so no line crosses a label.
    """
    size = small_font_size()
    width = 72 * (0.68 if ax is top else 0.86 / n_columns) * available_inches(top).width
    low, high = ax.get_xlim()
    starts: list[float] = []
    placed = []
    for event in reversed(events.to_dict("records")):
        text = wrap(str(event["label"]), 18 * size, size, max_lines=1)
        wide = 1.04 * text_width(text, size) + 8
        x = width * (event["day"] - low) / (high - low)
        start = max(0.0, min(x, width - wide))
        free = (i for i in range(len(starts)) if start + wide <= min(starts[i:]))
        row = next(free, len(starts))
        starts[row : row + 1] = [min(x, start)]
        placed.append((event["day"], start - x, row, text))
    inside = n_columns > 1
    header = attach_axes(
        top,
        height=1.35 * size * len(starts),
        gap=1.7 * font_size() if inside else 2,
        above=True,
        share=ax,
        panel=ax if inside else None,
    )
    header.set_axis_off()
    for day, move, row, text in placed:
        header.axvline(day, 0, row / len(starts), color=GRAY, lw=0.5 * scale(), clip_on=False)
        header.annotate(
            text,
            xy=(day, 0.0),
            xycoords=("data", "axes fraction"),
            xytext=(move, 1.35 * size * row),
            textcoords="offset points",
            ha="left",
            va="bottom",
            fontsize=size,
            color="#333333",
            annotation_clip=False,
        )
