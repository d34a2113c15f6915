"""The time axis: the position of each period, its ticks, and the article counts below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.collections import PolyCollection
from matplotlib.dates import date2num, num2date
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator

from toolkit.figures.labels import MIN_FONT_SIZE, attach_axes, available_inches, font_size
from toolkit.figures.style import GRAY, PALE, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray


class PeriodSpans(NamedTuple):
    """First day and length of each period, in matplotlib date units (days)."""

    starts: NDArray[np.float64]
    lengths: NDArray[np.float64]


LENGTHS = {
    "D": pd.DateOffset(days=1),
    "W": pd.DateOffset(weeks=1),
    "MS": pd.DateOffset(months=1),
    "QS": pd.DateOffset(months=3),
    "YS": pd.DateOffset(years=1),
    "5YS": pd.DateOffset(years=5),
    "10YS": pd.DateOffset(years=10),
}
"""How long a period of each frequency is."""


def period_spans(periods: pd.Series | pd.Index, *, freq: str | None = None) -> PeriodSpans:
    """Return the first day and length of each period, in matplotlib date units (days).

    The length is the distance to the next period. The last period, and one followed by a hole in
    the table, take the shortest length in the table. A single period is as long as its ``freq``,
    by default that of the table which the periods are a column of; where it is not known, a month.
    """
    days = pd.DatetimeIndex(periods)
    starts = np.asarray(date2num(days.to_numpy()), dtype=np.float64)
    if len(starts) < 2:
        ends = days + LENGTHS.get(freq or freq_of(periods) or "MS", LENGTHS["MS"])
        return PeriodSpans(starts, np.asarray(date2num(ends.to_numpy()) - starts))
    steps = np.diff(starts)
    shortest = steps.min()
    lengths = np.where(steps <= 1.15 * shortest, steps, shortest)
    return PeriodSpans(starts, np.append(lengths, np.median(lengths)))


def freq_of(periods: pd.Series | pd.Index) -> str | None:
    """Return the frequency that the table of a column of periods names."""
    named = periods.attrs.get("freq") if isinstance(periods, pd.Series) else None
    return None if named is None else str(named)


def period_midpoints(
    periods: pd.Series | pd.Index, *, freq: str | None = None
) -> NDArray[np.float64]:
    """Return the midpoint of each period, where its value is drawn."""
    starts, lengths = period_spans(periods, freq=freq)
    return np.asarray(starts + lengths / 2)


def date_axis(
    ax: Axes,
    periods: pd.Series | pd.Index,
    *,
    width: float | None = None,
    freq: str | None = None,
) -> None:
    """Set the limits of the x-axis to the span of the periods, with ticks that fit its width."""
    ordered = pd.Index(periods).unique().sort_values()
    starts, lengths = period_spans(ordered, freq=freq or freq_of(periods))
    if not len(starts):
        return
    low, high = starts[0], starts[-1] + lengths[-1]
    size = float(FontProperties(size=mpl.rcParams["xtick.labelsize"]).get_size())
    places, labels = date_ticks(
        low, high, points=72 * (width or 0.7 * available_inches(ax).width) / size
    )
    ax.xaxis_date()
    ax.set_xticks(places, labels)
    ax.tick_params(axis="x", pad=0.45 * size)
    ax.set_xlim(low, high)


class DateTicks(NamedTuple):
    """Positions of ticks on the time axis, and their labels."""

    positions: list[float]
    labels: list[str]


def date_ticks(low: float, high: float, *, points: float) -> DateTicks:
    r"""Return ticks at round dates in [``low``, ``high``) and their labels.

    ``points`` is the width of the axis in multiples of the font size. The year is written under
    the first month or day and then once per year.

    Examples
    --------
    >>> date_ticks(16071.0, 16801.0, points=45)[1]  # 2014 and 2015
    ['Jan\n2014', 'Apr', 'Jul', 'Oct', 'Jan\n2015', 'Apr', 'Jul', 'Oct']
    """
    first, last = (pd.Timestamp(num2date(day)).tz_localize(None) for day in (low, high))
    days = pd.date_range(first.normalize(), last, freq="D", inclusive="left")
    for unit, step, room in TICK_STEPS:
        ticks = _round_dates(days, unit, step)
        if 0 < len(ticks) <= max(2, points / room):
            break
    labels = [_tick_label(ticks, i, unit) for i in range(len(ticks))]
    return DateTicks([float(day) for day in date2num(ticks.to_numpy())], labels)


TICK_STEPS = (
    *(("day", step, 5.0) for step in (1, 2, 7, 14)),
    *(("month", step, 5.2) for step in (1, 2, 3, 6)),
    *(("year", step, 3.6) for step in (1, 2, 5, 10, 20, 50, 100, 500)),
)


def _round_dates(days: pd.DatetimeIndex, unit: str, step: int) -> pd.DatetimeIndex:
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
    """Draw bars on the time axis as a single artist, which is much faster than one per bar.

    ``look`` takes ``bottom`` (0), ``color`` and ``label``. A missing height draws no bar.
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


def draw_article_counts(ax: Axes, periods: pd.DataFrame, *, width: float | None = None) -> Axes:
    """Draw the number of articles per period as bars below ``ax``, on the same time axis.

    ``width`` is the width of ``ax`` in inches, where ``ax`` does not fill most of the figure.
    """
    counts = attach_axes(ax, height=2.9 * font_size(), gap=font_size(), share=ax)
    starts, lengths = period_spans(periods["period"])
    n = periods["n_articles"].to_numpy()
    draw_bars(counts, starts, 0.86 * lengths, n, color=PALE, label="articles")
    counts.set_ylim(0, max(1, n.max()) * 1.05)
    counts.set_yticks([0, int(n.max())] if n.max() else [0])
    counts.yaxis.set_major_formatter("{x:,.0f}")
    counts.tick_params(axis="y", labelsize=max(MIN_FONT_SIZE, 0.85 * font_size()), length=2)
    counts.set_ylabel("Articles", rotation=0, ha="right", va="center", color=GRAY)
    counts.spines[["top", "right"]].set_visible(False)
    counts.grid(visible=False)
    date_axis(counts, periods["period"], width=width)
    ax.tick_params(axis="x", labelbottom=False, length=0)
    return counts


def share_axis(ax: Axes, *, bins: int = 5) -> None:
    """Start the y-axis at zero and label it in per cent."""
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(percent)
    ax.yaxis.set_major_locator(MaxNLocator(bins, steps=[1, 2, 2.5, 5, 10]))
