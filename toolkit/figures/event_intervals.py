"""Changes around events: one row per event and theme, grouped by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.figures.labels import (
    available_inches,
    font_size,
    height_for_rows,
    label_rows,
    small_font_size,
    wrap,
)
from toolkit.figures.style import (
    GRAY,
    PALETTE,
    display_name,
    draw_dots,
    house_style,
    new_axes,
    style_rows,
)
from toolkit.stats.permutation import clear_rows
from toolkit.tables import check_columns, label_column

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Row(NamedTuple):
    """A line of the chart: the name of an event, or a theme with its place in the table."""

    text: str
    at: int | None


def event_effects(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the change of each theme at each event, with its interval.

    Parameters
    ----------
    table : DataFrame
        Output of `event_effects`.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        Under the name and day of each event, one row per theme: a dot at the change in percentage
        points and a line for its interval. The dot is filled if the adjusted p-value is below
        0.05 and the interval does not hold 0. A change that could not be tested has the reason
        instead; where no theme of an event could be tested, for one reason, it stands once.

    Raises
    ------
    InputError
        When a column is missing, or the rows do not fit.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> row = {"event": "Accord", "date": pd.Timestamp("2015-07-14"), "theme": "diplomacy"}
    >>> row |= {"difference": 0.1, "low": 0.02, "high": 0.18, "p_adjusted": 0.01, "note": ""}
    >>> ax = event_effects(pd.DataFrame([row]), ax=Figure().subplots())
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['diplomacy', 'Accord, 14 July 2015']
    """
    wanted = ["event", "date", "difference", "low", "high", "p_adjusted", "note"]
    check_columns("event_effects", table, wanted)
    rows = chart_rows(table)
    ax = new_axes(ax, height=height_for_rows(len(rows)))
    with house_style():
        ax.axvline(0, color=GRAY, linewidth=0.8, zorder=1)
        _draw_rows(ax, table.reset_index(drop=True), rows)
        label_rows("event_effects", ax, [row.text for row in rows], share=0.4)
        _embolden_events(ax, rows)
        text = "Change in percentage points, after minus before the event"
        ax.set_xlabel(wrap(text, 45 * available_inches(ax).width, font_size()))
        style_rows(ax, len(rows))
    return ax


def chart_rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows from the bottom of the chart to its top.

    An event none of whose themes could be tested, for one reason, has one row for all of them.

    Parameters
    ----------
    table : DataFrame
        Output of `event_effects`.

    Examples
    --------
    >>> few = pd.DataFrame({"event": "Accord", "date": pd.Timestamp("2015-07-14")}, index=[0, 1])
    >>> few = few.assign(theme=["war", "talks"], difference=np.nan, low=np.nan, note="few days")
    >>> [row.text for row in chart_rows(few)]
    ['both themes', 'Accord, 14 July 2015']
    """
    table = table.reset_index(drop=True)
    column = label_column("event_effects", table)
    known, rows = _are_known(table), []
    for (_, event), part in table.groupby(["date", "event"], sort=True, observed=True):
        day = part["date"].iloc[0]
        rows.append(Row(f"{event}, {day.day} {day:%B %Y}", None))
        if (
            len(part) > 1
            and not known[part.index].any()
            and (part["note"] == part["note"].iloc[0]).all()
        ):
            every = "both" if len(part) == 2 else f"all {len(part)}"
            rows.append(Row(f"{every} {column}s", int(part.index[0])))
        else:
            rows += [Row(display_name(part.loc[i, column]), int(i)) for i in part.index]
    return rows[::-1]


def _are_known(table: pd.DataFrame) -> pd.Series:
    return table["difference"].notna() & table["low"].notna()


def _draw_rows(ax: Axes, table: pd.DataFrame, rows: list[Row]) -> None:
    places = [(y, row.at) for y, row in enumerate(rows) if row.at is not None]
    known = _are_known(table)
    tested = [(y, at) for y, at in places if known.iloc[at]]
    if tested:
        y = np.array([one for one, _ in tested])
        shown = table.iloc[[at for _, at in tested]]
        ax.hlines(y, 100 * shown["low"], 100 * shown["high"], color=PALETTE[1], zorder=2)
        faces = [PALETTE[1] if one else "white" for one in clear_rows(shown)]
        draw_dots(ax, 100 * shown["difference"], y, faces=faces, color=PALETTE[1])
    for y_row, at in places:
        if not known.iloc[at]:
            _write_reason(ax, y_row, str(table["note"].iloc[at]) or "not tested")


def _write_reason(ax: Axes, y: int, reason: str) -> None:
    width = 40 * available_inches(ax).width
    ax.annotate(
        wrap(reason, width, small_font_size(), max_lines=1),
        xy=(0.01, y),
        xycoords=("axes fraction", "data"),
        ha="left",
        va="center",
        fontsize=small_font_size(),
        color=GRAY,
        fontstyle="italic",
    )


def _embolden_events(ax: Axes, rows: list[Row]) -> None:
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        if row.at is None:
            label.set_fontweight("bold")
