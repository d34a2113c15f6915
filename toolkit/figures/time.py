"""Shares over time: lines with their intervals, gaps kept, the articles counted beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator, PercentFormatter

from toolkit.errors import InputError
from toolkit.figures.style import (
    GRAY,
    PALE,
    display_name,
    name_column,
    new_axes,
    spread_labels,
    theme_colors,
)
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_LINES = 6


def plot_theme_shares(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of each theme (or topic) per period.

    Parameters
    ----------
    table : DataFrame
        What `share_by_period` gives: columns as `toolkit.tables.PERIOD_SHARES`.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        One line per theme, labelled at its end; the band is the table's interval; a period
        without articles is a gap; hollow marks are periods that the corpus covers in part; bars
        beneath count the articles.

    Raises
    ------
    InputError
        When a column is missing, or there are more than six themes: draw those in small
        multiples, one call each.
    """
    check_columns("plot_theme_shares", table, ["period", "share", "low", "high", "n_articles"])
    column = name_column(table)
    names = list(dict.fromkeys(table[column]))
    if len(names) > MOST_LINES:
        message = (
            f"plot_theme_shares: {len(names)} lines cannot be told apart; at most {MOST_LINES}. "
            f"Choose some, or draw each in axes of its own (small multiples)."
        )
        raise InputError(message)
    ax = new_axes(ax)
    styles = theme_colors(names)
    for name in names:
        rows = table[table[column] == name].sort_values("period")
        _draw_line(ax, rows, name, styles[name])
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.set_ylabel(table.attrs.get("quantity", "Share of articles"))
    _label_ends(ax, table, column, styles)
    _count_articles(ax, table.drop_duplicates("period").sort_values("period"))
    return ax


def _draw_line(ax: Axes, rows: pd.DataFrame, name: object, style: tuple[str, str]) -> None:
    color, marker = style
    x, y = rows["period"].to_numpy(), rows["share"].to_numpy(dtype=np.float64)
    ax.plot(x, y, color=color, marker=marker, label=str(name), zorder=3)
    ax.fill_between(
        x,
        rows["low"].to_numpy(dtype=np.float64),
        rows["high"].to_numpy(dtype=np.float64),
        color=color,
        alpha=0.16,
        linewidth=0,
        zorder=2,
    )
    if "partial" in rows.columns:
        part = rows["partial"].to_numpy(dtype=bool)
        ax.plot(
            x[part],
            y[part],
            linestyle="none",
            marker=marker,
            markerfacecolor="white",
            markeredgecolor=color,
            markersize=5,
            zorder=4,
            label="_partial",
        )


def _label_ends(
    ax: Axes, table: pd.DataFrame, column: str, styles: dict[object, tuple[str, str]]
) -> None:
    last = table.dropna(subset=["share"]).sort_values("period").groupby(column, sort=False).tail(1)
    if last.empty:
        return
    bottom, top = ax.get_ylim()
    gap = 0.075 * (top - bottom)
    names = last[column].tolist()
    heights = spread_labels(last["share"].tolist(), gap, bottom, top)
    for name, height in zip(names, heights, strict=True):
        ax.annotate(
            display_name(name),
            xy=(1.0, height),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=styles[name][0],
            fontweight="bold",
            annotation_clip=False,
        )


def _count_articles(ax: Axes, periods: pd.DataFrame) -> None:
    counts = ax.inset_axes((0.0, -0.24, 1.0, 0.15), sharex=ax)
    x = periods["period"].to_numpy()
    width = _bar_width(x)
    counts.bar(x, periods["n_articles"].to_numpy(), width=width, color=PALE, label="articles")
    counts.set_ylabel("Articles", rotation=0, ha="right", va="center", color=GRAY)
    counts.yaxis.set_major_locator(MaxNLocator(2, integer=True))
    counts.grid(visible=False)
    locator = AutoDateLocator(minticks=3, maxticks=9)
    counts.xaxis.set_major_locator(locator)
    counts.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    ax.tick_params(axis="x", labelbottom=False, length=0)


def _bar_width(x: np.ndarray) -> float:
    if len(x) < 2:
        return 20.0
    days = np.diff(x).astype("timedelta64[h]").astype(np.float64) / 24
    return float(0.8 * np.median(days))
