"""What the corpus holds: articles per source and period, with the gaps visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator

from toolkit.figures.style import GRAY, PALETTE, new_axes
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_coverage(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the number of articles per period as bars, one colour per source.

    Parameters
    ----------
    table : DataFrame
        One row per period and source: ``period``, ``source``, ``n_articles``. At most six
        sources; put the rest together as "other".
    ax : Axes, optional
        Where to draw; None makes a figure of its own.

    Returns
    -------
    Axes
        Stacked bars with a legend above; a period with no bar has no articles.
    """
    check_columns("plot_coverage", table, ["period", "source", "n_articles"])
    ax = new_axes(ax)
    wide = table.pivot(index="period", columns="source", values="n_articles").fillna(0).sort_index()
    wide = wide[list(dict.fromkeys(table["source"]))]
    x = wide.index.to_numpy()
    days = np.diff(x).astype("timedelta64[h]").astype(float) / 24 if len(x) > 1 else [30.0]
    bottom = np.zeros(len(x))
    for i, name in enumerate(wide.columns):
        color = PALETTE[i] if i < len(PALETTE) else GRAY
        heights = wide[name].to_numpy(dtype=float)
        ax.bar(x, heights, 0.85 * float(np.median(days)), bottom, color=color, label=str(name))
        bottom += heights
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_ylabel("Articles")
    locator = AutoDateLocator(minticks=3, maxticks=9)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, fontsize=8, handlelength=1)
    return ax
