"""The time axis: where a period lies, its ticks, and the articles behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import MaxNLocator

from toolkit.figures.labels import LEAST_SIZE, attach, base_size, figure_inches
from toolkit.figures.style import GRAY, PALE, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray


def period_spans(periods: pd.Series | pd.Index) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return first day and length of each period, in days as matplotlib counts them.

    The length is that of the calendar where the next period follows; otherwise (the last one, or
    a hole in the table) the shortest length in the table. A lone period counts as 30 days.
    """
    starts = np.asarray(date2num(pd.DatetimeIndex(periods).to_numpy()), dtype=np.float64)
    if len(starts) < 2:
        return starts, np.full(len(starts), 30.0)
    steps = np.diff(starts)
    shortest = steps.min()
    lengths = np.where(steps <= 1.15 * shortest, steps, shortest)
    return starts, np.append(lengths, np.median(lengths))


def middles(periods: pd.Series | pd.Index) -> NDArray[np.float64]:
    """Return the middle of each period: where its point is drawn."""
    starts, lengths = period_spans(periods)
    return np.asarray(starts + lengths / 2)


def date_axis(ax: Axes, periods: pd.Series | pd.Index, *, width: float | None = None) -> None:
    """Give the x-axis the span of the periods and ticks that fit its width in inches."""
    starts, lengths = period_spans(pd.Index(periods).unique().sort_values())
    inches = (width or 0.75 * figure_inches(ax)[0]) * 7.5 / base_size()
    locator = AutoDateLocator(minticks=2, maxticks=max(4, min(9, int(inches * 1.6))))
    ax.xaxis_date()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    if len(starts):
        ax.set_xlim(starts[0], starts[-1] + lengths[-1])


def count_articles(ax: Axes, periods: pd.DataFrame, *, width: float | None = None) -> Axes:
    """Draw the number of articles per period as bars beneath ``ax``, on the same time axis.

    ``width`` is that of ``ax`` in inches where it is not most of its place in the figure.
    """
    counts = attach(ax, height=2.9 * base_size(), gap=base_size(), share=ax)
    starts, lengths = period_spans(periods["period"])
    n = periods["n_articles"].to_numpy()
    counts.bar(starts, n, width=0.86 * lengths, align="edge", color=PALE, label="articles")
    counts.set_ylim(0, max(1, n.max()) * 1.05)
    counts.set_yticks([0, int(n.max())] if n.max() else [0])
    counts.tick_params(axis="y", labelsize=max(LEAST_SIZE, 0.85 * base_size()), length=2)
    counts.set_ylabel("Articles", rotation=0, ha="right", va="center", color=GRAY)
    counts.spines[["top", "right"]].set_visible(False)
    counts.grid(visible=False)
    date_axis(counts, periods["period"], width=width)
    ax.tick_params(axis="x", labelbottom=False, length=0)
    ax.xaxis.get_offset_text().set_visible(False)
    return counts


def share_axis(ax: Axes, *, bins: int = 5) -> None:
    """Start the y-axis at zero and write it in per cent."""
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(percent)
    ax.yaxis.set_major_locator(MaxNLocator(bins, steps=[1, 2, 2.5, 5, 10]))
