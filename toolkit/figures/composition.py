"""Many series at once: stacked shares of few topics, ridges of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError
from toolkit.figures.labels import label_ends, label_rows, row_height
from toolkit.figures.style import (
    PALETTE,
    in_house_style,
    name_column,
    new_axes,
    scale,
    theme_colors,
    wide_table,
)
from toolkit.figures.time_axis import (
    count_articles,
    date_axis,
    draw_bars,
    middles,
    period_spans,
    share_axis,
)
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_PARTS = 6


def plot_stacked_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the parts of a whole per period as stacked bars.

    Parameters
    ----------
    table : DataFrame
        What `share_by_period` gives for shares that sum to one per article, such as topics; at
        most six parts, the smaller ones put together as "other".
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        A bar per period, named at the right; a period without articles is a gap. Only the lowest
        part has a straight base: read the others in `plot_theme_panels`.

    Raises
    ------
    InputError
        When a column is missing, there are more than six parts, or they sum to more than 1.
    """
    check_columns("plot_stacked_shares", table, ["period", "share", "n_articles"])
    column = name_column(table)
    wide = wide_table(table, "period", column, "share")
    names = list(wide.columns)
    _check_parts(wide)
    ax = new_axes(ax)
    with in_house_style():
        starts, lengths = period_spans(wide.index)
        styles = theme_colors(names)
        bottom, ends = np.zeros(len(wide)), []
        last = int(np.flatnonzero(wide.notna().all(axis=1))[-1])
        for name in names:
            y = wide[name].to_numpy(dtype=float)
            look = {"color": styles[name][0], "label": str(name)}
            draw_bars(ax, starts, 0.94 * lengths, y, bottom=bottom, **look)
            ends.append((name, float(bottom[last] + y[last] / 2)))
            bottom = bottom + np.nan_to_num(y)
        share_axis(ax)
        ax.set_ylim(0, 1)
        ax.set_ylabel(table.attrs.get("quantity", "Mean share of the article"))
        label_ends(ax, ends, {name: (color, "s") for name, (color, _) in styles.items()})
        count_articles(ax, table.drop_duplicates("period").sort_values("period"))
    return ax


def _check_parts(wide: pd.DataFrame) -> None:
    if wide.shape[1] > MOST_PARTS:
        message = (
            f"plot_stacked_shares: {wide.shape[1]} parts cannot be told apart; at most "
            f"{MOST_PARTS}. Put the smaller ones together as 'other'."
        )
        raise InputError(message)
    total = float(wide.sum(axis=1).max())
    if total > 1 + 1e-6:
        message = (
            f"plot_stacked_shares: the shares of a period sum to {total:.3g}, so they are no parts "
            f"of a whole: an article can have several themes. Use plot_theme_panels."
        )
        raise InputError(message)


def plot_ridgeline(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each topic's share as a ridge, one above the other, all on one scale: an overview.

    Parameters
    ----------
    table : DataFrame
        What `share_by_period` gives; a column ``label`` names the ridges where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One ridge per theme or topic, ordered by the period of its peak; a period without
        articles is a gap. The scale is stated beneath.

    Raises
    ------
    InputError
        When a column is missing or the ridges do not fit.
    """
    check_columns("plot_ridgeline", table, ["period", "share"])
    column = name_column(table)
    wide = wide_table(table, "period", column, "share")
    peaks = wide.fillna(-1).to_numpy().argmax(axis=0)
    names = [wide.columns[i] for i in np.lexsort((np.arange(len(peaks)), -peaks))]
    labels = dict(zip(table[column], table.get("label", table[column]), strict=True))
    ax = new_axes(ax, height=row_height(len(names), lines=2.4))
    with in_house_style():
        x, most = middles(wide.index), float(np.nanmax(wide.to_numpy())) or 1.0
        for i, name in reversed(list(enumerate(names))):
            y = i + 1.6 * wide[name].to_numpy(dtype=float) / most
            z = 10 + 2 * (len(names) - i)
            ax.fill_between(x, i, y, color="#DCD6F9", linewidth=0, zorder=z)
            ax.plot(x, y, color="white", linewidth=2.4 * scale(), zorder=z, label="_edge")
            ax.plot(x, y, color=PALETTE[1], linewidth=1.1 * scale(), zorder=z + 1, label=str(name))
        label_rows("plot_ridgeline", ax, [labels[name] for name in names])
        ax.set_ylim(-0.55, len(names) + 0.7)
        ax.spines["left"].set_visible(False)
        date_axis(ax, wide.index)
        ax.set_xlabel(f"Distance between two base lines: {most / 1.6:.1%}")
    return ax
