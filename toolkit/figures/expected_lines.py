"""A share beside what other outlets or topics lead to expect, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.figures.labels import legend_above
from toolkit.figures.style import GRAY, PALETTE, house_style, new_axes, scale
from toolkit.figures.time_axis import draw_article_counts, period_spans, share_axis
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def expected_share(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the observed share of each week, the expected one, and its band after the event.

    Parameters
    ----------
    table : DataFrame
        ``.weeks`` of `expected_share`; draw a part of it for fewer weeks.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        Weeks without articles are gaps. The dashed line is the first day of the event, the band the
        95 % band of an ordinary week around the expected share. Bars below count the articles.

    Raises
    ------
    InputError
        When a column is missing.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> weeks = pd.DataFrame({"week": pd.date_range("2016-01-04", periods=4, freq="7D")})
    >>> weeks = weeks.assign(observed=[0.2, 0.3, 0.5, 0.6], expected=0.25, low=0.15, high=0.35)
    >>> weeks = weeks.assign(n_articles=20, after=[False, False, True, True])
    >>> ax = expected_share(weeks, ax=Figure(layout="constrained").subplots())
    >>> [line.get_label() for line in ax.lines]
    ['observed', 'expected from the others', '_event']
    """
    names = ["week", "observed", "expected", "low", "high", "n_articles", "after"]
    check_columns("plot.expected_share", table, names)
    ax = new_axes(ax)
    with house_style():
        rows = table.sort_values("week")
        starts, lengths = period_spans(rows["week"])
        x = starts + lengths / 2
        ax.plot(x, rows["observed"], color=PALETTE[0], label="observed")
        ax.plot(
            x, rows["expected"], color=PALETTE[1], ls=(0, (4, 2)), label="expected from the others"
        )
        low, high = (rows[end].to_numpy(dtype=np.float64) for end in ("low", "high"))
        ax.fill_between(x, low, high, color=PALETTE[1], alpha=0.16, linewidth=0, zorder=1.5)
        after = rows["after"].to_numpy(dtype=bool)
        if after.any() and not after.all():
            first = starts[after][0]
            ax.axvline(first, color=GRAY, lw=0.8 * scale(), ls=(0, (3, 2)), label="_event")
        share_axis(ax)
        ax.set_ylabel("Share of articles")
        draw_article_counts(ax, rows.rename(columns={"week": "period"}))
        legend_above(ax)
    return ax
