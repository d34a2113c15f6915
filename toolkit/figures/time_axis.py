"""The time axis: where a period lies, its ticks, and the articles behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.dates import date2num, num2date
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator

from toolkit.figures.labels import LEAST_SIZE, attach, base_size, figure_inches
from toolkit.figures.style import GRAY, PALE, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray


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
    if not len(starts):
        return
    low, high = starts[0], starts[-1] + lengths[-1]
    size = float(FontProperties(size=mpl.rcParams["xtick.labelsize"]).get_size())
    places, labels = date_ticks(low, high, points=72 * (width or 0.7 * figure_inches(ax)[0]) / size)
    ax.xaxis_date()
    ax.set_xticks(places, labels)
    ax.tick_params(axis="x", pad=0.45 * size)
    ax.set_xlim(low, high)


def date_ticks(low: float, high: float, *, points: float) -> tuple[list[float], list[str]]:
    r"""Return ticks at round dates from ``low`` to before ``high``, and their labels.

    ``points`` is the width of the axis in sizes of the lettering. The year is written once, under
    the first month or day and under each January.

    Examples
    --------
    >>> date_ticks(16071.0, 16801.0, points=45)[1]  # 2014 and 2015
    ['Jan\n2014', 'Apr', 'Jul', 'Oct', 'Jan\n2015', 'Apr', 'Jul', 'Oct']
    """
    first, last = (pd.Timestamp(num2date(day)).tz_localize(None) for day in (low, high))
    days = pd.date_range(first.normalize(), last, freq="D", inclusive="left")
    for unit, step, room in STEPS:
        chosen = _round_days(days, unit, step)
        if 0 < len(chosen) <= max(2, points / room):
            break
    labels = [_tick_label(chosen, i, unit) for i in range(len(chosen))]
    return [float(day) for day in date2num(chosen.to_numpy())], labels


STEPS = (
    *(("day", step, 5.0) for step in (1, 2, 7, 14)),
    *(("month", step, 5.2) for step in (1, 2, 3, 6)),
    *(("year", step, 3.6) for step in (1, 2, 5, 10, 20, 50, 100, 500)),
)


def _round_days(days: pd.DatetimeIndex, unit: str, step: int) -> pd.DatetimeIndex:
    if unit == "day":
        return days[::step]
    firsts = days[days.day == 1]
    if unit == "month":
        return firsts[(firsts.month - 1) % step == 0]
    januaries = firsts[firsts.month == 1]
    return januaries[januaries.year % step == 0]


def _tick_label(days: pd.DatetimeIndex, i: int, unit: str) -> str:
    day = days[i]
    if unit == "year":
        return f"{day:%Y}"
    new_year = i == 0 or day.year != days[i - 1].year
    name = f"{day.day} {MONTHS[day.month - 1]}" if unit == "day" else MONTHS[day.month - 1]
    return f"{name}\n{day:%Y}" if new_year else name


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def draw_bars(
    ax: Axes, starts: ArrayLike, widths: ArrayLike, heights: ArrayLike, **look: Any
) -> PolyCollection:
    """Draw bars over spans of the time axis as one object, far quicker than one for each.

    ``look`` takes ``bottom`` (0), ``color`` and ``label``; a missing height makes no bar.
    """
    left, wide, tall = np.broadcast_arrays(
        *(np.asarray(v, float) for v in (starts, widths, heights))
    )
    low = np.broadcast_to(np.asarray(look.pop("bottom", 0.0), dtype=float), tall.shape)
    there = np.isfinite(tall)
    x = np.stack([left, left, left + wide, left + wide], axis=-1)[there]
    y = np.stack([low, low + tall, low + tall, low], axis=-1)[there]
    bars = PolyCollection(list(np.stack([x, y], axis=-1)), linewidths=0, **look)
    ax.add_collection(bars, autolim=True)
    ax.autoscale_view()
    return bars


def count_articles(ax: Axes, periods: pd.DataFrame, *, width: float | None = None) -> Axes:
    """Draw the number of articles per period as bars beneath ``ax``, on the same time axis.

    ``width`` is that of ``ax`` in inches where it is not most of its place in the figure.
    """
    counts = attach(ax, height=2.9 * base_size(), gap=base_size(), share=ax)
    starts, lengths = period_spans(periods["period"])
    n = periods["n_articles"].to_numpy()
    draw_bars(counts, starts, 0.86 * lengths, n, color=PALE, label="articles")
    counts.set_ylim(0, max(1, n.max()) * 1.05)
    counts.set_yticks([0, int(n.max())] if n.max() else [0])
    counts.tick_params(axis="y", labelsize=max(LEAST_SIZE, 0.85 * base_size()), length=2)
    counts.set_ylabel("Articles", rotation=0, ha="right", va="center", color=GRAY)
    counts.spines[["top", "right"]].set_visible(False)
    counts.grid(visible=False)
    date_axis(counts, periods["period"], width=width)
    ax.tick_params(axis="x", labelbottom=False, length=0)
    return counts


def share_axis(ax: Axes, *, bins: int = 5) -> None:
    """Start the y-axis at zero and write it in per cent."""
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(percent)
    ax.yaxis.set_major_locator(MaxNLocator(bins, steps=[1, 2, 2.5, 5, 10]))
