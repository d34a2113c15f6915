"""Topics: their leading terms, and when they were in the news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

from toolkit.errors import check_option
from toolkit.figures.style import PALETTE, display_name, name_column, new_axes
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_topic_terms(table: pd.DataFrame, *, topic: int, ax: Axes | None = None) -> Axes:
    """Draw the leading terms of one topic as bars of their probability.

    Parameters
    ----------
    table : DataFrame
        What `topic_terms` gives.
    topic : int
        The topic to draw.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        A bar per term, the first rank on top.
    """
    check_columns("plot_topic_terms", table, ["topic", "rank", "term", "probability"])
    check_option("plot_topic_terms", "topic", topic, table["topic"].unique().tolist())
    ax = new_axes(ax)
    rows = table[table["topic"] == topic].sort_values("rank", ascending=False)
    y = np.arange(len(rows))
    ax.barh(y, rows["probability"], color=PALETTE[1], height=0.7)
    ax.set_yticks(y, [display_name(term) for term in rows["term"]])
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.set_xlabel("Probability in the topic")
    return ax


def plot_topic_periods(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw topic shares as a heatmap: topics down, periods across, darker is more.

    Parameters
    ----------
    table : DataFrame
        What `share_by_period` gives; a column ``label`` names the rows where present.
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        Rows ordered by the period of their peak; periods without a share are left white.
    """
    check_columns("plot_topic_periods", table, ["period", "share"])
    column = name_column(table)
    ax = new_axes(ax)
    wide = table.pivot(index=column, columns="period", values="share").sort_index(axis=1)
    filled = wide.fillna(-1).to_numpy()
    order = np.lexsort((np.arange(len(wide)), filled.argmax(axis=1)))
    wide = wide.iloc[order]
    edges = _period_edges(wide.columns)
    mesh = ax.pcolormesh(
        edges,
        np.arange(len(wide) + 1),
        np.ma.masked_invalid(wide.to_numpy()),
        cmap=mpl.colormaps["cividis_r"],
        vmin=0,
        rasterized=True,
    )
    labels = dict(zip(table[column], table.get("label", table[column]), strict=True))
    names = [display_name(labels[name]) for name in wide.index]
    ax.set_yticks(np.arange(len(wide)) + 0.5, names)
    ax.invert_yaxis()
    ax.grid(visible=False)
    locator = AutoDateLocator(minticks=3, maxticks=9)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    bar = ax.figure.colorbar(mesh, ax=ax, shrink=0.8, pad=0.02)
    bar.set_label(table.attrs.get("quantity", "Mean share of the article"))
    bar.outline.set_visible(False)  # type: ignore[operator]  # Spine is callable in the stubs
    return ax


def _period_edges(periods: pd.Index) -> np.ndarray:
    days = np.asarray(date2num(pd.DatetimeIndex(periods).to_pydatetime()), dtype=np.float64)
    step = float(np.median(np.diff(days))) if len(days) > 1 else 30.0
    return np.append(days, days[-1] + step)
