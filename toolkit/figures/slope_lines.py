"""Slope charts of two groups or periods, with the interval of each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from toolkit.errors import InputError
from toolkit.figures.group_charts import (
    DIFFERENCE_COLUMNS,
    format_points,
    name_with_count,
    row_names,
    single_pair,
)
from toolkit.figures.labels import LINE_HEIGHT, available_inches, font_size, label_ends, wrap
from toolkit.figures.style import GRAY, house_style, new_axes, percent, scale, theme_colors
from toolkit.stats.permutation import clear_rows
from toolkit.tables import check_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MAX_SLOPES = 6
INTERVAL_OFFSET = 0.02
LINES_AROUND = 4.0
"""Height of the title, ticks and axis labels, in lines of text."""


def slopes(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw the share of each theme in the baseline and in the group, joined by a line.

    Best for two periods. The intervals are those of the differences, drawn relative to the share
    in the baseline: if the bar excludes the height at which its line starts, the difference is
    significant before correction for multiple testing.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare_groups` for one group, at most six. An optional column ``label`` names
        the rows.
    ax : Axes, optional
        Axes to draw on; by default, those of a new figure.

    Returns
    -------
    Axes
        The baseline at the left and the group at the right, with their numbers of articles. One
        line per theme or topic, dashed if the adjusted p-value is 0.05 or more. At its end: the
        name, both shares, and the difference in percentage points with its interval.

    Raises
    ------
    InputError
        When a column is missing, the table holds more than one group or more than six rows, or
        the axes are too low for their labels.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> row = {"theme": "conflict", "group": "2018", "baseline": "2017", "share": 0.4,
    ...        "baseline_share": 0.3, "difference": 0.1, "low": 0.02, "high": 0.18,
    ...        "p_adjusted": 0.01}
    >>> ax = slopes(pd.DataFrame([row]), ax=Figure().subplots())
    >>> ax.texts[0].get_text()
    '● conflict\n30% to 40%\n+10 (+2 to +18)'
    """
    check_columns(
        "plot.slopes", table, [*DIFFERENCE_COLUMNS, "share", "baseline_share", "p_adjusted"]
    )
    group, baseline = single_pair("plot.slopes", table)
    if len(table) > MAX_SLOPES:
        message = (
            f"plot.slopes: {len(table)} slopes are too many to tell apart; at most {MAX_SLOPES}. "
            f"Select some, or draw all with plot.group_shares."
        )
        raise InputError(message)
    ax = new_axes(ax)
    with house_style():
        names = row_names(table)
        styles = theme_colors(names)
        rows = zip(names, table.to_dict("records"), clear_rows(table), strict=True)
        for i, (name, row, clear) in enumerate(rows, start=1):
            _draw_slope(ax, row, styles[name], clear=clear, beside=1 + INTERVAL_OFFSET * i)
        _label_ends_of_axis(
            ax,
            [
                name_with_count(table, baseline, "n_baseline"),
                name_with_count(table, group, "n_articles"),
            ],
        )
        ax.set_ylim(0, 1.06 * ax.get_ylim()[1])
        ax.yaxis.set_major_formatter(percent)
        ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        text = table.attrs.get("quantity", "Mean share over the articles of the group")
        ax.set_ylabel(wrap(text, 50 * available_inches(ax).height, font_size()))
        notes = [_end_label(row) for row in table.to_dict("records")]
        n_lines = label_ends(ax, list(zip(names, table["share"], strict=True)), styles, notes=notes)
        _check_height(ax, len(table), n_lines)
    return ax


def _draw_slope(
    ax: Axes, row: dict[object, float], style: tuple[str, str], *, clear: bool, beside: float
) -> None:
    color, marker = style
    shares = [row["baseline_share"], row["share"]]
    ax.plot(
        [0, 1], shares, color=color, marker=marker, ls="-" if clear else (0, (4, 2)),
        ms=5 * scale(), label=str(row.get("theme", row.get("topic"))), zorder=3,
    )  # fmt: skip
    low, high = row["baseline_share"] + row["low"], row["baseline_share"] + row["high"]
    if np.isfinite(low) and np.isfinite(high):
        ax.plot(
            [beside, beside], [low, high], color=color, lw=3.2 * scale(), alpha=0.45,
            solid_capstyle="butt", label="_interval", zorder=2,
        )  # fmt: skip


def _label_ends_of_axis(ax: Axes, names: list[str]) -> None:
    """Write the names of the two groups below their positions."""
    room = 72 * 0.24 * available_inches(ax).width
    names = [name.replace(" (", "\n(") for name in names]
    parts = [name.split("\n") for name in names]
    texts = [[wrap(part[0], room, font_size(), max_lines=3), *part[1:]] for part in parts]
    ax.set_xticks([0, 1], ["\n".join(text) for text in texts])
    for label in ax.get_xticklabels():
        label.set_parse_math(False)
    ax.set_xlim(-0.35, 1 + INTERVAL_OFFSET * (MAX_SLOPES + 1))
    ax.tick_params(axis="x", length=0, labelsize=font_size())
    for x in (0, 1):
        ax.axvline(x, color=GRAY, lw=0.6 * scale(), zorder=1)


def _check_height(ax: Axes, n_slopes: int, n_lines: int) -> None:
    height = available_inches(ax).height
    enough = (n_lines + LINES_AROUND) * font_size() * LINE_HEIGHT / 72
    if height < enough:
        message = (
            f"plot.slopes: the labels of {n_slopes} slopes do not fit in axes of {height:.1f} "
            f"inches; make the figure {enough:.1f} inches high, or select some rows."
        )
        raise InputError(message)


def _end_label(row: dict[object, float]) -> str:
    text = f"{percent(round(row['baseline_share'], 2))} to {percent(round(row['share'], 2))}\n"
    text += format_points(row["difference"])
    if np.isfinite(row["low"]) and np.isfinite(row["high"]):
        text += f" ({format_points(row['low'])} to {format_points(row['high'])})"
    return text
