"""Lexical diversity of groups and over time, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.errors import InputError
from toolkit.figures.labels import height_for_rows, label_ends, label_rows
from toolkit.figures.style import (
    PALETTE,
    draw_dots,
    house_style,
    new_axes,
    style_rows,
    theme_colors,
)
from toolkit.figures.time_axis import draw_article_counts
from toolkit.figures.time_series import MAX_LINES, draw_line
from toolkit.tables import check_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FUNCTION = "plot.lexical_diversity"
QUANTITY = "Words until they repeat (MTLD)"
COLUMNS = ("mtld", "low", "high", "n_articles")
ALL = "all articles"


def lexical_diversity(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the lexical diversity of groups, or of periods, with intervals.

    Parameters
    ----------
    table : DataFrame
        Output of `lexical_diversity`.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        Over time: a line and band per group, with gaps, and bars that count the articles below.
        Otherwise a dot and an interval per group, with its number of articles. The axis need not
        begin at zero: MTLD is no share, and a text without any variety is not its zero.

    Raises
    ------
    InputError
        When a column is missing, or there are more than six lines.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame(
    ...     {"group": ["Post", "Times"], "mtld": [90.0, 110.0], "low": [85.0, 101.0],
    ...      "high": [95.0, 120.0], "n_articles": [40, 38]}
    ... )
    >>> ax = lexical_diversity(table, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['Times (38)', 'Post (40)']
    """
    check_columns(FUNCTION, table, COLUMNS)
    if "group" not in table:
        table = table.assign(group=ALL)
    return _over_time(table, ax) if "period" in table else _by_group(table, ax)


def _by_group(table: pd.DataFrame, ax: Axes | None) -> Axes:
    ax = new_axes(ax, height=height_for_rows(len(table)))
    with house_style():
        rows = table.iloc[::-1].reset_index(drop=True)
        y = np.arange(len(rows))
        ax.hlines(y, rows["low"], rows["high"], color=PALETTE[1], zorder=2)
        faces = ["white" if np.isnan(low) else PALETTE[1] for low in rows["low"]]
        draw_dots(ax, rows["mtld"], y, faces=faces, color=PALETTE[1])
        ax.set_xlabel(QUANTITY)
        names = [f"{row['group']} ({row['n_articles']:,})" for row in rows.to_dict("records")]
        label_rows(FUNCTION, ax, names, share=0.4)
        style_rows(ax, len(rows))
    return ax


def _over_time(table: pd.DataFrame, ax: Axes | None) -> Axes:
    names = list(dict.fromkeys(table["group"]))
    if len(names) > MAX_LINES:
        message = (
            f"{FUNCTION}: {len(names)} lines are too many to tell apart; at most {MAX_LINES}. "
            f"Select some groups."
        )
        raise InputError(message)
    ax = new_axes(ax)
    with house_style():
        styles, ends = theme_colors(names), []
        for name in names:
            rows = table[table["group"] == name].sort_values("period")
            draw_line(ax, rows.assign(share=rows["mtld"]), name, styles[name])
            known = rows["mtld"].dropna()
            ends += [(name, float(known.iloc[-1]))] if len(known) else []
        ax.set_ylabel(QUANTITY)
        if len(names) > 1:
            label_ends(ax, ends, styles)
        counts = table.groupby("period")["n_articles"].sum()
        draw_article_counts(ax, counts.reset_index())
    return ax
