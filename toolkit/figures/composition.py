"""Stacked shares of a few topics, and ridgelines of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError
from toolkit.figures.labels import height_for_rows, label_ends, label_rows
from toolkit.figures.style import (
    PALETTE,
    check_rows,
    house_style,
    new_axes,
    scale,
    theme_colors,
    wide_table,
)
from toolkit.figures.time_axis import (
    date_axis,
    draw_article_counts,
    draw_bars,
    period_midpoints,
    period_spans,
    share_axis,
)
from toolkit.tables import check_columns, label_column

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MAX_PARTS = 6


def stacked_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the parts of a whole in each period as stacked bars.

    Parameters
    ----------
    table : DataFrame
        Output of `share_by_period` for shares that sum to 1 in each article, such as topics. At
        most six parts; combine the smaller ones as "other".
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One bar per period, with the parts named at the right. A period without articles is a gap.
        Only the lowest part has a flat baseline; `plot.theme_panels` shows the others better.

    Raises
    ------
    InputError
        When a column is missing, there are more than six parts, or they sum to more than 1.
    """
    check_columns("plot.stacked_shares", table, ["period", "share", "n_articles"])
    check_rows("plot.stacked_shares", table)
    column = label_column("plot.stacked_shares", table)
    wide = wide_table(table, "period", column, "share")
    names = list(wide.columns)
    _check_parts(wide)
    ax = new_axes(ax)
    with house_style():
        starts, lengths = period_spans(wide.index, freq=table.attrs.get("freq"))
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
        draw_article_counts(ax, table.drop_duplicates("period").sort_values("period"))
    return ax


def _check_parts(wide: pd.DataFrame) -> None:
    if wide.shape[1] > MAX_PARTS:
        message = (
            f"plot.stacked_shares: {wide.shape[1]} parts are too many to tell apart; at "
            f"most {MAX_PARTS}. Combine the smaller ones as 'other'."
        )
        raise InputError(message)
    total = float(wide.sum(axis=1).max())
    if total > 1 + 1e-6:
        message = (
            f"plot.stacked_shares: the shares of a period sum to {total:.3g}, so they are not "
            f"parts of a whole: an article can have several themes. Use plot.theme_panels."
        )
        raise InputError(message)


def ridgeline(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of each topic over time as a ridgeline plot, all on one scale.

    Parameters
    ----------
    table : DataFrame
        Output of `share_by_period`. An optional column ``label`` names the ridges.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        One ridge per theme or topic, ordered by the period of its peak. A period without
        articles is a gap. The scale is stated below the chart.

    Raises
    ------
    InputError
        When a column is missing or the ridges do not fit.
    """
    check_columns("plot.ridgeline", table, ["period", "share"])
    check_rows("plot.ridgeline", table)
    column = label_column("plot.ridgeline", table)
    wide = wide_table(table, "period", column, "share").astype(float)
    peaks = wide.fillna(-1).to_numpy().argmax(axis=0)
    names = [wide.columns[i] for i in np.lexsort((np.arange(len(peaks)), -peaks))]
    labels = dict(zip(table[column], table.get("label", table[column]), strict=True))
    ax = new_axes(ax, height=height_for_rows(len(names), lines=2.4))
    with house_style():
        freq, most = table.attrs.get("freq"), float(np.nanmax(wide.to_numpy())) or 1.0
        x = period_midpoints(wide.index, freq=freq)
        for i, name in reversed(list(enumerate(names))):
            y = i + 1.6 * wide[name].to_numpy() / most
            z = 10 + 2 * (len(names) - i)
            ax.fill_between(x, i, y, color="#DCD6F9", linewidth=0, zorder=z)
            ax.plot(x, y, color="white", linewidth=2.4 * scale(), zorder=z, label="_edge")
            ax.plot(x, y, color=PALETTE[1], linewidth=1.1 * scale(), zorder=z + 1, label=str(name))
        label_rows("plot.ridgeline", ax, [labels[name] for name in names])
        ax.set_ylim(-0.55, len(names) + 0.7)
        ax.spines["left"].set_visible(False)
        date_axis(ax, wide.index, freq=freq)
        ax.set_xlabel(f"Distance between two base lines: {most / 1.6:.1%}")
    return ax
